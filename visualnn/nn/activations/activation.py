"""What every activation is, and the table of all of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from visualnn.nn.calls import Array, Call, run
from visualnn.registry import Registry


class Activation(ABC):
    """A function a = g(z) applied to a layer's weighted sums.

    Attributes
    ----------
    title, formula, slope
        What people call it, and g(z) and g′(z) as plain text.
    symbol
        The letter that stands for g, if it has one of its own.
    flat
        Whether g′(z) is 0 wherever there is a slope: no gradient passes.
    in_place
        Whether `forward` may write g(z) over z: it reads each z before it writes there.
    """

    title: ClassVar[str]
    formula: ClassVar[str]
    slope: ClassVar[str]
    symbol: ClassVar[str] = ""
    flat: ClassVar[bool] = False
    in_place: ClassVar[bool] = False

    @abstractmethod
    def forward(self, z: Array, a: Array) -> list[Call]:
        """Lay out ``a[...] = g(z)``.

        ``a`` need not be contiguous; ``z`` is kept.  For the identity both may be one buffer.
        """

    @abstractmethod
    def backward(self, z: Array, a: Array, delta: Array, spare: Array) -> list[Call]:
        """Lay out the chain rule in place: ``delta`` holds ∂L/∂a and becomes ∂L/∂z.

        ``spare`` is a buffer of ``delta``'s shape that may be overwritten.
        """

    def slopes(self, a: Array, out: Array) -> list[Call] | None:
        """Lay out g′(z) into ``out``, where it follows from a = g(z) alone; else None."""
        return None

    def value(self, z: Array) -> Array:
        """Return g(z), of ``z``'s shape."""
        a = np.empty_like(z)
        _run_quietly(self.forward(z, a))
        return a

    def derivative(self, z: Array) -> Array:
        """Return g′(z), of ``z``'s shape (for softmax: the gradient of the outputs' sum)."""
        delta = np.ones_like(z)
        _run_quietly(self.backward(z, self.value(z), delta, np.empty_like(z)))
        return delta


ACTIVATIONS: Registry[Activation] = Registry("activation")

RANGES: dict[str, tuple[float, float]] = {
    "sigmoid": (0.0, 1.0),
    "softmax": (0.0, 1.0),
    "step": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
}
"""The keys of bounded activations, with the bounds that their values cannot leave."""


def _run_quietly(calls: list[Call]) -> None:
    """Run the calls; e⁻ᶻ may overflow to ∞ far out, where 1 / (1 + ∞) = 0 is right."""
    with np.errstate(over="ignore"):
        run(calls)
