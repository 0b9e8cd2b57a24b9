"""The batch losses of a run: every step's up to a bound, then evenly thinned ones.

A small network makes tens of thousands of steps a second: with every loss kept
the memory would grow by megabytes a minute, for as long as training runs.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.training.series import Series
from visualnn.nn.calls import Array

MOST = 2**16
"""So many losses are kept at most (an even number): 512 KiB."""


class StepLosses:
    """The batch losses by step, in bounded memory; how many steps there were stays exact.

    As long as there are no more than `MOST` steps all are kept.  Then every
    second one goes, and from there on only every second step's is noted; and so
    on, so that between ``MOST / 2`` and `MOST` are kept: those of the steps
    1, 1 + s, 1 + 2s, … with the stride s, a power of two.  Where steps are cut
    off, or a fork takes over its parent's, the stride stays: what has gone is
    not computed again.

    Attributes
    ----------
    stride
        The loss of every so many steps is kept.
    """

    def __init__(self) -> None:
        self.stride = 1
        self._steps = 0
        self._kept = Series(room=MOST)

    def __len__(self) -> int:
        """How many steps there were, kept or not."""
        return self._steps

    def append(self, loss: float) -> None:
        """Take note of the next step's loss."""
        if self._steps % self.stride == 0:
            self._keep(loss)
        self._steps += 1

    def _keep(self, loss: float) -> None:
        if len(self._kept) >= MOST:
            # The step at hand falls on the doubled stride, too: MOST is even.
            self._kept.halve()
            self.stride *= 2
        self._kept.append(loss)

    def cut(self, steps: int) -> None:
        """Forget all steps after the first ``steps``; what was thinned stays so."""
        self._steps = min(self._steps, steps)
        self._kept.cut(kept_of(self._steps, self.stride))

    def fill(self, values: Array, stride: int, steps: int) -> None:
        """Hold the kept losses of so many steps."""
        self._steps, self.stride = steps, stride
        self._kept.fill(values)

    def go_on(self, values: Array, stride: int, start: int, steps: int) -> None:
        """Keep what there was of the first ``start`` steps, and hold these of the steps after it.

        The stride is that of the new ones, a multiple of the one so far.
        """
        while self.stride < stride:
            self._kept.halve()
            self.stride *= 2
        self._kept.cut(kept_of(start, stride))
        self._kept.extend(values)
        self._steps = steps

    def between(self, start: int, end: int) -> Array:
        """Return a copy of what is kept of the steps after ``start``, up to ``end``."""
        first, last = (kept_of(steps, self.stride) for steps in (start, end))
        return self.values[first:last].copy()

    @property
    def values(self) -> Array:
        """What is kept, in order, as a view that the next `append` may leave behind."""
        return self._kept.values

    @property
    def steps(self) -> NDArray[np.int64]:
        """The steps whose losses `values` are, counted from 1."""
        return 1 + self.stride * np.arange(len(self._kept))


def kept_of(steps: int, stride: int) -> int:
    """Return how many losses are kept of the first so many steps."""
    return -(-steps // stride)
