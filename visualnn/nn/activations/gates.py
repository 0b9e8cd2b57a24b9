"""Activations that let z through by a gate of its own: GELU and SiLU."""

from __future__ import annotations

from functools import partial
from typing import final

import numpy as np

from visualnn.nn.activations.activation import ACTIVATIONS, Activation
from visualnn.nn.activations.classic import sigmoid_calls
from visualnn.nn.activations.normal import density_and_share_calls
from visualnn.nn.calls import Array, Call, scalar


@final
class GELU(Activation):
    """z times the share of the normal distribution below z (Hendrycks & Gimpel, 2016).

    The erf form of ``torch.nn.GELU()``, not its tanh approximation:
    Φ(z) = ½·(1 + erf(z/√2)), φ(z) = e^(−z²/2)/√(2π).  NumPy has no erf; the one
    written out here is right to about 1e-15.
    """

    title = "GELU"
    formula = "g(z) = z·Φ(z), Φ(z) = ½·(1 + erf(z/√2))"
    slope = "g′(z) = Φ(z) + z·φ(z)"

    def forward(self, z: Array, a: Array) -> list[Call]:
        density, share = np.empty_like(z), np.empty_like(z)
        return [
            *density_and_share_calls(z, density, share),
            partial(np.multiply, z, share, a),
        ]

    def backward(self, z: Array, a: Array, delta: Array, spare: Array) -> list[Call]:
        density = np.empty_like(z)
        return [
            *density_and_share_calls(z, density, spare),
            partial(np.multiply, z, density, density),
            partial(np.add, spare, density, spare),
            partial(np.multiply, delta, spare, delta),
        ]


@final
class SiLU(Activation):
    """z times its own sigmoid σ, also called swish (Elfwing et al., 2017; ``torch.nn.SiLU``)."""

    title = "SiLU"
    formula = "g(z) = z·σ(z), σ(z) = 1 / (1 + e⁻ᶻ)"
    slope = "g′(z) = σ(z) + g(z)·(1 − σ(z))"

    def forward(self, z: Array, a: Array) -> list[Call]:
        return [*sigmoid_calls(z, a), partial(np.multiply, z, a, a)]

    def backward(self, z: Array, a: Array, delta: Array, spare: Array) -> list[Call]:
        rest = np.empty_like(z)
        return [
            *sigmoid_calls(z, spare),
            partial(np.subtract, scalar(1, z), spare, rest),
            partial(np.multiply, a, rest, rest),
            partial(np.add, spare, rest, spare),
            partial(np.multiply, delta, spare, delta),
        ]


ACTIVATIONS.add("gelu", GELU())
ACTIVATIONS.add("silu", SiLU())
