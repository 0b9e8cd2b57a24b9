"""Dashes that run along curves: where they are at one instant, all at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

POINTS = 48
LENGTH = 7.0
SPACING = 32.0
WIDEST = 160.0
FASTEST = 70.0
"""Logical pixels: a dash, the way from one to the next, the longest way, and that per second."""

GOLDEN = 0.6180339887
"""Neighboring curves begin so far apart that their dashes never stand in line."""

MOST = 900
"""So many dashes are drawn at most; beyond them they stand farther apart."""


class Tracks:
    """Curves that dashes run along backwards, from their ends to their starts.

    Parameters
    ----------
    samples
        ``(E, S, 2)``, points along each curve.

    Attributes
    ----------
    lengths
        ``(E,)``, how long the curves are.
    phases
        ``(E,)``, how far each curve's dashes have run.
    """

    def __init__(self, samples: Floats) -> None:
        steps = np.sqrt((np.diff(samples, axis=1) ** 2).sum(axis=2))
        run = np.concatenate([np.zeros((len(samples), 1)), steps.cumsum(axis=1)], axis=1)
        self.lengths: Floats = run[:, -1]
        self.phases = SPACING * np.mod(np.arange(len(samples)) * GOLDEN, 1.0)
        self._points = _evenly(samples[:, ::-1], run[:, -1:] - run[:, ::-1])

    def advance(self, strengths: Floats, seconds: float) -> None:
        """Let the dashes run on: at `FASTEST` where the strength is 1, not at all where it is 0."""
        self.phases += FASTEST * seconds * np.nan_to_num(strengths)

    def dashes(self, spacing: Floats) -> tuple[Floats, NDArray[np.intp]]:
        """Return the dashes that are on their way.

        Parameters
        ----------
        spacing
            ``(E,)``, the way from one dash to the next.

        Returns
        -------
        segments, edges
            ``(D, 4)``, each dash's x, y, x, y; and ``(D,)``, the curve it runs along.
        """
        if not len(self.lengths):
            return np.zeros((0, 4)), np.zeros(0, np.intp)
        crowd = float((self.lengths / spacing).sum()) / MOST
        spacing = spacing * max(crowd, 1.0)
        count = int(np.ceil(self.lengths / spacing).max()) + 1
        heads = np.mod(self.phases, spacing)[:, None] + spacing[:, None] * np.arange(count)
        ends = np.minimum(heads + LENGTH, self.lengths[:, None])
        edges, places = np.nonzero(heads < self.lengths[:, None] - 1.0)
        start = self._at(edges, heads[edges, places])
        return np.hstack([start, self._at(edges, ends[edges, places])]), edges

    def _at(self, edges: NDArray[np.intp], ways: Floats) -> Floats:
        """Return the points ``(D, 2)`` that lie these ways from the curves' ends."""
        place = ways / np.maximum(self.lengths[edges], 1e-9) * (POINTS - 1)
        below = np.clip(place.astype(np.intp), 0, POINTS - 2)
        share = (place - below)[:, None]
        points: Floats = self._points[edges, below] * (1 - share)
        return points + self._points[edges, below + 1] * share


def spacings(strengths: Floats, *, still: bool) -> Floats:
    """Return the way from one dash to the next.

    Dashes that move are evenly spaced, as their speed says how strong they
    are.  Dashes that stand still say it by their density.
    """
    if not still:
        return np.full(len(strengths), SPACING)
    size: Floats = np.nan_to_num(strengths)
    return np.minimum(2 * LENGTH / np.maximum(size, 1e-3) ** 2, WIDEST)


def _evenly(samples: Floats, run: Floats) -> Floats:
    """Return ``(E, POINTS, 2)``, points at equal distances along each curve."""
    places = np.linspace(0.0, 1.0, POINTS)
    out = np.empty((len(samples), POINTS, 2))
    for edge, (points, way) in enumerate(zip(samples, run, strict=True)):
        for axis in (0, 1):
            out[edge, :, axis] = np.interp(places * way[-1], way, points[:, axis])
    return out
