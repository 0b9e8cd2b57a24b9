"""How the network on show answers each share of the samples."""

from __future__ import annotations

import numpy as np

from visualnn.experiment.frames.insights import Outcomes
from visualnn.experiment.frames.scene import Floats
from visualnn.experiment.plan import Plan
from visualnn.experiment.training import Training
from visualnn.experiment.training.scoring import NOTHING, Judge, Score, confusion, quality_name
from visualnn.nn.calls import Array, quiet


class Shares:
    """Scores the network on the training, validation and test samples of one plan.

    The test share counts once the run has ended; before, it has no samples.
    Each share is scored once for the same parameters, however often it is asked.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._theta = np.zeros((1, plan.layout.size), dtype=plan.theta0.dtype)
        x, y = (plan.x_train, plan.x_val, plan.x_test), (plan.y_train, plan.y_val, plan.y_test)
        rows = zip((*x, x[0][:0]), (*y, y[0][:0]), strict=True)
        judges = [Judge(plan.architecture, plan.task, self._theta, *row) for row in rows]
        self._train, self._validation, self._test, self._nothing = judges
        self._scores: dict[Judge, Score] = {}

    def test_score(self, training: Training) -> Score:
        """Return the score on the test share, NaN until the run has ended."""
        if not training.ended:
            return NOTHING
        self._take(training.theta)
        return self._score(self._test)

    def scores(self, training: Training) -> dict[str, float]:
        """Return loss and quality on training and validation samples, named as the history."""
        self._take(training.theta)
        train, val = self._score(self._train), self._score(self._validation)
        name = quality_name(self._plan.task)
        losses = {"train_loss": train.loss, "val_loss": val.loss}
        return losses | {f"train_{name}": train.quality, f"val_{name}": val.quality}

    def outcomes(self, training: Training) -> Outcomes:
        """Compare answers and targets of each share."""
        plan = self._plan
        judges = (self._train, self._validation, self._test if training.ended else self._nothing)
        self._take(training.theta)
        scores = np.array([self._score(judge).quality for judge in judges])
        answers = [(judge.output, judge.y) for judge in judges]
        if plan.task == "regression":
            return Outcomes(scores, pairs=tuple(self._pairs(*answer) for answer in answers))
        classes = len(plan.samples.classes)
        counts = [confusion(plan.task, *answer, classes) for answer in answers]
        return Outcomes(scores, np.stack(counts))

    def _take(self, theta: Array) -> None:
        if not np.array_equal(theta, self._theta[0]):
            self._theta[0] = theta
            self._scores.clear()

    def _score(self, judge: Judge) -> Score:
        if judge not in self._scores:
            with quiet():
                self._scores[judge] = judge.score()
        return self._scores[judge]

    def _pairs(self, output: Array, y: Array) -> Floats:
        """Return targets and answers ``(n, 2)`` in the target's own units."""
        own = self._plan.target_scaler.invert
        return np.column_stack([own(y).ravel(), own(output).ravel()])
