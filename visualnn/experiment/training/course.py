"""The course of a training: updates, the ends of epochs, and how it may end."""

from __future__ import annotations

from math import inf, isfinite

from visualnn.experiment.frames import State
from visualnn.experiment.plan import Plan
from visualnn.experiment.training.gradient_sizes import GradientSizes
from visualnn.experiment.training.penalty import penalty
from visualnn.experiment.training.recording import Checkpoint, Recording
from visualnn.experiment.training.replay import Replay
from visualnn.experiment.training.scoring import Judge
from visualnn.experiment.training.stopping import Patience
from visualnn.experiment.training.tracks import Tracks
from visualnn.nn.calls import Array, quiet

BLOWN_UP = 1e6
"""A batch loss this many times the first (or above it, where the first is below 1) has diverged."""

ENDED: tuple[State, ...] = ("stopped early", "finished", "diverged")


class Course(Replay):
    """Makes updates beyond what is recorded, scores every epoch, and knows when it is over.

    Attributes
    ----------
    state
        What the run is doing; see `visualnn.experiment.frames.Frame`.
    diverged_at
        The update after which the loss was no number any more, or beyond
        `BLOWN_UP` times the first loss; None as long as all is well.
    patience, tracks
        The watch over the best epoch, and the parameters that are watched.
    """

    def __init__(self, plan: Plan, recording: Recording) -> None:
        super().__init__(plan, recording)
        self.state: State = "ready"
        self.diverged_at: int | None = None
        self.patience, self.tracks = Patience(), Tracks()
        self._sizes = GradientSizes(plan.layout, self.population.gradient[0])
        self._judged: Plan | None = None
        self._limit = inf
        self._latest: Checkpoint

    @property
    def ended(self) -> bool:
        """Whether training is over: stopped early, finished or diverged."""
        return self.state in ENDED

    def _advance(self) -> None:
        loss = self._update()
        if not loss <= self._limit:  # written so that NaN is caught too
            self._diverge(self.step - 1)
            return
        self.recording.losses.append(loss)
        self._note_watched()
        if self.descent.closes_epoch:
            self._close_epoch()

    def _note_watched(self) -> None:
        if self.tracks.places:
            self.tracks.note(self.step, self.descent.theta)

    def _close_epoch(self) -> None:
        """Score the network after an epoch (or before the first) and decide whether to go on."""
        self._take_judges()
        edited = self._counts_edited()
        if self.step == 0:  # whatever it is worth, there is something to go back to
            self.recording.epochs.close(0)
            self._keep_checkpoint()
        with quiet():
            train, val = (judge.score() for judge in self._judges)
        monitored = val.loss if len(self.plan.x_val) else train.loss
        if not (train.loss <= self._limit and isfinite(train.loss) and isfinite(monitored)):
            self._diverge(self.step)
            return
        if self.step == 0:
            self._limit = limit_of(train.loss)
        else:
            self.recording.epochs.close(self.step, edited=edited)
        rule, theta = self.experiment.stopping, self.descent.theta
        cost = penalty(self.experiment, self.plan.layout, theta)
        sizes = self._sizes.measure(self.step)
        row = (train.loss, val.loss, train.quality, val.quality, cost, *sizes)
        self.recording.rows.append(row)
        self.patience.watch(self.epoch, monitored, theta, rule, edited=edited)
        if self.step:
            self._keep_checkpoint()
            self._end_if_over()

    def _keep_checkpoint(self) -> None:
        self._latest = self.descent.checkpoint()
        self.recording.keep(self._latest)

    def _end_if_over(self) -> None:
        if self._is_over():
            over = self.patience.is_over(self.experiment.stopping)
            self.state = "stopped early" if over else "finished"

    def _is_over(self) -> bool:
        rule = self.experiment.stopping
        return self.patience.is_over(rule) or self.epoch >= rule.epochs

    def _diverge(self, step: int) -> None:
        """End the run at the last state whose loss was a number.

        What was done after it is forgotten: losses, parameters set by hand and
        watched.  The settings that hold now are what a person wants: they stay,
        and hold from there on.
        """
        self.diverged_at = step
        if len(self.recording.rows):
            good = max(step - 1, self._latest.step)  # a closed epoch has been judged good
            self.recording.forget_after(good)
            self.assignments.forget_after(good)
            self.tracks.forget_after(good)
            self.seek(good)
            self._note_watched()
        self.state = "diverged"

    def _take_judges(self) -> None:
        """Judge by the samples of the epoch under way."""
        plan = self.plan
        if self._judged is not plan:
            self._judged = plan
            self._judges = (
                self._judge(plan.x_train, plan.y_train),
                self._judge(plan.x_val, plan.y_val),
            )

    def _counts_edited(self) -> bool:
        """Return whether the epoch that ends is the first with samples changed by hand.

        Those of the test share have no part in it.
        """
        ends = self.recording.epochs.ends
        if not ends:
            return False
        before = self.recording.settings_at(ends[-2] if len(ends) > 1 else 0)
        if before.data.edits == self.plan.experiment.data.edits:
            return False
        return not self.plan.counts_as(self.plan.edited(before))

    def _judge(self, x: Array, y: Array) -> Judge:
        return Judge(self.plan.architecture, self.plan.task, self.population.theta, x, y)


def limit_of(first: float) -> float:
    """Return above which loss a run has diverged that began with this one."""
    return BLOWN_UP * max(1.0, first)
