"""The learning rate of a training, as its schedule wants it."""

from __future__ import annotations

from collections.abc import Callable

from visualnn.experiment.spec import Experiment
from visualnn.experiment.training.epochs import Epochs
from visualnn.nn.calls import Array
from visualnn.nn.schedules import Constant, Length, Watch


class Pace:
    """Writes η into a population's rates.

    Parameters
    ----------
    rates
        Where η is read at every update.
    epochs
        Where the epochs of the run ended.
    heard
        Returns the monitored loss of an epoch that is over.

    Attributes
    ----------
    watch
        What the schedule has heard so far; a checkpoint keeps it.
    """

    def __init__(self, rates: Array, epochs: Epochs, heard: Callable[[int], float]) -> None:
        self.watch = Watch()
        self._rates, self._epochs, self._heard = rates, epochs, heard

    def adopt(self, experiment: Experiment, steps_per_epoch: int) -> None:
        """Go on with the schedule, the rate and the epochs of this experiment."""
        self._schedule, self._lr = experiment.schedule, experiment.optimizer.lr
        self._length = Length(steps_per_epoch, experiment.stopping.epochs)

    @property
    def is_constant(self) -> bool:
        """Whether η stays the same, so that nobody needs to follow it."""
        return isinstance(self._schedule, Constant)

    def follow(self, step: int) -> None:
        """Set η of the update after ``step``; an epoch is heard of when the next begins."""
        self.watch = self._watch_at(step)
        self.show(step)

    def coming(self, step: int) -> float:
        """Return η of the update after ``step``, and set nothing."""
        return self._rate(step, self._watch_at(step))

    def show(self, step: int) -> None:
        """Set η as it is in the update after ``step``, without hearing of any epoch."""
        self._rates.fill(self._rate(step, self.watch))

    def _watch_at(self, step: int) -> Watch:
        if self.is_constant or not step:
            return self.watch
        ended, since = self._epochs.place(step)
        if since:
            return self.watch
        watch = self.watch.begun_anew() if ended in self._epochs.edited else self.watch
        return self._schedule.heed(watch, self._heard(ended), self._lr)

    def _rate(self, step: int, watch: Watch) -> float:
        """Return η; a schedule is told the step as if all epochs were as long as this one."""
        if not self.is_constant:
            ended, since = self._epochs.place(step)
            step = ended * self._length.steps_per_epoch + since
        return self._schedule.rate(self._lr, step, self._length, watch)
