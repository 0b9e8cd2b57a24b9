"""The penalty on large weights that regularization adds to the loss."""

from __future__ import annotations

from functools import partial
from typing import Protocol

import numpy as np

from visualnn.experiment.spec.branches import RegularizationSpec
from visualnn.nn.calls import Array, Call
from visualnn.nn.layout import Layout


class Regularized(Protocol):
    """What says how large weights are punished: an experiment, for example."""

    @property
    def regularization(self) -> RegularizationSpec: ...


def penalty(experiment: Regularized, layout: Layout, theta: Array) -> float:
    """Return λ₁·Σ|w| + ½·λ₂·Σw² over the weights of ``theta (P,)``; biases do not count."""
    rule = experiment.regularization
    if not (rule.l1 or rule.l2):
        return 0.0
    weights = theta[layout.weight_mask()]
    return float(rule.l1 * np.abs(weights).sum() + 0.5 * rule.l2 * (weights @ weights))


def penalty_calls(
    experiment: Regularized, layout: Layout, theta: Array, gradient: Array
) -> list[Call]:
    """Lay out the addition of the penalty's gradient, λ₁·sign(w) + λ₂·w, to ``gradient (P,)``."""
    rule, mask = experiment.regularization, layout.weight_mask()
    spare = np.empty_like(theta)
    calls: list[Call] = []
    if rule.l2:
        rates = rule.l2 * mask
        calls += [
            partial(np.multiply, theta, rates, spare),
            partial(np.add, gradient, spare, gradient),
        ]
    if rule.l1:
        rates = rule.l1 * mask
        calls += [
            partial(np.sign, theta, spare),
            partial(np.multiply, spare, rates, spare),
            partial(np.add, gradient, spare, gradient),
        ]
    return calls
