"""Where each layer's weights and biases lie in one flat parameter vector."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Slot:
    """A named part of the parameter vector: its first index and its shape."""

    start: int
    shape: tuple[int, ...]

    @property
    def slice(self) -> slice:
        """The part as a slice of the last axis of ``theta``."""
        return slice(self.start, self.start + prod(self.shape))

    def view(self, theta: Array) -> Array:
        """Return this part of ``theta (…, P)`` as ``(…, *shape)``, without a copy."""
        return theta[..., self.slice].reshape(*theta.shape[:-1], *self.shape)


class Layout(Mapping[str, Slot]):
    """Names the slices of ``theta``: ``W1, b1, W2, b2, …``.

    A layer's bias ``(1, out)`` lies right behind its weights ``(in, out)``, so
    that both together are one matrix ``(in + 1, out)`` and a layer is a single
    product with an input that carries a column of ones.

    Parameters
    ----------
    sizes
        Units per layer, the input first.
    bias
        Whether the layers have biases.

    Examples
    --------
    >>> Layout((4, 8, 8, 3)).size
    139
    """

    def __init__(self, sizes: tuple[int, ...], bias: bool = True) -> None:
        self.sizes = sizes
        self.bias = bias
        self._slots: dict[str, Slot] = {}
        start = 0
        for layer, (fan_in, fan_out) in enumerate(pairwise(sizes), start=1):
            self._slots[f"W{layer}"] = Slot(start, (fan_in, fan_out))
            start += fan_in * fan_out
            if bias:
                self._slots[f"b{layer}"] = Slot(start, (1, fan_out))
                start += fan_out
        self.size = start

    def __getitem__(self, name: str) -> Slot:
        return self._slots[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._slots)

    def __len__(self) -> int:
        return len(self._slots)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Layout) and (self.sizes, self.bias) == (other.sizes, other.bias)

    def __hash__(self) -> int:
        return hash((self.sizes, self.bias))

    @property
    def layers(self) -> range:
        """The layers' numbers, 1 for the first that has weights."""
        return range(1, len(self.sizes))

    def weights(self, theta: Array) -> list[Array]:
        """Return ``W (…, in, out)`` per layer as views of ``theta (…, P)``."""
        return [self[f"W{layer}"].view(theta) for layer in self.layers]

    def biases(self, theta: Array) -> list[Array]:
        """Return ``b (…, out)`` per layer as views of ``theta (…, P)``; empty without biases."""
        if not self.bias:
            return []
        return [self[f"b{layer}"].view(theta)[..., 0, :] for layer in self.layers]

    def matrices(self, theta: Array) -> list[Array]:
        """Return weights over bias, ``(…, in + 1, out)``, per layer as views of ``theta``."""
        return [self._matrix(layer).view(theta) for layer in self.layers]

    def _matrix(self, layer: int) -> Slot:
        weights = self[f"W{layer}"]
        rows, columns = weights.shape
        return Slot(weights.start, (rows + self.bias, columns))

    def weight_mask(self) -> NDArray[np.bool_]:
        """Return ``(P,)``, true for weights and false for biases."""
        mask = np.zeros(self.size, dtype=bool)
        for layer in self.layers:
            mask[self[f"W{layer}"].slice] = True
        return mask
