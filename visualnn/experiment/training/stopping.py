"""Early stopping: which epoch was best, and whether patience has run out.

Losses are compared as long as they are of the same samples.  Where training or
validation samples are changed by hand (put, moved, removed, or such a change
undone) the best epoch and the patience begin anew with the epoch that first counts
them, and what is restored at the end is the best since then: weights that were best
on samples that are gone know nothing of those that came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from visualnn.experiment.spec import StoppingSpec
from visualnn.nn.calls import Array

_NOTHING = np.zeros(0)
"""Stands for the parameters where only the epochs matter."""


@dataclass(slots=True)
class Patience:
    """Watches one value, lower being better.

    An epoch counts as better when the value falls below the best so far by
    more than the minimum improvement; then its parameters are kept.  So does the
    first epoch on samples changed by hand, whatever its value.

    Attributes
    ----------
    best_epoch, best_value
        The best epoch so far, on the samples as they are, and its value.
    waited
        Epochs since then, or since `since`, if that is later.
    theta
        A copy of the parameters at the best epoch.
    since
        The epoch at which a fork began: it goes on with the watch of its parent,
        so that the best epoch is that of the whole curve, but it is given all of
        the patience to do better.
    """

    best_epoch: int = 0
    best_value: float = inf
    waited: int = 0
    theta: Array | None = None
    since: int = 0

    def watch(
        self,
        epoch: int,
        value: float,
        theta: Array,
        rule: StoppingSpec,
        *,
        edited: bool = False,
    ) -> None:
        """Take note of an epoch's value; ``edited`` samples make it the first of its kind."""
        begins = edited or self.theta is None
        if isfinite(value) and (begins or value < self.best_value - rule.min_delta):
            self.best_epoch, self.best_value = epoch, value
            self.theta = np.array(theta) if self.theta is None else self.theta
            self.theta[...] = theta
        self.waited = epoch - max(self.best_epoch, self.since)

    def part(self, epoch: int) -> None:
        """Begin to wait anew after an epoch, for a fork that goes on from there."""
        self.since, self.waited = epoch, 0

    def is_over(self, rule: StoppingSpec) -> bool:
        """Return whether patience is switched on and has run out."""
        return 0 < rule.patience <= self.waited

    def copy(self) -> Patience:
        """Return an independent copy."""
        theta = None if self.theta is None else self.theta.copy()
        return Patience(self.best_epoch, self.best_value, self.waited, theta, self.since)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What early stopping would have made of a run.

    Attributes
    ----------
    stopped_at
        The epoch at which patience would have run out; None if it would have
        lasted to the end of what is recorded.
    best_epoch
        The best epoch until then.
    since
        The epoch at which a fork began; see `Patience`.
    """

    stopped_at: int | None
    best_epoch: int
    since: int = 0

    @property
    def waits_from(self) -> int:
        """The epoch from which patience counts."""
        return max(self.best_epoch, self.since)


def monitored(train: Array, val: Array) -> Array:
    """Return the loss that is watched, by epoch: validation, and training where there is none."""
    return np.where(np.isfinite(val), val, train)


def what_if(
    values: Array, rule: StoppingSpec, since: int = 0, edited: Sequence[int] = ()
) -> Verdict:
    """Return where a rule would have stopped a run that has been.

    Training does not hang on when it stops, so this is exactly what a run with
    that rule does.

    Parameters
    ----------
    values
        The monitored loss by epoch, row 0 before training.
    rule
        Patience and minimum improvement.
    since
        The epoch at which a fork began, which stops no earlier.
    edited
        The epochs that first counted samples changed by hand.
    """
    watch, first = Patience(since=since), frozenset(edited)
    for epoch, value in enumerate(values.tolist()):
        watch.watch(epoch, value, _NOTHING, rule, edited=epoch in first)
        if watch.is_over(rule):
            return Verdict(epoch, watch.best_epoch, since)
    return Verdict(None, watch.best_epoch, since)


def patience_near(
    values: Array, epoch: float, rule: StoppingSpec, since: int = 0, edited: Sequence[int] = ()
) -> int:
    """Return the patience, 1 or more, with which a rule stops as near to an epoch as it can.

    A longer patience stops later, but not at every epoch: where a better epoch
    comes in between, waiting begins anew.  One that lasts to the end of what is
    recorded counts as stopping when it would have run out.

    Parameters
    ----------
    values
        The monitored loss by epoch, row 0 before training.
    epoch
        Where the run is wanted to stop.
    rule
        The minimum improvement; its patience does not matter.
    since
        The epoch at which a fork began.
    edited
        The epochs that first counted samples changed by hand.
    """
    watch, stops, first = Patience(since=since), list[int](), frozenset(edited)
    for at, value in enumerate(values.tolist()):
        watch.watch(at, value, _NOTHING, rule, edited=at in first)
        if watch.waited > len(stops):  # the first to wait so long
            stops.append(at)
    waits_from = max(watch.best_epoch, since)
    longer = max(round(epoch) - waits_from, len(stops) + 1)
    ends = dict(enumerate(stops, start=1)) | {longer: waits_from + longer}
    return min(ends, key=lambda patience: abs(ends[patience] - epoch))
