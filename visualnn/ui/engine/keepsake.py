"""What the window keeps of a training, so that it can go on when the engine has died."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from visualnn.experiment.training.recording import Memory
from visualnn.figures.history import History
from visualnn.figures.table import Floats

EVERY = 60
"""Every so many frames the memory is asked for."""


class Keepsake:
    """The latest memory of the training on show, and its scores.

    A run of many epochs has many scores: they are kept once, for the views and
    for an engine that takes over.

    Attributes
    ----------
    scores
        Those of all epochs that the window knows of.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything: another training begins."""
        self.scores = History()
        self._memory: Memory | None = None
        self._frames = 0
        self._step = self._kept_step = 0

    @property
    def memory(self) -> Memory | None:
        """What the engine sent last, with the scores of its epochs; or None."""
        if self._memory is None:
            return None
        epochs = self._memory.length[1]
        if not epochs:  # a run that diverged before its first update has no scores
            return self._memory
        columns = [self.scores[name][:epochs] for name in self.scores]
        return replace(self._memory, rows=np.column_stack(columns))

    def show(self, history: Mapping[str, Floats], start: int) -> dict[str, Floats]:
        """Take the scores from an epoch on, and return those of all epochs."""
        self.scores.take(history, start)
        return self.scores.columns

    def outdate(self) -> None:
        """Take note that the training has changed, though not its step."""
        self._kept_step = -1

    @property
    def known(self) -> tuple[int, int]:
        """How many steps and epochs need not be sent again: a long run is sent piece by piece."""
        return self._memory.length if self._memory and len(self._memory.losses) else (0, 0)

    def is_due(self, running: bool) -> bool:
        """Return whether to ask for a memory: now and then while it runs, and when it holds."""
        if not running:
            return self._step != self._kept_step
        return self._frames >= EVERY

    def take(self, step: int, memory: Memory | None) -> None:
        """Take note of a frame of a run of so many steps, with a memory where it was asked for."""
        self._step = step
        self._frames += 1
        if memory:
            whole = memory.after(self._memory)
            self._memory = replace(whole, rows=whole.rows[:0].copy())
            self._frames, self._kept_step = 0, step
