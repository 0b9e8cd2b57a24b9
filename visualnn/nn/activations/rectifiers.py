"""Activations that pass what is positive: ReLU and those that soften its corner."""

from __future__ import annotations

from functools import partial
from typing import final

import numpy as np

from visualnn.nn.activations.activation import ACTIVATIONS, Activation
from visualnn.nn.calls import Array, Call, assign, scalar, softplus

LEAK = 0.01
SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


@final
class ReLU(Activation):
    """The rectified linear unit, g(z) = max(0, z), with g′(0) = 0."""

    title = "ReLU"
    formula = "g(z) = max(0, z)"
    slope = "g′(z) = 1 for z > 0, else 0"
    in_place = True

    def forward(self, z: Array, a: Array) -> list[Call]:
        # A whole array of zeros: with a scalar np.maximum is half as quick.
        return [partial(np.maximum, z, np.zeros_like(z), out=a)]

    def slopes(self, a: Array, out: Array) -> list[Call]:
        # Half the price of np.sign; and with the mask as a factor, or with ``out`` for its
        # output, NumPy would convert it in a buffer that it makes at each call.
        positive = np.empty_like(a, dtype=bool)
        return [partial(np.greater, a, scalar(0, a), positive), assign(out, positive)]

    def backward(self, z: Array, a: Array, delta: Array, spare: Array) -> list[Call]:
        return [*self.slopes(a, spare), partial(np.multiply, delta, spare, delta)]


@final
class LeakyReLU(Activation):
    """ReLU that still leans a little below zero, so that no unit dies; g′(0) = 0.01.

    With the slope of ``torch.nn.LeakyReLU`` (Maas et al., 2013).
    """

    title = "leaky ReLU"
    formula = "g(z) = max(z, 0.01·z)"
    slope = "g′(z) = 1 for z > 0, else 0.01"

    def forward(self, z: Array, a: Array) -> list[Call]:
        return [partial(np.multiply, z, scalar(LEAK, z), a), partial(np.maximum, a, z, out=a)]

    def backward(self, z: Array, a: Array, delta: Array, spare: Array) -> list[Call]:
        return [
            partial(np.greater, z, scalar(0, z), spare),
            partial(np.maximum, spare, scalar(LEAK, z), out=spare),
            partial(np.multiply, delta, spare, delta),
        ]


@final
class ELU(Activation):
    """The exponential linear unit with α = 1 (Clevert et al., 2016; ``torch.nn.ELU``).

    Computed as max(z, e^min(z, 0) − 1): the exponential never overflows, and
    lies above z wherever z is negative.
    """

    title = "ELU"
    formula = "g(z) = z for z > 0, else eᶻ − 1"
    slope = "g′(z) = 1 for z > 0, else eᶻ"

    def forward(self, z: Array, a: Array) -> list[Call]:
        return [
            partial(np.minimum, z, scalar(0, z), out=a),
            partial(np.expm1, a, a),
            partial(np.maximum, a, z, out=a),
        ]

    def backward(self, z: Array, a: Array, delta: Array, spare: Array) -> list[Call]:
        return [
            partial(np.minimum, z, scalar(0, z), out=spare),
            partial(np.exp, spare, spare),
            partial(np.multiply, delta, spare, delta),
        ]


@final
class SELU(Activation):
    """ELU with the α and the scale that keep mean 0 and variance 1 through deep layers.

    The constants are those of Klambauer et al., 2017, and ``torch.nn.SELU``.
    """

    title = "SELU"
    formula = "g(z) = λ·z for z > 0, else λ·α·(eᶻ − 1), with λ = 1.0507 and α = 1.6733"
    slope = "g′(z) = λ for z > 0, else λ·α·eᶻ"

    def forward(self, z: Array, a: Array) -> list[Call]:
        above, zero = np.empty_like(z), scalar(0, z)
        return [
            partial(np.maximum, z, zero, out=above),
            partial(np.multiply, above, scalar(SELU_SCALE, z), above),
            partial(np.minimum, z, zero, out=a),
            partial(np.expm1, a, a),
            partial(np.multiply, a, scalar(SELU_SCALE * SELU_ALPHA, z), a),
            partial(np.add, a, above, a),
        ]

    def backward(self, z: Array, a: Array, delta: Array, spare: Array) -> list[Call]:
        on, zero = np.empty_like(z, dtype=bool), scalar(0, z)
        return [
            partial(np.minimum, z, zero, out=spare),
            partial(np.exp, spare, spare),
            partial(np.multiply, spare, scalar(SELU_SCALE * SELU_ALPHA, z), spare),
            partial(np.greater, z, zero, on),
            partial(np.copyto, spare, scalar(SELU_SCALE, z), where=on),
            partial(np.multiply, delta, spare, delta),
        ]


@final
class Softplus(Activation):
    """The smooth ReLU, g(z) = ln(1 + eᶻ); its slope is the sigmoid.

    Computed without overflow, and exactly so for every z, where
    ``torch.nn.Softplus`` goes over to z itself above its threshold of 20.
    The slope is e^(z − g(z)), which is 1 / (1 + e⁻ᶻ).
    """

    title = "softplus"
    formula = "g(z) = ln(1 + eᶻ)"
    slope = "g′(z) = 1 / (1 + e⁻ᶻ)"

    def forward(self, z: Array, a: Array) -> list[Call]:
        return softplus(z, a)

    def backward(self, z: Array, a: Array, delta: Array, spare: Array) -> list[Call]:
        return [
            partial(np.subtract, z, a, spare),
            partial(np.exp, spare, spare),
            partial(np.multiply, delta, spare, delta),
        ]


ACTIVATIONS.add("relu", ReLU())
ACTIVATIONS.add("leaky_relu", LeakyReLU())
ACTIVATIONS.add("elu", ELU())
ACTIVATIONS.add("selu", SELU())
ACTIVATIONS.add("softplus", Softplus())
