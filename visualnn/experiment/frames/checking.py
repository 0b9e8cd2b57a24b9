"""Is the whole gradient right? Every parameter beside a central difference, a slice at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from time import perf_counter

import numpy as np

from visualnn.experiment.explain.check import GOOD, STEP, Replay, difference
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
        that diverged, of one with more than `MOST_PARAMETERS`, and without a
        training sample, as no batch is to come then.
        """
        nothing = training.state in ("running", "diverged") or not len(training.shown.x_train)
        if nothing or training.theta.size > MOST_PARAMETERS:
            self._course, self._theta = None, None
            return float("nan"), False
        if self._theta is None or not np.array_equal(self._theta, training.theta):
            self._begin(training)
        if self._course and not self._course.goes_on(perf_counter() + seconds):
            explanation, numeric = self._course.explanation, np.array(self._course.numeric)
            least = floor(explanation.before.loss, len(numeric))
            self._error = relative_error(explanation.data_gradient, numeric, least)
            self._course = None
        return self._error, self._course is not None

    def _begin(self, training: Training) -> None:
        self._theta, self._error = training.theta.copy(), float("nan")
        self._course = _Course(explain(OfBatch(), training))


def relative_error(analytic: Array, numeric: Array, least: float = 0.0) -> float:
    """Return ‖a − n‖ / max(‖a‖, ‖n‖, f) of two gradients ``(P,)``; 0 where all are 0.

    About 1e-9 where both are right.  Where a bend of ReLU or its like lies within
    the step 1e-5 it is larger.  ``least`` is f: see `floor`.
    """
    size = max(float(np.linalg.norm(analytic)), float(np.linalg.norm(numeric)), least)
    return float(np.linalg.norm(analytic - numeric)) / size if size else 0.0


def floor(loss: float, parameters: int) -> float:
    """Return f = 4·√P·(2⁻⁵²·|L| / h) / 1e-6, the least size that errors are measured against.

    Rounding of the loss alone puts a difference off by about 2⁻⁵²·|L| / h, and P of
    them by √P as much: f makes four times that, and no more, pass as right.  So a
    gradient that is 0, whose differences are nothing but rounding, passes, and
    one that is wrong by more than rounding does not.
    """
    rounding = float(np.finfo(float).eps) * abs(loss) / STEP
    return 4 * sqrt(parameters) * rounding / GOOD
