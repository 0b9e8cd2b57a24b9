"""Our scan of a plane through a network's parameters, as a piece of work to measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from visualnn.bench.steps import Work
from visualnn.landscape.evaluation import PlaneEvaluator, chunk_points
from visualnn.landscape.plane import Plane
from visualnn.landscape.planes import random_plane
from visualnn.landscape.scan import grid, scan
from visualnn.nn.calls import Array


@dataclass(frozen=True, slots=True)
class PlaneWork:
    """A scan to measure: the network, how many samples, and how many points a side."""

    work: Work
    samples: int
    resolution: int

    def plane(self) -> Plane:
        """Return a random plane through the network's first weights."""
        layout, theta = self.work.architecture.layout, self.work.theta()[0].astype(float)
        return random_plane(layout, theta, np.random.default_rng(3))

    def vectors_and_places(self) -> tuple[Array, Array]:
        """Return origin and directions ``(3, P)``, and the grid's coordinates ``(m², 2)``."""
        plane = self.plane()
        vectors = np.stack([plane.origin, *plane.directions])
        places = grid(plane.extent(), self.resolution)
        return vectors.astype(self.work.dtype), places.astype(self.work.dtype)


def calls_of_scan(plane: PlaneWork) -> int:
    """Return how many calls `our_scan` makes on the grid's points."""
    shape, dtype = plane.work.architecture, np.dtype(plane.work.dtype)
    points = chunk_points(shape, plane.samples, dtype)
    chunks = -(-(plane.resolution**2) // points)
    return chunks * PlaneEvaluator(shape, plane.samples, points, dtype).calls


def our_scan(plane: PlaneWork, threads: int) -> Callable[[], None]:
    """Return a function that scans the plane with so many threads."""
    work, spanned = plane.work, plane.plane()
    x, y = work.samples(plane.samples)

    def take() -> None:
        job = scan(
            work.architecture, spanned, x, y, plane.resolution, dtype=work.dtype, threads=threads
        )
        for _ in job:
            pass

    return take
