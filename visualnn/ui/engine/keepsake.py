"""What the window keeps of a training, so that it can go on when the engine has died."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from visualnn.experiment.training.recording import Memory
from visualnn.experiment.training.step_losses import StepLosses
from visualnn.figures.history import History
from visualnn.figures.table import Floats

EVERY = 60
"""Every so many frames the memory is asked for."""


class Keepsake:
    """The latest memory of the training on show, and its scores.

    A run of many epochs has many scores: they are kept once, for the views and
    for an engine that takes over.  Losses and scores that come piece by piece are
    put behind those that there are: with a longer copy made every second, the
    memory would fray.

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
        self._losses, self._ends = StepLosses(), array("q")
        self._frames = 0
        self._step = self._kept_step = 0

    @property
    def memory(self) -> Memory | None:
        """What the engine sent last, with all that it sent before; or None."""
        if self._memory is None:
            return None
        whole = replace(self._memory, losses=self._losses.values.copy(), ends=self._ends[:])
        epochs = len(self._ends)
        if not epochs:  # a run that diverged before its first update has no scores
            return whole
        columns = [self.scores[name][:epochs] for name in self.scores]
        return replace(whole, rows=np.column_stack(columns))

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
        return (len(self._losses), len(self._ends)) if len(self._losses) else (0, 0)

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
            self._keep(memory)
            self._frames, self._kept_step = 0, step

    def _keep(self, memory: Memory) -> None:
        """Put what came behind what there is, and hold all else as it came."""
        steps, epochs = memory.start
        if not steps:
            self._losses = StepLosses()
        self._losses.go_on(memory.losses, memory.stride, steps, memory.checkpoint.step)
        self._ends[epochs:] = memory.ends
        nothing, none = memory.losses[:0].copy(), memory.rows[:0].copy()
        self._memory = replace(memory, losses=nothing, rows=none, ends=array("q"), start=(0, 0))
