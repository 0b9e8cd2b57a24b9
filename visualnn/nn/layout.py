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
    product with an input that carries a column of ones.  A normalized layer has
    ``gamma1`` and ``beta1 (out,)`` behind them.  At the end of ``theta``, behind
    everything that is trained, stand the running statistics ``mean1`` and
    ``variance1 (out,)``: so they are kept, restored and replayed with the rest.

    Parameters
    ----------
    sizes
        Units per layer, the input first.
    bias
        Whether the layers have biases.
    scaled, running
        Per layer after the input, whether it has γ and β, and whether it has
        running statistics; empty for none.

    Attributes
    ----------
    size
        The length of ``theta``.
    trained
        How many of its numbers, from the first on, training adjusts.

    Examples
    --------
    >>> Layout((4, 8, 8, 3)).size
    139
    """

    def __init__(
        self,
        sizes: tuple[int, ...],
        bias: bool = True,
        scaled: tuple[bool, ...] = (),
        running: tuple[bool, ...] = (),
    ) -> None:
        self.sizes = sizes
        self.bias = bias
        self._scaled, self._running = scaled, running
        self._slots: dict[str, Slot] = {}
        self.size = 0
        for layer, (fan_in, fan_out) in enumerate(pairwise(sizes), start=1):
            self._append(f"W{layer}", fan_in, fan_out)
            if bias:
                self._append(f"b{layer}", 1, fan_out)
            if self.is_scaled(layer):
                self._append(f"gamma{layer}", fan_out)
                self._append(f"beta{layer}", fan_out)
        self.trained = self.size
        for layer in self.layers:
            if self.is_running(layer):
                self._append(f"mean{layer}", sizes[layer])
                self._append(f"variance{layer}", sizes[layer])

    def _append(self, name: str, *shape: int) -> None:
        self._slots[name] = Slot(self.size, shape)
        self.size += prod(shape)

    def __getitem__(self, name: str) -> Slot:
        return self._slots[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._slots)

    def __len__(self) -> int:
        return len(self._slots)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Layout) and self._slots == other._slots

    def __hash__(self) -> int:
        return hash((self.sizes, self.bias, self._scaled, self._running))

    def is_scaled(self, layer: int) -> bool:
        """Return whether a layer (1 for the first after the input) has γ and β."""
        return bool(self._scaled) and self._scaled[layer - 1]

    def is_running(self, layer: int) -> bool:
        """Return whether a layer has running statistics."""
        return bool(self._running) and self._running[layer - 1]

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
        """Return ``(P,)``, true for weights and false for all else."""
        mask = np.zeros(self.size, dtype=bool)
        for layer in self.layers:
            mask[self[f"W{layer}"].slice] = True
        return mask
