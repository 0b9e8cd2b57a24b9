"""What is kept of a run: the steps' losses, every epoch's scores, and checkpoints.

Any step between two checkpoints is recomputed from the earlier one, bit for
bit (see `visualnn.experiment.training.Training.seek`).  The spacing of the
checkpoints doubles as the run grows, so that they stay within a budget.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from visualnn.experiment.spec import Experiment
from visualnn.experiment.spec.origin import Change
from visualnn.experiment.together.population import Vectors
from visualnn.experiment.training.assignments import Assignment
from visualnn.experiment.training.epochs import Epochs
from visualnn.experiment.training.series import Series
from visualnn.experiment.training.step_losses import StepLosses
from visualnn.experiment.training.stopping import Patience
from visualnn.nn.calls import Array
from visualnn.nn.schedules import Watch

BUDGET = 64 * 2**20
"""Bytes that a recording may take, unless it is given another budget."""

ROOM = 64 * 2**10
"""A checkpoint counts for at least so many bytes of the budget.

So there are no more than 1024 in 64 MiB: enough to find any step at once, and
those of a small network take a few megabytes, reached soon, instead of growing
for as long as it trains.
"""


ROWS = 2**17
"""Epochs that there is room for at first: more than any experiment has."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Everything that training needs to go on from the end of an epoch.

    Attributes
    ----------
    step, epoch
        Updates and epochs done.
    theta, vectors, clock
        Parameters ``(1, P)``, the optimizer's vectors and its count of updates.
    generator
        The state of the random numbers that decide the order of the samples.
    watch
        What the schedule has heard of the epochs before this one.
    """

    step: int
    epoch: int
    theta: Array
    vectors: Vectors
    clock: int
    generator: dict[str, Any]
    watch: Watch

    @property
    def bytes(self) -> int:
        """About how much memory it takes."""
        arrays = (self.theta, *self.vectors.values())
        return sum(array.nbytes for array in arrays) + 512


@dataclass(frozen=True, slots=True)
class Memory:
    """What a training has to be told to go on elsewhere, from its latest checkpoint.

    Attributes
    ----------
    checkpoint
        The latest.
    losses, rows
        Step losses, as far as they are kept, and epoch scores up to the checkpoint.
    changes
        The first settings and the live edits up to now.
    patience
        The watch over the best epoch, at the checkpoint.
    assignments
        The parameters set by hand up to now.
    start
        How many steps and how many epochs come before the first of `losses`, and
        of `rows` and `ends`: those the asker has already.
    ends
        After how many updates each of these epochs ended.
    stride
        The loss of every so many steps is kept; see `StepLosses`.
    edited
        The epochs that first counted samples changed by hand; see `Epochs`.
    """

    checkpoint: Checkpoint
    losses: Array
    rows: Array
    changes: tuple[Change, ...]
    patience: Patience
    assignments: tuple[Assignment, ...] = ()
    ends: array[int] = field(default_factory=lambda: array("q"))
    start: tuple[int, int] = (0, 0)
    stride: int = 1
    edited: tuple[int, ...] = ()

    @property
    def length(self) -> tuple[int, int]:
        """How many steps and epochs are remembered; a whole memory may be continued from there."""
        return self.checkpoint.step, self.start[1] + len(self.ends)


class Recording:
    """The memory of one run.

    Attributes
    ----------
    losses
        The batch losses by step: every step's, or evenly thinned ones; as long
        as the run, however many are kept.
    rows
        One row of scores per epoch, in the order of `columns`; row 0 is the
        network before training.  None is ever thinned out: curves, early
        stopping and what-if see them all.  Their bound is that of the epochs
        of an experiment, 100 000: some 7 MB for two hidden layers.
    epochs
        Where they ended, one for each row.
    changes
        The first settings, at step 0, and the live edits, in order.
    checkpoints
        In order; the first is the network before training.
    """

    def __init__(self, columns: tuple[str, ...], budget: int = BUDGET) -> None:
        self.columns = columns
        self.losses = StepLosses()
        self.rows = Series(len(columns), ROWS)
        self.epochs = Epochs()
        self.changes: list[Change] = []
        self.checkpoints: list[Checkpoint] = []
        self._spacing = 1
        self._budget = budget

    def keep(self, checkpoint: Checkpoint) -> None:
        """Keep this checkpoint if it falls on the spacing; thin out when over budget."""
        if checkpoint.epoch % self._spacing:
            return
        self.checkpoints.append(checkpoint)
        self._thin()

    def limit(self, budget: int) -> None:
        """Stay within another budget from now on; what a smaller one has no room for goes."""
        self._budget = budget
        self._thin()

    def _thin(self) -> None:
        while len(self.checkpoints) > 2 and self._is_full:
            self._spacing *= 2
            self.checkpoints = [c for c in self.checkpoints if c.epoch % self._spacing == 0]

    @property
    def _is_full(self) -> bool:
        return self.bytes > self._budget or len(self.checkpoints) * ROOM > self._budget

    def take_over(self, other: Recording, checkpoint: Checkpoint) -> None:
        """Hold what another recording holds up to one of its checkpoints."""
        losses = other.losses.between(0, checkpoint.step)
        self.losses.fill(losses, other.losses.stride, checkpoint.step)
        self.rows.fill(other.rows.values[: checkpoint.epoch + 1])
        self.epochs.fill(other.epochs.ends[: checkpoint.epoch + 1], other.epochs.edited)
        self.checkpoints = [c for c in other.checkpoints if c.step <= checkpoint.step]
        self._spacing = other._spacing

    def fill(self, memory: Memory) -> None:
        """Hold what is remembered of another recording, beside the first checkpoint."""
        last = memory.checkpoint
        self.losses.fill(memory.losses, memory.stride, last.step)
        self.rows.fill(memory.rows)
        self.epochs.fill(memory.ends, memory.edited)
        self.changes = list(memory.changes)
        if last.step:
            self.keep(last)

    @property
    def bytes(self) -> int:
        """About how much memory it takes: the checkpoints, the kept losses, every epoch's row.

        Checkpoints alone give way to the budget: losses have a bound of their own
        (`visualnn.experiment.training.step_losses.MOST`), and rows are never thinned.
        """
        kept = len(self.checkpoints) * self.checkpoints[0].bytes if self.checkpoints else 0
        return kept + self.scalars

    @property
    def scalars(self) -> int:
        """How many bytes the losses and rows take."""
        return self.losses.values.nbytes + self.rows.values.nbytes

    def before(self, step: int) -> Checkpoint:
        """Return the last checkpoint at or before ``step``."""
        place = bisect_right(self.checkpoints, step, key=lambda c: c.step)
        return self.checkpoints[place - 1]

    def change(self, step: int, experiment: Experiment) -> None:
        """Take note of the settings that hold after ``step`` updates; later ones are forgotten."""
        self.changes = [change for change in self.changes if change.step < step]
        self.changes.append(Change(step, experiment))

    def forget_after(self, step: int) -> None:
        """Forget the losses after ``step`` updates; the latest settings hold from there on."""
        self.losses.cut(step)
        if self.changes[-1].step > step:
            self.change(step, self.changes[-1].experiment)

    def settings_at(self, step: int) -> Experiment:
        """Return the settings that hold after ``step`` updates."""
        return self.changes[self.changes_until(step) - 1].experiment

    def changes_until(self, step: int) -> int:
        """Return how many of `changes` had been made when ``step`` updates had been done."""
        return bisect_right(self.changes, step, key=lambda change: change.step)

    def row(self, epoch: int) -> dict[str, float]:
        """Return one epoch's scores, name → value; empty for one that has not ended."""
        rows = self.rows.values
        if not 0 <= epoch < len(rows):
            return {}
        return dict(zip(self.columns, rows[epoch].tolist(), strict=True))

    def history(self, start: int = 0) -> dict[str, Array]:
        """Return the epochs' scores from row ``start`` on, name → values."""
        rows = self.rows.values[start:]
        return {name: rows[:, i].copy() for i, name in enumerate(self.columns)}
