"""Cross-entropy: how surprised a network is by the class, for classification."""

from __future__ import annotations

from functools import partial
from math import log
from typing import final

import numpy as np

from visualnn.nn.activations import Activation
from visualnn.nn.calls import (
    Array,
    Call,
    differences,
    largest,
    product,
    run,
    scalar,
    scaled_difference,
    softplus,
    summed,
)
from visualnn.nn.losses.loss import LOSSES, Loss, terms_of, times


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
        surprise, total = terms_of(z, losses)
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
        terms, total = terms_of(z, losses)
        return [
            *softplus(z, surprise),
            partial(np.multiply, z, y, known),
            *differences(zs, a, terms),
            partial(np.exp, a, a),
            *total,
        ]

    def mean(self, z: Array, a: Array, y: Array, losses: Array, mean: Array) -> list[Call]:
        """Lay out the mean of ln(1 + e^(−|z|)) + (1 − y)·max(z, 0) + y·max(−z, 0).

        The same loss, without a term below zero, so that nothing cancels where each is
        averaged by itself, as a product; 2·max(±z, 0) is |z| ± z.
        """
        terms = np.empty((3, *z.swapaxes(-1, -2).shape), z.dtype)
        shares = np.full((3, *y.T.shape), 1 / len(y), z.dtype)
        rest, above, below = terms.swapaxes(-1, -2)
        _, up, down = shares.swapaxes(-1, -2)
        half, means = scalar(0.5 / len(y), z), np.empty((3, len(mean), 1), z.dtype)
        return [
            partial(np.multiply, y, half, down),
            partial(np.subtract, half, down, up),
            partial(np.abs, z, rest),
            partial(np.add, rest, z, above),
            partial(np.subtract, rest, z, below),
            # In single precision 2ˣ takes NumPy half the time of eˣ.
            partial(np.multiply, rest, scalar(-1 / log(2), z), rest),
            partial(np.exp2, rest, rest),
            partial(np.log1p, rest, rest),
            partial(np.matmul, terms.reshape(3, len(mean), -1), shares.reshape(3, -1, 1), means),
            product(np.ones(3, z.dtype), means[..., 0], mean),
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
    return [partial(np.subtract, a, y, delta), *times(delta, 1 / delta.shape[-2])]


def _surprise_slope(a: Array, y: Array) -> Array:
    """Return ∂/∂a of the mean of −Σ yᵢ·ln aᵢ: −y/a, and 0 where y is 0, even at a = 0."""
    return -np.divide(y, a, out=np.zeros_like(a), where=y != 0) / len(a)


def _surprise_shares(z: Array, y: Array) -> Array:
    """Return −yᵢ·ln aᵢ for one-hot ``y``: all of a sample's loss is its own class's."""
    losses = np.empty(len(z), z.dtype)
    run(_surprise(z, None, y, losses))
    return np.asarray(y * losses[:, None])


LOSSES.add("binary_crossentropy", BinaryCrossEntropy())
LOSSES.add("categorical_crossentropy", CategoricalCrossEntropy())
LOSSES.add("sparse_categorical_crossentropy", SparseCategoricalCrossEntropy())
