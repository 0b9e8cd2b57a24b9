"""Is the whole gradient right? Every parameter beside a central difference, a slice at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from visualnn.experiment.explain.check import STEP, Replay, difference
from visualnn.experiment.explain.explanation import Explanation
from visualnn.experiment.explain.reading import explain
from visualnn.experiment.explain.subject import OfBatch
from visualnn.experiment.training import Training
from visualnn.nn.calls import Array

MOST_PARAMETERS = 5_000
"""A larger network takes too long: two forward passes for each of its parameters."""

SLICE = 0.004
"""Seconds within one frame; the rest follows in the next."""


@dataclass(slots=True)
class _Course:
    """The differences made so far of one network on one batch."""

    explanation: Explanation
    replay: Replay = field(init=False)
    numeric: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.replay = Replay(self.explanation)

    def goes_on(self, end: float) -> bool:
        """Make differences until ``end`` (of `perf_counter`); return whether some are missing."""
        theta = self.explanation.theta
        while len(self.numeric) < len(theta):
            self.numeric.append(difference(self.replay, theta, len(self.numeric), STEP))
            if perf_counter() >= end:
                break
        return len(self.numeric) < len(theta)


class Checking:
    """Checks the gradient of the coming batch, without touching the training."""

    def __init__(self) -> None:
        self._course: _Course | None = None
        self._theta: Array | None = None
        self._error = float("nan")

    def error(self, training: Training, seconds: float = SLICE) -> tuple[float, bool]:
        """Return `relative_error` of the network on show, and whether more is to be done first.

        NaN until all differences are made, and while training runs, of a network
        that diverged, and of one with more than `MOST_PARAMETERS`.
        """
        if training.state in ("running", "diverged") or training.theta.size > MOST_PARAMETERS:
            self._course, self._theta = None, None
            return float("nan"), False
        if self._theta is None or not np.array_equal(self._theta, training.theta):
            self._begin(training)
        if self._course and not self._course.goes_on(perf_counter() + seconds):
            gradient = self._course.explanation.data_gradient
            self._error = relative_error(gradient, np.array(self._course.numeric))
            self._course = None
        return self._error, self._course is not None

    def _begin(self, training: Training) -> None:
        self._theta, self._error = training.theta.copy(), float("nan")
        self._course = _Course(explain(OfBatch(), training))


def relative_error(analytic: Array, numeric: Array) -> float:
    """Return ‖a − n‖ / (‖a‖ + ‖n‖) of two gradients ``(P,)``; 0 where both are 0.

    About 1e-9 where both are right.  Where a bend of ReLU or its like lies within
    the step 1e-5, and where the gradient itself nearly vanishes, it is larger.
    """
    size = float(np.linalg.norm(analytic) + np.linalg.norm(numeric))
    return float(np.linalg.norm(analytic - numeric)) / size if size else 0.0
