"""Training one network: updates, epochs, early stopping, divergence, forks and live edits."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from time import perf_counter

import numpy as np

from visualnn.errors import InputError
from visualnn.experiment.plan import Plan
from visualnn.experiment.spec import Experiment, is_live_edit
from visualnn.experiment.spec.origin import Origin
from visualnn.experiment.training.assignments import Assignment, Assignments, assignment
from visualnn.experiment.training.batches import Coming
from visualnn.experiment.training.course import Course, limit_of
from visualnn.experiment.training.gradient_sizes import names_of
from visualnn.experiment.training.recording import BUDGET, Checkpoint, Memory, Recording
from visualnn.experiment.training.scoring import NOTHING, Judge, Score, quality_name
from visualnn.experiment.training.stopping import Patience
from visualnn.nn.calls import Array, quiet


class Training(Course):
    """One network being trained, one batch at a time.

    Parameters
    ----------
    plan
        The arrays to train on.
    budget
        Bytes that the recording may take; see `Recording.bytes`.
    parent
        A training whose recording leads to the origin of the plan's experiment:
        what it has recorded need not be computed again.
    memory
        What `memory` of a training with this plan returned: this one goes on
        from there, exactly as that training would have.
    at_once
        Whether a fork replays its origin here and now.  If not it is `behind`,
        and fit for nothing but `catch_up`.

    Attributes
    ----------
    descent
        The updates themselves.
    recording, assignments
        What is remembered of the run, and the parameters that were set by hand meanwhile.
    """

    def __init__(
        self,
        plan: Plan,
        budget: int = BUDGET,
        parent: Training | None = None,
        memory: Memory | None = None,
        at_once: bool = True,
    ) -> None:
        self._plan, self._budget = plan, budget
        self._goal: tuple[Origin, Experiment] | None = None
        # A run that had diverged before its first update comes to the same end anew.
        if memory and len(memory.rows):
            self._resume(memory)
        else:
            self._begin(plan.experiment, parent)
        if at_once:
            self.catch_up()

    def reset(self) -> None:
        """Go back to the same first weights and the same order of samples; live edits stay.

        A fork goes back to its origin.
        """
        self._begin(self.recording.changes[-1].experiment)
        self.catch_up()

    def _begin(self, experiment: Experiment, parent: Training | None = None) -> None:
        origin = experiment.origin
        # What forks off before the first update has its own settings from the beginning.
        first = origin.changes[0].experiment if origin and origin.step else experiment
        super().__init__(self._plan, self._new_recording(first))
        self._close_epoch()
        self.descent.look_ahead()
        if origin:
            self._fork(experiment, origin, parent)

    def _resume(self, memory: Memory) -> None:
        recording = self._new_recording(memory.changes[0].experiment)
        super().__init__(self._plan, recording)
        recording.keep(self.descent.checkpoint())
        recording.fill(memory)
        self._limit = limit_of(recording.rows.values[0, 0])
        self.assignments = Assignments(memory.assignments)
        self.patience = memory.patience.copy()
        self._latest = memory.checkpoint
        self._restore(memory.checkpoint)
        if self.step:
            self.state = "paused"
            self._end_if_over()

    def _fork(self, experiment: Experiment, origin: Origin, parent: Training | None) -> None:
        """Prepare to do again all that led to the origin, as far as no parent has recorded it."""
        self.assignments = Assignments(map(Assignment.of, origin.sets))
        if origin.step:
            self.recording.changes = list(origin.changes)
            if parent:
                self._take_over(parent, origin.step)
        self._goal = origin, experiment

    @property
    def behind(self) -> int:
        """How many updates a fork has to do again before it begins."""
        return self._goal[0].step - self.step if self._goal else 0

    def catch_up(self, seconds: float = inf) -> bool:
        """Replay what led to a fork's origin, and return whether it stands there.

        Raises
        ------
        InputError
            If the run diverges before the origin.
        """
        if self._goal is None:
            return True
        origin, experiment = self._goal
        end = perf_counter() + seconds
        with quiet():
            while self.step < origin.step:
                self._advance()
                if self.diverged_at is not None:
                    raise InputError(
                        f"The run diverges at step {self.diverged_at}, so there is no step "
                        f"{origin.step} to fork from: fork from an earlier one."
                    )
                if perf_counter() >= end:
                    return False
        self._goal = None
        self._part(experiment)
        return True

    def _part(self, experiment: Experiment) -> None:
        """Go on from the origin with an experiment, which is given all of the patience."""
        self.recording.change(self.step, experiment)
        edited = experiment.data.edits != self.experiment.data.edits
        self._adopt_recorded()
        if edited:
            self.descent.begin_anew()
        self._make_assignments()
        self.patience.part(self.recording.epochs.ended(self.step))
        self.state = "paused" if self.step else "ready"

    def _take_over(self, parent: Training, step: int) -> None:
        """Hold what another training has recorded on the way to a step, and stand there."""
        checkpoint, self.patience = parent.watch_before(step)
        self.recording.take_over(parent.recording, checkpoint)
        self._latest = checkpoint
        self._restore(checkpoint)

    def watch_before(self, step: int) -> tuple[Checkpoint, Patience]:
        """Return a checkpoint on the way to a recorded step, and the watch as it was there.

        The watch holds the best epoch's parameters, or the way from the
        checkpoint to the step leads through that epoch, so that it will.
        """
        recording = self.recording
        checkpoint = recording.before(step)
        if self.patience.best_epoch <= checkpoint.epoch:
            return checkpoint, self.patience.copy()
        best = self._watched(recording.epochs.ended(step)).best_epoch
        checkpoint = recording.before(recording.epochs.end(best))
        watch = self._watched(checkpoint.epoch)
        watch.theta = checkpoint.theta[0].copy()
        return checkpoint, watch

    def _watched(self, epoch: int) -> Patience:
        """Return the watch as it was after a recorded epoch, without the parameters."""
        watch, ends, nothing = Patience(), self.recording.epochs.ends, np.zeros(0)
        for at in range(epoch + 1):
            rule = self.recording.settings_at(max(ends[at] - 1, 0)).stopping
            edited = at in self.recording.epochs.edited
            watch.watch(at, self._monitored(at), nothing, rule, edited=edited)
        return watch

    @property
    def waits(self) -> bool:
        """Whether training goes on only when there is a sample to train on."""
        return self.descent.waits

    @property
    def theta(self) -> Array:
        """The parameters ``(P,)`` to use: the best epoch's once training has ended.

        They count with patience switched on and ``restore_best``, and after a
        divergence: the last states before it are finite, but seldom any good.
        The training's own parameters stay as they are, so that it can go on.
        """
        best = self.patience.theta
        return self.descent.theta if best is None or not self._restores_best else best

    @property
    def _restores_best(self) -> bool:
        rule = self.experiment.stopping
        wanted = self.state == "diverged" or (rule.restore_best and rule.patience > 0)
        return self.ended and self._is_present and wanted

    @property
    def scored_epoch(self) -> int:
        """The latest epoch whose scores are known for what is shown: the best one, if restored.

        While a person looks back it is the last epoch that had ended by then.
        """
        if not self._is_present:
            return self.recording.epochs.ended(self.step)
        restored = self.theta is self.patience.theta
        return self.patience.best_epoch if restored else len(self.recording.rows) - 1

    def advance(self, steps: int = 1) -> None:
        """Do at most this many updates; none once training has ended."""
        self._return_to_present()
        with quiet():
            for _ in range(steps):
                if self.ended or self.waits:
                    return
                self._advance()

    def finish_epoch(self) -> None:
        """Do the updates that are left of the epoch (a whole one at its start)."""
        self.advance()
        self.advance(self.descent.left)

    def run_for(self, seconds: float, steps: int | None = None) -> int:
        """Do updates until the time, the steps or the training is over; return how many."""
        self._return_to_present()
        first, end = self.step, perf_counter() + seconds
        limit = first + steps if steps is not None else None
        with quiet():
            while not self.ended and self.step != limit:
                if self.descent.between_epochs and self.waits:
                    break
                self._advance()
                if perf_counter() >= end:
                    break
        return self.step - first

    def adjust(self, experiment: Experiment) -> None:
        """Go on with an experiment that differs in live settings only.

        The change is recorded with its step, so that a replay makes it too.

        Raises
        ------
        InputError
            If something else differs, which takes a new plan.
        """
        last = self.recording.changes[-1].experiment
        if not is_live_edit(last, experiment):
            raise InputError(
                "This change cannot be made while training goes on: start a new training with it."
            )
        edited = experiment.data.edits != last.data.edits
        if edited:
            self.plan.edited(experiment)  # what does not fit is refused before anything changes
        self._return_to_present()
        self.recording.change(self.step, experiment.sharing(last))
        self._adopt_recorded()
        if edited:
            self._begin_anew()
        if self.state in ("stopped early", "finished") and not self._is_over():
            self.state = "paused"
        elif self.state == "paused" and self.descent.between_epochs:
            self._end_if_over()  # as when the edit is undone that let it go on

    def _begin_anew(self) -> None:
        """Let edited samples count at once where no update of their epoch is done."""
        if self.latest == 0 and len(self.shown.x_train):
            made = self.assignments.made
            self.reset()
            self.assignments = Assignments(made)
            self._make_assignments()
        else:
            self.descent.begin_anew()

    def assign(self, places: Sequence[int], values: Sequence[float]) -> None:
        """Set some of the parameters by hand, and go on from there.

        It is recorded with its step, so that a replay does it too.  A training
        that has ended can go on: from the best epoch's weights where those are
        what is shown.

        Parameters
        ----------
        places, values
            Indices in θ ``(P,)`` of trained parameters, and a number for each.

        Raises
        ------
        InputError
            For a value that is no finite number, or a place that no parameter
            has; nothing has changed then.
        """
        made = assignment(self.latest, places, values, self.plan.layout.trained)
        self._return_to_present()
        if self.theta is self.patience.theta:
            everything = np.arange(self.plan.layout.size)
            self.assignments.note(Assignment(self.step, everything, self.theta.copy()))
        self.assignments.note(made)
        self._make_assignments()
        self._note_watched()
        if self.ended and len(self.recording.rows):
            self.state, self.diverged_at = "paused", None

    def remember(self, budget: int) -> None:
        """Let the recording take so many bytes, now and after a reset."""
        self._budget = budget
        self.recording.limit(budget)

    def step_sample(self, direction: int = 1) -> None:
        """Look at the next sample of the coming batch, or (−1) at the one before.

        The update is made with the step behind the last sample, by the batch as a
        whole: numbers are those of training by batches, bit for bit.
        """
        if direction > 0 and self._is_present and (self.ended or self.waits):
            return
        descent = self.descent
        place = -1 if descent.place is None else descent.place
        if direction > 0 and place + 1 < descent.begin_batch():
            descent.look_at(place + 1)
        elif direction > 0:
            self.advance() if self._is_present else self.seek(self.step + 1)
        elif place > 0:
            descent.look_at(place - 1)
        elif place == 0:
            self.seek(self.step)
        elif self.step:
            self.seek(self.step - 1)
            descent.look_at(descent.begin_batch() - 1)

    def look_for(self, seconds: float, looks: int | None = None) -> int:
        """Look at one sample after the other until the time or the looks are over.

        Returns how many; at the end of the training, or without samples, it stays.
        """
        end, done = perf_counter() + seconds, 0
        while done != looks and not (self._is_present and (self.ended or self.waits)):
            self.step_sample()
            done += 1
            if perf_counter() >= end:
                break
        return done

    def memory(self, start: tuple[int, int] = (0, 0)) -> Memory:
        """Return what is needed to go on elsewhere, from the end of the latest epoch.

        Losses and scores come from these numbers of steps and epochs on.
        """
        recording, latest = self.recording, self._latest
        steps, epochs = min(start[0], latest.step), min(start[1], len(recording.rows))
        return Memory(
            latest,
            recording.losses.between(steps, latest.step),
            recording.rows.values[epochs:].copy(),
            tuple(recording.changes),
            self.patience.copy(),
            tuple(self.assignments.made),
            recording.epochs.ends[epochs : len(recording.rows)],
            (steps, epochs),
            recording.losses.stride,
            tuple(recording.epochs.edited),
        )

    def coming(self) -> Coming:
        """Return what the next update will start from, on copies: nothing here changes."""
        return self.descent.coming(self.theta)

    def score(self, x: Array, y: Array) -> Score:
        """Score `theta` on scaled inputs and encoded targets."""
        if not len(x):
            return NOTHING
        theta = self.theta[None].copy()
        with quiet():
            return Judge(self.plan.architecture, self.plan.task, theta, x, y).score()

    def _new_recording(self, experiment: Experiment) -> Recording:
        quality = quality_name(self._plan.task)
        columns = ("train_loss", "val_loss", f"train_{quality}", f"val_{quality}", "penalty")
        recording = Recording((*columns, *names_of(self._plan.layout)), self._budget)
        recording.change(0, experiment)
        return recording
