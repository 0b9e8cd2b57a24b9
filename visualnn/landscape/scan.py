"""Scanning a plane: the loss on a grid of points, shared out among threads."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import DTypeLike

from visualnn.landscape.evaluation import PlaneEvaluator, chunk_points, evaluator, first_sums
from visualnn.landscape.plane import Array, Extent, Plane
from visualnn.landscape.threads import one_blas_thread
from visualnn.nn.architecture import Architecture

POLL_SECONDS = 0.05
"""How often a scan reports, and can be stopped."""

PENALTY_POINTS = 64
"""How many parameter vectors are given to a penalty together."""

Lender = Callable[[], AbstractContextManager[PlaneEvaluator]]
"""Lends a thread its evaluator."""

Penalty = Callable[[Array], Array]
"""What is added to the loss at parameters ``(k, P)``: k numbers."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """How far a scan has come: grid points taken up, of how many."""

    points: int
    total: int


def grid(extent: Extent, resolution: int) -> Array:
    """Return the coordinates ``(resolution², 2)`` of a grid, row by row from below."""
    left, right, bottom, top = extent
    u, v = np.linspace(left, right, resolution), np.linspace(bottom, top, resolution)
    return np.stack(np.meshgrid(u, v), axis=-1).reshape(-1, 2)


def scan(
    architecture: Architecture,
    plane: Plane,
    x: Array,
    y: Array,
    resolution: int = 51,
    span: float = 1.0,
    *,
    penalty: Penalty | None = None,
    dtype: DTypeLike = np.float32,
    threads: int = 2,
    poll: float = POLL_SECONDS,
) -> Generator[Scanned, None, Array]:
    """Evaluate the loss on a grid over the plane's window: a job.

    Parameters
    ----------
    architecture, plane
        The network and the plane through its parameters.
    x, y
        Scaled inputs ``(n, features)`` and encoded targets ``(n, columns)``
        that the loss is the mean over.
    resolution, span
        Points per side, and by how much the plane's window is widened.
    penalty
        Added to the loss where it is given.
    dtype
        In single precision the loss is right to about 1e-5 of itself, which no
        picture shows, in half the time.
    threads
        Threads that share the points.
    poll
        Seconds between two reports, each a point where the scan can be stopped.

    Returns
    -------
    NDArray
        ``(resolution, resolution)`` in float64; row 0 is the lowest v, column
        0 the lowest u.  Infinite or NaN where the network's numbers leave the finite.
    """
    coordinates = grid(plane.extent(span), resolution)
    points = chunk_points(architecture, len(x), dtype)
    sums = first_sums(architecture, plane, x).astype(dtype)
    lend = partial(evaluator, architecture, plane, sums, y, points)
    losses = yield from _shared_out(lend, threads, coordinates, points, poll)
    if penalty:
        for part in _slices(len(losses), PENALTY_POINTS):
            losses[part] += penalty(plane.at(coordinates[part]))
    return losses.reshape(resolution, resolution)


def _shared_out(
    lend: Lender, threads: int, coordinates: Array, points: int, poll: float
) -> Generator[Scanned, None, Array]:
    """Evaluate the coordinates in chunks; every thread has an evaluator of its own."""
    losses = np.empty(len(coordinates))
    chunks = deque(_slices(len(losses), points))
    with one_blas_thread(), ThreadPoolExecutor(threads) as pool:
        pending = [pool.submit(_work, chunks, lend, coordinates, losses) for _ in range(threads)]
        try:
            while wait(pending, poll).not_done:
                yield Scanned(max(len(losses) - points * len(chunks), 0), len(losses))
        finally:
            chunks.clear()
        for done in pending:
            done.result()
    return losses


def _slices(total: int, size: int) -> list[slice]:
    return [slice(start, start + size) for start in range(0, total, size)]


def _work(chunks: deque[slice], lend: Lender, coordinates: Array, losses: Array) -> None:
    """Evaluate chunks until none is left; one that fails leaves none to the others."""
    try:
        with np.errstate(all="ignore"), lend() as evaluate:
            while part := _next(chunks):
                losses[part] = evaluate(coordinates[part])
    finally:
        chunks.clear()


def _next(chunks: deque[slice]) -> slice | None:
    """Return the next chunk, or None; another thread may take the last one at any time."""
    try:
        return chunks.popleft()
    except IndexError:
        return None
