"""What past epochs score on the test share, asked afterwards and never before."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from visualnn.experiment.frames.insights import HeldOut, Judged
from visualnn.experiment.plan import Plan
from visualnn.experiment.training import Training
from visualnn.experiment.training.assignments import Assignments
from visualnn.experiment.training.recording import Recording
from visualnn.experiment.training.replay import Replay
from visualnn.experiment.training.scoring import Judge, Score, quality_name
from visualnn.experiment.training.series import Series
from visualnn.nn.calls import Array, quiet

SLICE = 0.004
"""Seconds for scoring within one frame; the rest follows in the next."""


class Hindsight:
    """Scores the networks that a training has been, without touching the training.

    A network is read from its checkpoint; where an epoch has none, the recording
    is replayed up to it, bit for bit.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._theta = np.zeros((1, plan.layout.size), dtype=plan.theta0.dtype)
        self._judge = Judge(plan.architecture, plan.task, self._theta, plan.x_test, plan.y_test)
        self._replica: Replay | None = None
        self._recording: Recording | None = None
        self._known, self._scores = np.zeros((0, 2)), Series(2)

    def test_scores(self, training: Training, start: int, seconds: float = SLICE) -> HeldOut:
        """Return the rows from ``start`` on, as many as could be scored in this time.

        Of a share without samples there are none.
        """
        self._follow(training)
        end = perf_counter() + seconds
        rows = len(training.recording.rows)
        while len(self._scores) < rows and len(self._plan.x_test):
            score = self._score(training, len(self._scores))
            self._scores.append((score.loss, score.quality))
            if perf_counter() >= end:
                break
        self._known = training.recording.rows.values[: len(self._scores), :2].copy()
        start = min(start, len(self._scores))
        loss, quality = self._scores.values[start:].T.copy()
        names = ("test_loss", f"test_{quality_name(self._plan.task)}")
        return HeldOut(start, dict(zip(names, (loss, quality), strict=True)))

    def is_complete(self, training: Training) -> bool:
        """Return whether every recorded epoch has been scored."""
        return len(self._scores) >= len(training.recording.rows) or not len(self._plan.x_test)

    def judged(self, training: Training, epoch: int) -> Judged:
        """Return the test scores of the network as it was after a recorded epoch."""
        self._follow(training)
        epoch = min(max(epoch, 0), len(training.recording.rows) - 1)
        score = self._score(training, epoch)
        return Judged(epoch, score.loss, score.quality)

    def _follow(self, training: Training) -> None:
        """Forget the scores of epochs that have been recorded anew since."""
        rows = training.recording.rows.values[:, :2]
        if training.recording is not self._recording:
            self._recording, self._replica = training.recording, None
            self._scores.cut(0)
        known = self._known[: min(len(self._scores), len(rows))]
        same = np.equal(known, rows[: len(known)]) | np.isnan(known)
        changed = np.flatnonzero(~same.all(axis=1))
        self._scores.cut(int(changed[0]) if len(changed) else len(known))

    def _score(self, training: Training, epoch: int) -> Score:
        self._theta[...] = self._theta_after(training, epoch)
        with quiet():
            return self._judge.score()

    def _theta_after(self, training: Training, epoch: int) -> Array:
        step = training.recording.epochs.end(epoch)
        checkpoint = training.recording.before(step)
        if checkpoint.step == step:
            return checkpoint.theta
        return self._replayed(training, step)

    def _replayed(self, training: Training, step: int) -> Array:
        """Return the parameters at a step as they were before the assignments made there."""
        if self._replica is None:
            self._replica = training.twin()
        replica = self._replica
        replica.assignments = Assignments(m for m in training.assignments.made if m.step < step)
        replica.assignments.rewind(replica.step)
        replica.seek(step)
        return replica.population.theta
