"""Losses: how far the outputs are from the targets, and the slope of that.

Each lays out its calls on the tape's buffers, like the activations do.  The
value is the mean over the batch.  A loss that ``reads_logits`` is computed
from the last layer's z, with the activation it belongs to, because that stays
exact where the probabilities themselves round to 0 or 1.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import partial
from typing import ClassVar, Literal, final

import numpy as np

from visualnn.errors import InputError
from visualnn.nn.activations import Activation
from visualnn.nn.calls import (
    Array,
    Call,
    differences,
    largest,
    run,
    scalar,
    scaled_difference,
    softplus,
    summed,
)
from visualnn.registry import Registry


class Loss(ABC):
    """A mean over the batch of a measure of error per sample.

    Attributes
    ----------
    title, formula
        What people call it, and its formula for one sample as plain text.
    part, part_slope
        One of k outputs' part of it and the slope of that, with ``{a}``, ``{y}``
        and ``{k}`` for output, target and k.
    output
        The activation that belongs to it, where the person chose "auto".
    reads_logits
        True where the value comes from z; `backward` then gives ∂L/∂z, and
        the output's activation is always `output`.
    tasks
        What it can be used for: "binary", "multiclass", "regression".
    target
        What y holds: one value per output, one-hot rows, or one class index.
    averages
        Whether it is the mean over the outputs, and not their sum.
    room
        How many buffers of z's size `with_output` needs behind z.
    """

    title: ClassVar[str]
    formula: ClassVar[str]
    part: ClassVar[str]
    part_slope: ClassVar[str]
    output: ClassVar[str]
    reads_logits: ClassVar[bool]
    tasks: ClassVar[tuple[str, ...]]
    target: ClassVar[Literal["values", "one_hot", "index"]] = "values"
    averages: ClassVar[bool] = False
    room: ClassVar[int] = 0

    def columns(self, outputs: int) -> int:
        """Return how many columns y has for a network of so many outputs."""
        return 1 if self.target == "index" else outputs

    def check_targets(self, y: Array, outputs: int) -> None:
        """Refuse targets ``(batch, columns)`` that this loss has no meaning for.

        Raises
        ------
        InputError
            Names the first row that does not fit, and the range.
        """
        if self.target == "index":
            fits, range_ = (y >= 0) & (y < outputs) & (y == np.floor(y)), _indices(outputs)
        elif self.reads_logits:
            fits, range_ = (y >= 0) & (y <= 1), "a number from 0 to 1"
        else:
            return
        _refuse(y, ~fits, f"{self.title} needs {range_}.")
        if self.target == "one_hot":
            sums = y.sum(axis=1, keepdims=True)
            _refuse(sums, np.abs(sums - 1) > 1e-9, "its entries must add up to 1.", "the sum ")

    @abstractmethod
    def forward(self, z: Array, a: Array, y: Array, losses: Array) -> list[Call]:
        """Lay out the loss of each sample into ``losses (…, batch)``.

        ``z`` and ``a`` are the last layer's ``(…, batch, out)``; ``y (batch, columns)``.
        """

    def with_output(
        self, output: Activation, zs: Array, a: Array, y: Array, losses: Array
    ) -> list[Call]:
        """Lay out the output a = g(z) too; a loss of logits shares its exponentials with it.

        ``zs (1 + room, …, batch, out)`` holds z, and behind it what may be overwritten.
        """
        return [*output.forward(zs[0], a), *self.forward(zs[0], a, y, losses)]

    @abstractmethod
    def backward(self, z: Array, a: Array, y: Array, delta: Array) -> list[Call]:
        """Lay out the gradient of the mean loss into ``delta (…, batch, out)``.

        With respect to z where `reads_logits`, to a otherwise.
        """

    def slope(self, z: Array, a: Array, y: Array) -> Array:
        """Return ∂L/∂a of the mean loss, ``(batch, out)``, for an explanation.

        Where the loss `reads_logits` it grows beyond all bounds as a nears 0
        or 1: training goes by ∂L/∂z instead.
        """
        slope = np.empty_like(a)
        run(self.backward(z, a, y, slope))
        return slope

    def shares(self, z: Array, a: Array, y: Array) -> Array:
        """Return each output's part of the loss, ``(batch, out)``; a row's sum is its loss."""
        own = np.empty_like(a)
        for k in range(a.shape[-1]):
            one = slice(k, k + 1)
            run(self.forward(z[:, one], a[:, one], y[:, one], own[:, k]))
        return own / a.shape[-1] if self.averages else own


def _indices(outputs: int) -> str:
    return f"the index of a class, a whole number from 0 to {outputs - 1}"


def _refuse(values: Array, wrong: Array, remedy: str, what: str = "") -> None:
    if wrong.any():
        row, column = (int(i) for i in np.argwhere(wrong)[0])
        raise InputError(f"y, row {row}, holds {what}{values[row, column]:g}: {remedy}")


LOSSES: Registry[Loss] = Registry("loss")


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
        error, total = _terms(a, losses)
        return [
            partial(np.subtract, a, y, error),
            partial(np.abs, error, error),
            *total,
            *_times(losses, 1 / a.shape[-1]),
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
        error, total = _terms(a, losses)
        clipped, half = np.empty_like(a), np.empty_like(a)
        return [
            partial(np.subtract, a, y, error),
            *_clipped(error, clipped),
            partial(np.multiply, clipped, scalar(0.5, a), half),
            partial(np.subtract, error, half, error),
            partial(np.multiply, error, clipped, error),
            *total,
            *_times(losses, 1 / a.shape[-1]),
        ]

    def backward(self, z: Array, a: Array, y: Array, delta: Array) -> list[Call]:
        batch, outputs = delta.shape[-2:]
        return [
            partial(np.subtract, a, y, delta),
            *_clipped(delta, delta),
            partial(np.multiply, delta, scalar(1 / (batch * outputs), delta), delta),
        ]


@final
class BinaryCrossEntropy(Loss):
    """Cross-entropy of one probability (``torch.nn.BCEWithLogitsLoss``).

    −y·ln a − (1 − y)·ln(1 − a) with a = sigmoid(z), computed from z as
    ln(1 + eᶻ) − y·z, which never takes the logarithm of zero.
    The gradient with respect to z is a − y.
    """

    title = "binary cross-entropy"
    formula = "−y·ln a − (1 − y)·ln(1 − a)"
    part = "−{y}·ln {a} − (1 − {y})·ln(1 − {a})"
    part_slope = "(1 − {y}) / (1 − {a}) − {y} / {a}"
    output = "sigmoid"
    reads_logits = True
    tasks = ("binary",)
    room = 2

    def forward(self, z: Array, a: Array, y: Array, losses: Array) -> list[Call]:
        surprise, total = _terms(z, losses)
        known = np.empty_like(z)
        return [
            *softplus(z, surprise),
            partial(np.multiply, z, y, known),
            partial(np.subtract, surprise, known, surprise),
            *total,
        ]

    def with_output(
        self, output: Activation, zs: Array, a: Array, y: Array, losses: Array
    ) -> list[Call]:
        """Lay out the loss, and with it sigmoid(z) = e^(z − ln(1 + eᶻ))."""
        z, surprise, known = zs
        terms, total = _terms(z, losses)
        return [
            *softplus(z, surprise),
            partial(np.multiply, z, y, known),
            *differences(zs, a, terms),
            partial(np.exp, a, a),
            *total,
        ]

    def backward(self, z: Array, a: Array, y: Array, delta: Array) -> list[Call]:
        return scaled_difference(a, y, delta, 1 / delta.shape[-2])

    def slope(self, z: Array, a: Array, y: Array) -> Array:
        return _surprise_slope(a, y) - _surprise_slope(1 - a, 1 - y)


@final
class CategoricalCrossEntropy(Loss):
    """Cross-entropy over classes with one-hot targets (``torch.nn.CrossEntropyLoss``).

    −Σ yᵢ·ln aᵢ with a = softmax(z), computed from z as
    ln Σ eᶻ − Σ yᵢ·zᵢ with the largest z taken out of the sum.
    The gradient with respect to z is a − y.
    """

    title = "categorical cross-entropy"
    formula = "−Σ yᵢ·ln aᵢ"
    part = "−{y}·ln {a}"
    part_slope = "−{y} / {a}"
    output = "softmax"
    reads_logits = True
    tasks = ("multiclass",)
    target = "one_hot"

    def forward(self, z: Array, a: Array, y: Array, losses: Array) -> list[Call]:
        return _surprise(z, None, y, losses)

    def with_output(
        self, output: Activation, zs: Array, a: Array, y: Array, losses: Array
    ) -> list[Call]:
        return _surprise(zs[0], a, y, losses)

    def backward(self, z: Array, a: Array, y: Array, delta: Array) -> list[Call]:
        return _share_slope(a, y, delta)

    def slope(self, z: Array, a: Array, y: Array) -> Array:
        return _surprise_slope(a, y)

    def shares(self, z: Array, a: Array, y: Array) -> Array:
        return _surprise_shares(z, y)


@final
class SparseCategoricalCrossEntropy(Loss):
    """Cross-entropy over classes with integer targets: −ln a_y, y the class's index.

    The same number and the same gradient as with one-hot targets
    (``torch.nn.CrossEntropyLoss``); y is one column, compared with 0 … k − 1.
    """

    title = "sparse categorical cross-entropy"
    formula = "−ln a_y"
    part = "−{y}·ln {a}"
    part_slope = "−{y} / {a}"
    output = "softmax"
    reads_logits = True
    tasks = ("multiclass",)
    target = "index"

    def forward(self, z: Array, a: Array, y: Array, losses: Array) -> list[Call]:
        return self._laid(z, None, y, losses)

    def with_output(
        self, output: Activation, zs: Array, a: Array, y: Array, losses: Array
    ) -> list[Call]:
        return self._laid(zs[0], a, y, losses)

    def _laid(self, z: Array, a: Array | None, y: Array, losses: Array) -> list[Call]:
        hits = np.empty_like(z)
        return [_one_hot(y, hits), *_surprise(z, a, hits, losses)]

    def backward(self, z: Array, a: Array, y: Array, delta: Array) -> list[Call]:
        return [_one_hot(y, delta), *_share_slope(a, delta, delta)]

    def slope(self, z: Array, a: Array, y: Array) -> Array:
        return _surprise_slope(a, self._hits(a, y))

    def shares(self, z: Array, a: Array, y: Array) -> Array:
        return _surprise_shares(z, self._hits(a, y))

    def _hits(self, a: Array, y: Array) -> Array:
        hits = np.empty_like(a)
        _one_hot(y, hits)()
        return hits


def _terms(like: Array, losses: Array) -> tuple[Array, list[Call]]:
    """Return a buffer for one term per output, and the calls that sum the terms into ``losses``.

    A single output's term is the loss itself, and there is nothing to sum.
    """
    if like.shape[-1] == 1:
        return losses[..., None], []
    terms = np.empty_like(like)
    return terms, [summed(terms, losses)]


def _squares(a: Array, y: Array, losses: Array, factor: float) -> list[Call]:
    """Lay out factor·Σ (a − y)² over the outputs."""
    error, total = _terms(a, losses)
    return [
        partial(np.subtract, a, y, error),
        partial(np.multiply, error, error, error),
        *total,
        *_times(losses, factor),
    ]


def _times(array: Array, factor: float) -> list[Call]:
    """Lay out array ← factor·array; nothing where the factor is 1."""
    return [] if factor == 1 else [partial(np.multiply, array, scalar(factor, array), array)]


def _clipped(values: Array, out: Array) -> list[Call]:
    """Lay out clip(values, −1, 1)."""
    return [
        partial(np.minimum, values, scalar(1, values), out=out),
        partial(np.maximum, out, scalar(-1, values), out=out),
    ]


def _one_hot(y: Array, out: Array) -> Call:
    """Return the call that writes class indices ``y (batch, 1)`` as rows of 0 and one 1."""
    return partial(np.equal, y, np.arange(out.shape[-1], dtype=out.dtype), out)


def _surprise(z: Array, a: Array | None, y: Array, losses: Array) -> list[Call]:
    """Lay out ln Σ eᶻ − Σ yᵢ·zᵢ for one-hot ``y``, and on the way, if wanted, a = softmax(z).

    The largest z is taken out of both sums and of the shares.
    """
    wanted, powers = np.empty_like(z), np.empty_like(z) if a is None else a
    row, total = (np.empty((*z.shape[:-1], 1), dtype=z.dtype) for _ in range(2))
    return [
        largest(z, row[..., 0]),
        partial(np.subtract, z, row, powers),
        partial(np.multiply, powers, y, wanted),
        summed(wanted, row[..., 0]),
        partial(np.exp, powers, powers),
        summed(powers, total[..., 0]),
        *([] if a is None else [partial(np.divide, powers, total, a)]),
        partial(np.log, total[..., 0], losses),
        partial(np.subtract, losses, row[..., 0], losses),
    ]


def _share_slope(a: Array, y: Array, delta: Array) -> list[Call]:
    """Lay out (a − y)/n, to the same last bit wherever the one-hot ``y`` lies in memory."""
    return [partial(np.subtract, a, y, delta), *_times(delta, 1 / delta.shape[-2])]


def _surprise_slope(a: Array, y: Array) -> Array:
    """Return ∂/∂a of the mean of −Σ yᵢ·ln aᵢ: −y/a, and 0 where y is 0, even at a = 0."""
    return -np.divide(y, a, out=np.zeros_like(a), where=y != 0) / len(a)


def _surprise_shares(z: Array, y: Array) -> Array:
    """Return −yᵢ·ln aᵢ for one-hot ``y``: all of a sample's loss is its own class's."""
    losses = np.empty(len(z), z.dtype)
    run(_surprise(z, None, y, losses))
    return np.asarray(y * losses[:, None])


LOSSES.add("half_squared_error", HalfSquaredError())
LOSSES.add("mse", MeanSquaredError())
LOSSES.add("mae", MeanAbsoluteError())
LOSSES.add("huber", Huber())
LOSSES.add("binary_crossentropy", BinaryCrossEntropy())
LOSSES.add("categorical_crossentropy", CategoricalCrossEntropy())
LOSSES.add("sparse_categorical_crossentropy", SparseCategoricalCrossEntropy())
