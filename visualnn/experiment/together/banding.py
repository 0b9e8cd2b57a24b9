"""The band that a run's curves lie in: the same experiment from other first weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames.insights import Band
from visualnn.experiment.spec import Experiment, StoppingSpec
from visualnn.experiment.together.ensemble import Ensemble
from visualnn.experiment.training import Training
from visualnn.nn.calls import Array

SLICE = 0.006
"""Seconds of training the others within one frame; the rest follows in the next."""


class Banding:
    """Trains the others as far as the run on show has come, a slice at a time.

    They begin at their first weights with the settings that hold now: a live
    edit begins them anew, and so does a fork, of which they know nothing.
    """

    def __init__(self) -> None:
        self._ensemble: Ensemble | None = None
        self._wanted: tuple[Experiment, int] | None = None
        self._made = 0

    def band(self, training: Training, seeds: int, start: int, seconds: float = SLICE) -> Band:
        """Return the rows from ``start`` on, as many as there are after this time."""
        ensemble = self._follow(training, seeds)
        ensemble.work(seconds, len(training.recording.rows) - 1)
        start = min(start, ensemble.epoch + 1)
        history = ensemble.history(start)
        lost = ~np.isfinite(history["train_loss"])
        columns = {name: _spread(values, lost) for name, values in history.items()}
        return Band(start, seeds, self._made, columns, lost.sum(axis=0))

    def is_complete(self, training: Training) -> bool:
        """Return whether the others have come as far as the run."""
        ensemble = self._ensemble
        far = len(training.recording.rows) - 1
        return ensemble is None or ensemble.done or ensemble.epoch >= far

    def _follow(self, training: Training, seeds: int) -> Ensemble:
        """Begin anew where other settings hold or another number of seeds is wanted."""
        last = training.recording.changes[-1].experiment
        # A band goes on to the end: of the stopping only how many epochs there are counts.
        stopping = StoppingSpec(epochs=last.stopping.epochs)
        wanted = (replace(last, origin=None, stopping=stopping), seeds)
        if self._ensemble is None or wanted != self._wanted:
            # Where every training sample has been taken away, those of the epoch under way count.
            samples = training.shown if len(training.shown.x_train) else training.plan
            plan = replace(samples, experiment=replace(last, origin=None))
            self._ensemble = Ensemble(plan, range(last.seed, last.seed + seeds))
            self._wanted, self._made = wanted, self._made + 1
        return self._ensemble


def _spread(values: Array, lost: NDArray[np.bool_]) -> Array:
    """Return the least, the mean and the largest ``(epochs, 3)`` of those that are not lost."""
    out = np.full((values.shape[1], 3), np.nan)
    for row, one, gone in zip(out, values.T, lost.T, strict=True):
        if not gone.all():
            kept = one[~gone]
            row[:] = kept.min(), kept.mean(), kept.max()
    return out
