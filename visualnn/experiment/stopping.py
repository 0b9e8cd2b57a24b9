"""Early stopping: which epoch was best, and whether patience has run out."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from visualnn.experiment.spec import StoppingSpec
from visualnn.nn.calls import Array


@dataclass(slots=True)
class Patience:
    """Watches one value, lower being better.

    An epoch counts as better when the value falls below the best so far by
    more than the minimum improvement; then its parameters are kept.

    Attributes
    ----------
    best_epoch, best_value
        The best epoch so far, and its value.
    waited
        Epochs since then.
    theta
        A copy of the parameters at the best epoch.
    """

    best_epoch: int = 0
    best_value: float = inf
    waited: int = 0
    theta: Array | None = None

    def watch(self, epoch: int, value: float, theta: Array, rule: StoppingSpec) -> None:
        """Take note of an epoch's value."""
        improved = isfinite(value) and (
            value < self.best_value - rule.min_delta or self.theta is None
        )
        if improved:
            self.best_epoch, self.best_value = epoch, value
            self.theta = np.array(theta) if self.theta is None else self.theta
            self.theta[...] = theta
        self.waited = epoch - self.best_epoch

    def is_over(self, rule: StoppingSpec) -> bool:
        """Return whether patience is switched on and has run out."""
        return 0 < rule.patience <= self.waited

    def copy(self) -> Patience:
        """Return an independent copy."""
        theta = None if self.theta is None else self.theta.copy()
        return Patience(self.best_epoch, self.best_value, self.waited, theta)
