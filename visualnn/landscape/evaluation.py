"""The loss at many parameter vectors of one network, a chunk of them at a time.

It is the tape's forward pass on a population of grid points, so that a
landscape shows the very loss that training makes small.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import numpy as np
from numpy.typing import DTypeLike

from visualnn.landscape.plane import Array, Plane
from visualnn.nn.architecture import Architecture
from visualnn.nn.network import Tape
from visualnn.nn.straight import straightened

CHUNK_BYTES = 2**21
"""What a chunk's activations may take.

With more of them they leave the processor's cache; with fewer, the calls are so
short that two threads wait for each other between them.
"""

LEAST_POINTS = 2
"""As many are evaluated together even where they take more than that."""

CHUNK_POINTS = 64
"""More points a chunk gain nothing."""


def chunk_points(architecture: Architecture, samples: int, dtype: DTypeLike) -> int:
    """Return how many points of parameter space to evaluate together."""
    point = samples * sum(architecture.sizes[1:]) * np.dtype(dtype).itemsize
    return int(np.clip(CHUNK_BYTES // max(point, 1), LEAST_POINTS, CHUNK_POINTS))


def losses_at(architecture: Architecture, thetas: Array, x: Array, y: Array) -> Array:
    """Return the mean loss over the samples at each of ``thetas (T, P)``, in float64.

    Parameters
    ----------
    x, y
        Scaled inputs ``(n, features)`` and encoded targets ``(n, columns)``.

    Returns
    -------
    NDArray
        ``(T,)``; infinite or NaN where the network's numbers leave the finite.
    """
    tape = _tape(architecture, len(x), chunk_points(architecture, len(x), float), float)
    tape.x[...], tape.y[...] = x, y
    losses = np.empty(len(thetas))
    with np.errstate(all="ignore"):
        for start in range(0, len(thetas), len(tape.theta)):
            part = thetas[start : start + len(tape.theta)]
            tape.theta[: len(part)] = part
            tape.forward()
            losses[start : start + len(part)] = tape.loss[: len(part)]
    return losses


def first_sums(architecture: Architecture, plane: Plane, x: Array) -> Array:
    """Return X·W + b of the first layer for the plane's origin and both directions, ``(3, out·n)``.

    The sums are affine in the plane's coordinates: z(u, v) = z₀ + u·z₁ + v·z₂.
    The first layer is the only one that reads the samples, so that this turns
    what is often the scan's largest product into a sum of three arrays.
    """
    layout = architecture.layout
    inputs = np.hstack([x, np.ones((len(x), int(layout.bias)))])
    vectors = np.stack([plane.origin, *plane.directions])
    sums: Array = layout.matrices(vectors)[0].swapaxes(-1, -2) @ inputs.T
    return sums.reshape(3, -1)


class PlaneEvaluator:
    """Evaluates points of a plane; every thread has one of its own.

    Parameters
    ----------
    architecture
        The network.
    samples
        How many samples the loss is the mean over.
    points
        How many points are evaluated together.
    dtype
        In which precision.

    Attributes
    ----------
    calls
        How many calls a chunk of points takes.
    """

    def __init__(
        self, architecture: Architecture, samples: int, points: int, dtype: DTypeLike
    ) -> None:
        self._tape = _tape(architecture, samples, points, dtype)
        self._coefficients = np.ones((points, 3), dtype)
        self._sums = self._tape.first_sums.reshape(points, -1)
        calls = self._tape.calls_from_sums_to_loss
        self._pass = straightened(calls)
        self.calls = 3 + len(calls)  # with those of `__call__`

    def take_up(self, plane: Plane, sums: Array, y: Array) -> None:
        """Turn to a plane, its `first_sums`, and targets."""
        self._vectors = np.stack([plane.origin, *plane.directions]).astype(sums.dtype)
        self._parts, self._tape.y[...] = sums, y

    def __call__(self, coordinates: Array) -> Array:
        """Return the losses ``(k,)`` at coordinates ``(k, 2)``, k at most the chunk's size."""
        count = len(coordinates)
        self._coefficients[:count, 1:] = coordinates
        np.matmul(self._coefficients, self._vectors, self._tape.theta)
        np.matmul(self._coefficients, self._parts, self._sums)
        self._pass()
        return self._tape.loss[:count]


Shape = tuple[Architecture, int, int, DTypeLike]
"""What `PlaneEvaluator` is made with."""

IDLE: deque[tuple[Shape, PlaneEvaluator]] = deque(maxlen=2)
"""Evaluators of the latest scan, for the next: to get their memory takes a tenth of a scan."""


@contextmanager
def evaluator(
    architecture: Architecture, plane: Plane, sums: Array, y: Array, points: int
) -> Iterator[PlaneEvaluator]:
    """Lend an evaluator of so many points together: an idle one of this shape, or a new one.

    Parameters
    ----------
    sums
        What `first_sums` returned, in the precision that is wanted; shared by all threads.
    y
        Encoded targets ``(n, columns)``.
    """
    shape = architecture, len(y), points, sums.dtype
    own = _idle(shape) or PlaneEvaluator(*shape)
    own.take_up(plane, sums, y)
    yield own
    if points > LEAST_POINTS:  # else it may be large
        IDLE.append((shape, own))


def _idle(shape: Shape) -> PlaneEvaluator | None:
    """Take an idle evaluator of this shape, or None; those of other shapes are let go."""
    with suppress(IndexError):  # none is left, or another thread has just taken the last
        while True:
            kept, own = IDLE.pop()
            if kept == shape:
                return own
    return None


def _tape(architecture: Architecture, samples: int, points: int, dtype: DTypeLike) -> Tape:
    """Return a tape for so many points."""
    theta = np.zeros((points, architecture.layout.size), dtype)
    return Tape(architecture, theta, np.zeros_like(theta), samples, lean=True)
