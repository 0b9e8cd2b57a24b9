"""Losses of the distance between outputs and targets, for regression above all."""

from __future__ import annotations

from functools import partial
from typing import final

import numpy as np

from visualnn.nn.calls import Array, Call, scalar, scaled_difference
from visualnn.nn.losses.loss import LOSSES, Loss, terms_of, times


@final
class HalfSquaredError(Loss):
    """Half the squared error, summed over outputs: ½·Σ (a − y)².

    The loss of the worked example in many textbooks; its slope is a − y itself.
    """

    title = "½ squared error"
    formula = "½·Σ (a − y)²"
    part = "½·({a} − {y})²"
    part_slope = "{a} − {y}"
    output = "linear"
    reads_logits = False
    tasks = ("regression", "binary", "multiclass")

    def forward(self, z: Array, a: Array, y: Array, losses: Array) -> list[Call]:
        return _squares(a, y, losses, 0.5)

    def backward(self, z: Array, a: Array, y: Array, delta: Array) -> list[Call]:
        return scaled_difference(a, y, delta, 1 / delta.shape[-2])


@final
class MeanSquaredError(Loss):
    """The squared error, averaged over outputs (``torch.nn.MSELoss``): (1/k)·Σ (a − y)²."""

    title = "mean squared error"
    formula = "(1/k)·Σ (a − y)²"
    part = "({a} − {y})² / {k}"
    part_slope = "2·({a} − {y}) / {k}"
    output = "linear"
    reads_logits = False
    tasks = ("regression", "binary", "multiclass")
    averages = True

    def forward(self, z: Array, a: Array, y: Array, losses: Array) -> list[Call]:
        return _squares(a, y, losses, 1 / a.shape[-1])

    def backward(self, z: Array, a: Array, y: Array, delta: Array) -> list[Call]:
        batch, outputs = delta.shape[-2:]
        return scaled_difference(a, y, delta, 2 / (batch * outputs))


@final
class MeanAbsoluteError(Loss):
    """The absolute error, averaged over outputs (``torch.nn.L1Loss``): (1/k)·Σ |a − y|.

    Outliers pull no harder than any other sample.  The slope at a = y is 0.
    """

    title = "mean absolute error"
    formula = "(1/k)·Σ |a − y|"
    part = "|{a} − {y}| / {k}"
    part_slope = "sign({a} − {y}) / {k}"
    output = "linear"
    reads_logits = False
    tasks = ("regression", "binary", "multiclass")
    averages = True

    def forward(self, z: Array, a: Array, y: Array, losses: Array) -> list[Call]:
        error, total = terms_of(a, losses)
        return [
            partial(np.subtract, a, y, error),
            partial(np.abs, error, error),
            *total,
            *times(losses, 1 / a.shape[-1]),
        ]

    def backward(self, z: Array, a: Array, y: Array, delta: Array) -> list[Call]:
        batch, outputs = delta.shape[-2:]
        return [
            partial(np.subtract, a, y, delta),
            partial(np.sign, delta, delta),
            partial(np.multiply, delta, scalar(1 / (batch * outputs), delta), delta),
        ]


@final
class Huber(Loss):
    """Squared near the target, absolute beyond δ = 1 (Huber, 1964; ``torch.nn.HuberLoss``).

    With e = a − y and its clipped c = clip(e, −1, 1) it is c·(e − ½·c), averaged
    over outputs, and its slope is c.
    """

    title = "Huber"
    formula = "(1/k)·Σ ½e² for |e| ≤ 1, else |e| − ½, with e = a − y"
    part = "Huber({a} − {y}) / {k}"
    part_slope = "clip({a} − {y}, −1, 1) / {k}"
    output = "linear"
    reads_logits = False
    tasks = ("regression", "binary", "multiclass")
    averages = True

    def forward(self, z: Array, a: Array, y: Array, losses: Array) -> list[Call]:
        error, total = terms_of(a, losses)
        clipped, half = np.empty_like(a), np.empty_like(a)
        return [
            partial(np.subtract, a, y, error),
            *_clipped(error, clipped),
            partial(np.multiply, clipped, scalar(0.5, a), half),
            partial(np.subtract, error, half, error),
            partial(np.multiply, error, clipped, error),
            *total,
            *times(losses, 1 / a.shape[-1]),
        ]

    def backward(self, z: Array, a: Array, y: Array, delta: Array) -> list[Call]:
        batch, outputs = delta.shape[-2:]
        return [
            partial(np.subtract, a, y, delta),
            *_clipped(delta, delta),
            partial(np.multiply, delta, scalar(1 / (batch * outputs), delta), delta),
        ]


def _squares(a: Array, y: Array, losses: Array, factor: float) -> list[Call]:
    """Lay out factor·Σ (a − y)² over the outputs."""
    error, total = terms_of(a, losses)
    return [
        partial(np.subtract, a, y, error),
        partial(np.square, error, error),
        *total,
        *times(losses, factor),
    ]


def _clipped(values: Array, out: Array) -> list[Call]:
    """Lay out clip(values, −1, 1)."""
    return [
        partial(np.minimum, values, scalar(1, values), out=out),
        partial(np.maximum, out, scalar(-1, values), out=out),
    ]


LOSSES.add("half_squared_error", HalfSquaredError())
LOSSES.add("mse", MeanSquaredError())
LOSSES.add("mae", MeanAbsoluteError())
LOSSES.add("huber", Huber())
