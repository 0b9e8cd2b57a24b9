"""A recorded run that can be looked at at any of its steps: time travel, bit for bit."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from visualnn.experiment.plan import Plan
from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.population import Population
from visualnn.experiment.training.assignments import Assignment, Assignments
from visualnn.experiment.training.descent import Descent
from visualnn.experiment.training.recording import Checkpoint, Recording
from visualnn.nn.calls import quiet
from visualnn.nn.network import Tape


class Replay:
    """The descent of one run, at one of its recorded steps.

    It knows what was decided on the way, and makes it again: the settings by
    step, and the parameters that were set by hand.

    Parameters
    ----------
    plan
        The arrays that the run was trained on.
    recording
        What is remembered of it.
    made
        What was set by hand.

    Attributes
    ----------
    recording, descent
        What is remembered, and the updates themselves.
    assignments
        The parameters that were set by hand meanwhile.
    """

    def __init__(self, plan: Plan, recording: Recording, made: Iterable[Assignment] = ()) -> None:
        self._plan = plan
        self.recording = recording
        self.assignments = Assignments(made)
        first = recording.changes[0].experiment
        self.descent = Descent(plan, first, recording.epochs, self._monitored)
        self._held = 1

    @property
    def experiment(self) -> Experiment:
        """The plan's experiment with the live edits made since."""
        return self.descent.experiment

    @property
    def plan(self) -> Plan:
        """The arrays of the epoch under way."""
        return self.descent.plan

    @property
    def shown(self) -> Plan:
        """The plan with the samples as they are now: those of the next epoch."""
        return self.descent.shown

    @property
    def population(self) -> Population:
        """The network's parameters (R = 1) and its optimizer."""
        return self.descent.population

    @property
    def step(self) -> int:
        """Updates done."""
        return self.descent.step

    @property
    def steps_per_epoch(self) -> int:
        """Iterations per epoch, ⌈n / batch⌉."""
        return self.descent.steps_per_epoch

    @property
    def epoch(self) -> int:
        """The epoch that the latest update belongs to; 0 before the first."""
        return self.descent.epoch

    @property
    def latest(self) -> int:
        """The latest recorded step, which training goes on from."""
        return len(self.recording.losses)

    @property
    def tape(self) -> Tape:
        """The tape of the latest batch, or of the coming one: see `Descent.tape`."""
        return self.descent.tape

    def seek(self, step: int) -> None:
        """Look at a recorded step: every number is bit for bit what it was.

        Training on goes back to the latest step first: looking never rewrites
        the run.

        Raises
        ------
        ValueError
            If the step is not recorded.
        """
        if not 0 <= step <= self.latest:
            raise ValueError(f"step {step} is not recorded: choose one from 0 to {self.latest}")
        # From before the step, so that its gradient and update are made again, too.
        start = self.recording.before(max(step - 1, 0))
        if not start.step <= self.step < step:
            self._restore(start)
        with quiet():
            while self.step < step:
                self._update()
        self._adopt_recorded()
        self._make_assignments()

    def twin(self) -> Replay:
        """Return a replay of the same recording: it can look back while this one stays."""
        twin = Replay(self._plan, self.recording, self.assignments.made)
        twin._restore(self.recording.checkpoints[0])
        return twin

    @property
    def _is_present(self) -> bool:
        return self.step == self.latest

    def _return_to_present(self) -> None:
        if not self._is_present:
            self.seek(self.latest)

    def _update(self) -> float:
        """Do one update, after the edits recorded before it, and return its batch's loss."""
        if self._held < len(self.recording.changes):
            self._adopt_recorded()
        if self.assignments.wait:
            self.assignments.make_due(self.step, self.descent.theta)
        return self.descent.update()

    def _make_assignments(self) -> None:
        """Make the assignments that are due; the gradient on show follows."""
        if self.assignments.make_due(self.step, self.descent.theta) or self.step == 0:
            self.descent.renew_gradient()

    def _adopt_recorded(self, step: int | None = None) -> None:
        """Take up the settings that hold at a step (this one), if they are not held already."""
        self._held = self.recording.changes_until(self.step if step is None else step)
        experiment = self.recording.changes[self._held - 1].experiment
        if experiment != self.experiment:
            self.descent.adopt(experiment)

    def _monitored(self, epoch: int) -> float:
        """Return an epoch's validation loss; without validation samples its training loss."""
        train_loss, val_loss = self.recording.rows.values[epoch][:2]
        return float(val_loss if isfinite(val_loss) else train_loss)

    def _restore(self, checkpoint: Checkpoint) -> None:
        # A checkpoint is taken before the changes of its step: one to another kind of
        # optimizer, whose vectors begin at zero, has to come after it.
        self._adopt_recorded(max(checkpoint.step - 1, 0))
        self.descent.restore(checkpoint)
        self._adopt_recorded()
        self.assignments.rewind(self.step)
        self.assignments.make_due(self.step, self.descent.theta)
        self.descent.look_ahead()
