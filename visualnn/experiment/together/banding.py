"""The band that a run's curves lie in: the same experiment from other first weights."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import numpy as np

from visualnn.experiment.frames.insights import Band
from visualnn.experiment.spec import Experiment, StoppingSpec
from visualnn.experiment.together.ensemble import Ensemble
from visualnn.experiment.training import Training
from visualnn.experiment.training.series import Series
from visualnn.nn.calls import Array

SLICE = 0.006
"""Seconds of training the others within one frame; the rest follows in the next."""

ENDS = 3
"""The least, the mean and the largest."""


class Banding:
    """Trains the others as far as the run on show has come, a slice at a time.

    They begin at their first weights with the settings that hold now: a live
    edit begins them anew, and so does a fork, of which they know nothing.  Of
    every epoch the band is kept, not what the networks score one by one.
    """

    def __init__(self) -> None:
        self._ensemble: Ensemble | None = None
        self._wanted: tuple[Experiment, int] | None = None
        self._rows = Series(0)
        self._made = 0

    def band(self, training: Training, seeds: int, start: int, seconds: float = SLICE) -> Band:
        """Return the rows from ``start`` on, as many as there are after this time."""
        end = perf_counter() + seconds
        ensemble = self._follow(training, seeds)
        ensemble.work(end - perf_counter(), len(training.recording.rows) - 1)
        self._gather(ensemble)
        start = min(start, len(self._rows))
        rows, lost = self._rows.values[start:, 1:], self._rows.values[start:, 0]
        spreads = rows.reshape(len(rows), len(ensemble.names), ENDS)
        columns = {name: spreads[:, k].copy() for k, name in enumerate(ensemble.names)}
        return Band(start, seeds, self._made, columns, lost.astype(np.int64))

    def is_complete(self, training: Training) -> bool:
        """Return whether the others have come as far as the run."""
        return self._ensemble is None or self._ensemble.epoch >= len(training.recording.rows) - 1

    def _follow(self, training: Training, seeds: int) -> Ensemble:
        """Begin anew where other settings hold or another number of seeds is wanted."""
        last = training.recording.changes[-1].experiment
        wanted = (_what_counts(last), seeds)
        if self._ensemble is None or wanted != self._wanted:
            # Where every training sample has been taken away, those of the epoch under way count.
            samples = training.shown if len(training.shown.x_train) else training.plan
            plan = replace(samples, experiment=replace(last, origin=None))
            self._ensemble = Ensemble(plan, range(last.seed, last.seed + seeds))
            self._rows = Series(1 + ENDS * len(self._ensemble.names))
            self._wanted, self._made = wanted, self._made + 1
        return self._ensemble

    def _gather(self, ensemble: Ensemble) -> None:
        """Make the band's rows of the epochs that are new, and let the ensemble forget them."""
        scores = list(ensemble.history(len(self._rows)).values())
        for epoch in zip(*(one.T for one in scores), strict=True):
            kept = np.isfinite(epoch[0])
            spreads = [_spread(values[kept]) for values in epoch]
            self._rows.append((np.sum(~kept), *np.concatenate(spreads)))
        ensemble.forget()


def _what_counts(last: Experiment) -> Experiment:
    """Return an experiment without what its band does not depend on.

    A band goes on to the end: of the stopping only how many epochs there are
    counts, and that only for a schedule which looks ahead to the last.
    """
    ahead = last.schedule.until_the_end
    stopping = StoppingSpec(epochs=last.stopping.epochs) if ahead else StoppingSpec()
    return replace(last, origin=None, stopping=stopping)


def _spread(values: Array) -> tuple[float, ...]:
    """Return the least, the mean and the largest; NaN where there is none."""
    if not len(values):
        return (np.nan,) * ENDS
    return values.min(), values.mean(), values.max()
