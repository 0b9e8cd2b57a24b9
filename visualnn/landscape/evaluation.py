"""The loss at many parameter vectors of one network, a chunk of them at a time.

It is the tape's forward pass on a population of grid points, so that a
landscape shows the very loss that training makes small.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from visualnn.landscape.plane import Array, Plane
from visualnn.nn.network import Architecture, Tape
from visualnn.nn.straight import straightened

CHUNK_BYTES = 2**21
"""What a chunk's activations may take.

With more of them they leave the processor's cache; with fewer, the calls are so
short that two threads wait for each other between them.
"""

CHUNK_POINTS = 64
"""More points a chunk gain nothing."""


def chunk_points(architecture: Architecture, samples: int, dtype: DTypeLike) -> int:
    """Return how many points of parameter space to evaluate together, at least two."""
    point = samples * sum(architecture.sizes[1:]) * np.dtype(dtype).itemsize
    return int(np.clip(CHUNK_BYTES // max(point, 1), 2, CHUNK_POINTS))


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
    tape = _tape(architecture, x, y, chunk_points(architecture, len(x), float), float)
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
    architecture, plane, x, y
        The network, and the samples that the loss is the mean over.
    sums
        What `first_sums` returned, shared by all evaluators of a scan.
    points
        How many points are evaluated together.
    dtype
        In which precision.
    """

    def __init__(
        self,
        architecture: Architecture,
        plane: Plane,
        x: Array,
        y: Array,
        sums: Array,
        points: int,
        dtype: DTypeLike,
    ) -> None:
        self._tape = _tape(architecture, x, y, points, dtype)
        self._vectors = np.stack([plane.origin, *plane.directions]).astype(dtype)
        self._coefficients = np.ones((points, 3), dtype)
        self._parts = sums
        self._sums = self._tape.first_sums.reshape(points, -1)
        self._pass = straightened(self._tape.calls_from_sums_to_loss)

    def __call__(self, coordinates: Array) -> Array:
        """Return the losses ``(k,)`` at coordinates ``(k, 2)``, k at most the chunk's size."""
        count = len(coordinates)
        self._coefficients[:count, 1:] = coordinates
        np.matmul(self._coefficients, self._vectors, self._tape.theta)
        np.matmul(self._coefficients, self._parts, self._sums)
        self._pass()
        return self._tape.loss[:count]


def _tape(architecture: Architecture, x: Array, y: Array, points: int, dtype: DTypeLike) -> Tape:
    """Return a tape with the samples on it, for so many points."""
    theta = np.zeros((points, architecture.layout.size), dtype)
    tape = Tape(architecture, theta, np.zeros_like(theta), len(x), lean=True)
    tape.x[...], tape.y[...] = x, y
    return tape
