"""Losses of the distance between outputs and targets, for regression above all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import final

import numpy as np

from visualnn.nn.calls import Array, Call, scalar, scaled_difference
from visualnn.nn.losses.loss import LOSSES, Loss, terms_of, times

Measure = Callable[[Array], list[Call]]
"""Lays out how errors e = a − y become what the loss makes of each of them, in their place."""


class Distance(Loss):
    """A loss of the errors e = a − y of single outputs."""

    output = "linear"
    reads_logits = False
    tasks = ("regression", "binary", "multiclass")


@final
class HalfSquaredError(Distance):
    """Half the squared error, summed over outputs: ½·Σ (a − y)².

    The loss of the worked example in many textbooks; its slope is a − y itself.
    """

    title = "½ squared error"
    formula = "½·Σ (a − y)²"
    part = "½·({a} − {y})²"
    part_slope = "{a} − {y}"

    def forward(self, z: Array, a: Array, y: Array, losses: Array) -> list[Call]:
        return _losses(a, y, losses, _square, 0.5)

    def backward(self, z: Array, a: Array, y: Array, delta: Array) -> list[Call]:
        return scaled_difference(a, y, delta, 1 / delta.shape[-2])


@final
class MeanSquaredError(Distance):
    """The squared error, averaged over outputs (``torch.nn.MSELoss``): (1/k)·Σ (a − y)²."""

    title = "mean squared error"
    formula = "(1/k)·Σ (a − y)²"
    part = "({a} − {y})² / {k}"
    part_slope = "2·({a} − {y}) / {k}"
    averages = True

    def forward(self, z: Array, a: Array, y: Array, losses: Array) -> list[Call]:
        return _losses(a, y, losses, _square, 1 / a.shape[-1])

    def backward(self, z: Array, a: Array, y: Array, delta: Array) -> list[Call]:
        batch, outputs = delta.shape[-2:]
        return scaled_difference(a, y, delta, 2 / (batch * outputs))


@final
class MeanAbsoluteError(Distance):
    """The absolute error, averaged over outputs (``torch.nn.L1Loss``): (1/k)·Σ |a − y|.

    Outliers pull no harder than any other sample.  The slope at a = y is 0.
    """

    title = "mean absolute error"
    formula = "(1/k)·Σ |a − y|"
    part = "|{a} − {y}| / {k}"
    part_slope = "sign({a} − {y}) / {k}"
    averages = True

    def forward(self, z: Array, a: Array, y: Array, losses: Array) -> list[Call]:
        return _losses(a, y, losses, _absolute, 1 / a.shape[-1])

    def backward(self, z: Array, a: Array, y: Array, delta: Array) -> list[Call]:
        return _slopes(a, y, delta, _sign)


@final
class Huber(Distance):
    """Squared near the target, absolute beyond δ = 1 (Huber, 1964; ``torch.nn.HuberLoss``).

    With e = a − y and its clipped c = clip(e, −1, 1) it is c·(e − ½·c), averaged
    over outputs, and its slope is c.
    """

    title = "Huber"
    formula = "(1/k)·Σ ½e² for |e| ≤ 1, else |e| − ½, with e = a − y"
    part = "Huber({a} − {y}) / {k}"
    part_slope = "clip({a} − {y}, −1, 1) / {k}"
    averages = True

    def forward(self, z: Array, a: Array, y: Array, losses: Array) -> list[Call]:
        return _losses(a, y, losses, _huber, 1 / a.shape[-1])

    def backward(self, z: Array, a: Array, y: Array, delta: Array) -> list[Call]:
        return _slopes(a, y, delta, _clipped)


def _losses(a: Array, y: Array, losses: Array, measure: Measure, factor: float) -> list[Call]:
    """Lay out factor·Σ measure(a − y) over the outputs."""
    error, total = terms_of(a, losses)
    return [
        partial(np.subtract, a, y, error),
        *measure(error),
        *total,
        *times(losses, factor),
    ]


def _slopes(a: Array, y: Array, delta: Array, measure: Measure) -> list[Call]:
    """Lay out measure(a − y), divided by batch and outputs: the slope of a mean over both."""
    batch, outputs = delta.shape[-2:]
    return [
        partial(np.subtract, a, y, delta),
        *measure(delta),
        *times(delta, 1 / (batch * outputs)),
    ]


def _square(e: Array) -> list[Call]:
    return [partial(np.square, e, e)]


def _absolute(e: Array) -> list[Call]:
    return [partial(np.abs, e, e)]


def _sign(e: Array) -> list[Call]:
    return [partial(np.sign, e, e)]


def _huber(e: Array) -> list[Call]:
    """Lay out c·(e − ½·c) with c = clip(e, −1, 1)."""
    clipped, half = np.empty_like(e), np.empty_like(e)
    return [
        *_clipped(e, clipped),
        partial(np.multiply, clipped, scalar(0.5, e), half),
        partial(np.subtract, e, half, e),
        partial(np.multiply, e, clipped, e),
    ]


def _clipped(e: Array, out: Array | None = None) -> list[Call]:
    """Lay out clip(e, −1, 1), in place unless there is another."""
    out = e if out is None else out
    return [
        partial(np.minimum, e, scalar(1, e), out=out),
        partial(np.maximum, out, scalar(-1, e), out=out),
    ]


LOSSES.add("half_squared_error", HalfSquaredError())
LOSSES.add("mse", MeanSquaredError())
LOSSES.add("mae", MeanAbsoluteError())
LOSSES.add("huber", Huber())
