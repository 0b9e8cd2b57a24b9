"""After how many updates each epoch of a run ended, told in a few numbers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames.scene import Floats


@dataclass(frozen=True, slots=True)
class EpochEnds:
    """The ends of epochs, as stretches of epochs that are equally long.

    How many iterations an epoch has changes only where a person puts or removes
    samples, while there may be very many epochs.

    Attributes
    ----------
    corners
        Pairs of an epoch and the updates done at its end: first (0, 0), then every
        epoch whose next one has another length, and the last that is over.
    """

    corners: tuple[tuple[int, int], ...] = ((0, 0),)

    def at(self, epochs: NDArray[np.int64]) -> Floats:
        """Return after how many updates these epochs ended; for one to come, the last end."""
        known, steps = zip(*self.corners, strict=True)
        ends: Floats = np.interp(epochs, known, steps)
        return ends

    def before(self, step: int) -> int:
        """Return the last end of an epoch before a step; 0 where there is none."""
        corner = bisect_left(self.corners, step, key=_step)
        if corner == len(self.corners):
            return self.corners[-1][1]
        return self._floor(corner, step - 1) if corner else 0

    def after(self, step: int) -> int | None:
        """Return the first end of an epoch after a step; None where it is not recorded."""
        corner = bisect_right(self.corners, step, key=_step)
        if corner == len(self.corners):
            return None
        return self._floor(corner, step) + self._length(corner)

    def _floor(self, corner: int, step: int) -> int:
        """Return the last end at or before a step of the stretch that leads to a corner."""
        begin, length = self.corners[corner - 1][1], self._length(corner)
        return begin + (step - begin) // length * length

    def _length(self, corner: int) -> int:
        (first, begin), (last, end) = self.corners[corner - 1 : corner + 1]
        return (end - begin) // (last - first)


def _step(corner: tuple[int, int]) -> int:
    return corner[1]
