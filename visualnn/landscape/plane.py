"""A plane through parameter space, and where a run lies beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Extent = tuple[float, float, float, float]
"""Left, right, bottom and top, in the plane's coordinates."""


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """The plane θ(u, v) = origin + u·d₁ + v·d₂.

    Attributes
    ----------
    kind
        The key of `visualnn.landscape.planes.PLANES` that it was made by.
    origin, directions
        ``(P,)`` and ``(2, P)``.
    axes
        What u and v are called.
    window
        The part of the plane that is worth seeing, at a span of 1.
    explained
        The shares of the run's variance along d₁ and d₂, where they come from
        the run; None otherwise.
    """

    kind: str
    origin: Array
    directions: Array
    axes: tuple[str, str]
    window: Extent = (-1.0, 1.0, -1.0, 1.0)
    explained: tuple[float, float] | None = None

    def at(self, coordinates: Array) -> Array:
        """Return the parameters ``(…, P)`` at coordinates ``(…, 2)``."""
        theta: Array = self.origin + coordinates @ self.directions
        return theta

    def extent(self, span: float = 1.0) -> Extent:
        """Return the window, widened by the factor ``span`` about its middle."""
        left, right, bottom, top = self.window
        x, y = (left + right) / 2, (bottom + top) / 2
        wide, high = span * (right - left) / 2, span * (top - bottom) / 2
        return x - wide, x + wide, y - high, y + high


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """Parameter vectors seen on a plane.

    Attributes
    ----------
    coordinates
        ``(T, 2)``, the nearest points of the plane.
    distances
        ``(T,)``, the Euclidean distance from there to the vectors themselves.
    """

    coordinates: Array
    distances: Array


def project(plane: Plane, thetas: Array, trained: int) -> Projection:
    """Return the points of the plane that lie nearest to ``thetas (T, P)``.

    By least squares, because the directions need not be orthogonal.  A loss
    read off the plane is that of the nearest point, not of the vector: the
    distance says how much trust the reading deserves.

    Parameters
    ----------
    trained
        How many of the P numbers training adjusts, from the first on; running
        statistics behind them are nothing that a run walks through.
    """
    away = (thetas - plane.origin)[:, :trained]
    directions = plane.directions[:, :trained]
    coordinates = np.linalg.lstsq(directions.T, away.T, rcond=None)[0].T
    beside = away - coordinates @ directions
    return Projection(coordinates, np.linalg.norm(beside, axis=1))
