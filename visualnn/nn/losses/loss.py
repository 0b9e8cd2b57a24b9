"""What a loss is: a mean over the batch, its slope, and its parts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import partial
from typing import ClassVar, Literal

import numpy as np

from visualnn.errors import InputError
from visualnn.nn.activations import Activation
from visualnn.nn.calls import Array, Call, averaged, run, scalar, summed
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

    def mean(self, z: Array, a: Array, y: Array, losses: Array, mean: Array) -> list[Call]:
        """Lay out the mean over the batch into ``mean (R,)``, where nobody asks for more.

        ``losses (R, batch)`` may be used for it; z and a go without their R where it is 1.
        """
        rows = losses if z.ndim == 3 else losses[0]
        return [*self.forward(z, a, y, rows), averaged(losses, mean)]

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


def terms_of(like: Array, losses: Array) -> tuple[Array, list[Call]]:
    """Return a buffer for one term per output, and the calls that sum the terms into ``losses``.

    A single output's term is the loss itself, and there is nothing to sum.
    """
    if like.shape[-1] == 1:
        return losses[..., None], []
    terms = np.empty_like(like)
    return terms, [summed(terms, losses)]


def times(array: Array, factor: float) -> list[Call]:
    """Lay out array ← factor·array; nothing where the factor is 1."""
    return [] if factor == 1 else [partial(np.multiply, array, scalar(factor, array), array)]


LOSSES: Registry[Loss] = Registry("loss")
