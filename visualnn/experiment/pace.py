"""The learning rate of a training, as its schedule wants it."""

from __future__ import annotations

from collections.abc import Callable

from visualnn.experiment.spec import Experiment
from visualnn.nn.calls import Array
from visualnn.nn.schedules import Constant, Length, Watch


class Pace:
    """Writes η into a population's rates.

    Parameters
    ----------
    rates
        Where η is read at every update.
    steps_per_epoch
        Iterations per epoch.
    heard
        Returns the monitored loss of an epoch that is over.

    Attributes
    ----------
    watch
        What the schedule has heard so far; a checkpoint keeps it.
    """

    def __init__(self, rates: Array, steps_per_epoch: int, heard: Callable[[int], float]) -> None:
        self.watch = Watch()
        self._rates, self._heard = rates, heard
        self._steps_per_epoch = steps_per_epoch

    def adopt(self, experiment: Experiment) -> None:
        """Go on with the schedule, the rate and the epochs of this experiment."""
        self._schedule, self._lr = experiment.schedule, experiment.optimizer.lr
        self._length = Length(self._steps_per_epoch, experiment.stopping.epochs)

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
        return self._schedule.rate(self._lr, step, self._length, self._watch_at(step))

    def _watch_at(self, step: int) -> Watch:
        if self.is_constant or not step or step % self._steps_per_epoch:
            return self.watch
        value = self._heard(step // self._steps_per_epoch)
        return self._schedule.heed(self.watch, value, self._lr)

    def show(self, step: int) -> None:
        """Set η as it is in the update after ``step``, without hearing of any epoch."""
        self._rates.fill(self._schedule.rate(self._lr, step, self._length, self.watch))
