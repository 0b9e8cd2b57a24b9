"""Fewer points for the same picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visualnn.figures.table import Floats


def thin_indices(values: Floats, columns: int) -> NDArray[np.intp]:
    """Choose points of a curve so that it looks the same, ``columns`` pixels wide.

    Of each run of equal length (the last may be shorter) the lowest and the
    highest value are kept, so that no spike gets lost; the first and the last
    point are always kept.

    Parameters
    ----------
    values
        ``(n,)`` at equally spaced places; NaN marks a gap and is kept where a
        whole run consists of it.
    columns
        How many runs to make at most, at least 1.

    Returns
    -------
    NDArray
        At most ``2 * columns + 3`` increasing indices; all of them while
        ``n <= 2 * columns``.
    """
    n = len(values)
    if n <= max(2 * columns, 2):
        return np.arange(n)
    width = -(-n // columns)  # rounded up: a rest as long as many runs would be a straight line
    count = n // width
    body = width * count
    runs = values[:body].reshape(count, width)
    first = np.arange(count) * width
    low = np.where(np.isnan(runs), np.inf, runs).argmin(axis=1) + first
    high = np.where(np.isnan(runs), -np.inf, runs).argmax(axis=1) + first
    rest = thin_indices(values[body:], 1) + body
    return np.unique(np.concatenate(([0], low, high, rest, [n - 1]))).astype(np.intp)


def thin_path(points: Floats, tolerance: float) -> NDArray[np.intp]:
    """Choose points of a path in the plane, none nearer than ``tolerance`` to the one before.

    Parameters
    ----------
    points
        ``(n, 2)`` in pixels.

    Returns
    -------
    NDArray
        Increasing indices, with the first and the last point among them.

    Notes
    -----
    Distance is measured along the path in steps of ``tolerance``, so an
    oscillation keeps its turning points as long as they are visible.
    """
    if len(points) < 3:
        return np.arange(len(points))
    lengths = np.hypot(*np.diff(points, axis=0).T)
    travelled = np.concatenate(([0.0], np.cumsum(lengths)))
    bins = np.floor(travelled / tolerance)
    keep = np.concatenate(([True], bins[1:] != bins[:-1]))
    keep[-1] = True
    return np.flatnonzero(keep)


class Smoother:
    """The exponential moving average of a curve that is still growing.

    s_t = w·s_{t−1} + (1 − w)·x_t, shown as s_t / (1 − w^t), so that the first
    value is the first value.  The past is never rewritten: s_t depends on
    x_1 … x_t alone.

    Parameters
    ----------
    weight
        The share of the past, ``0 <= weight < 1``.
    """

    def __init__(self, weight: float) -> None:
        self.weight = weight
        self._total = 0.0
        self._share = 0.0

    def push(self, values: Floats) -> Floats:
        """Return the averages of the next values; one that is not finite is passed over."""
        return np.array([self._next(float(value)) for value in values], dtype=float)

    def _next(self, value: float) -> float:
        if np.isfinite(value):
            self._total = self.weight * self._total + (1 - self.weight) * value
            self._share = self.weight * self._share + (1 - self.weight)
        return self._total / self._share if self._share else float("nan")
