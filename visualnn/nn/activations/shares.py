"""Softmax, the activation of an output layer that shares one among its classes."""

from __future__ import annotations

from functools import partial
from typing import final

import numpy as np

from visualnn.nn.activations.activation import ACTIVATIONS, Activation
from visualnn.nn.calls import Array, Call, largest, summed


@final
class Softmax(Activation):
    """Shares that sum to one over the units, g(z)ᵢ = e^zᵢ / Σⱼ e^zⱼ.

    The largest z is subtracted first, which changes nothing but keeps the
    exponentials finite.  The chain rule takes the whole Jacobian:
    ∂L/∂zᵢ = aᵢ·(∂L/∂aᵢ − Σⱼ aⱼ·∂L/∂aⱼ).
    """

    title = "softmax"
    formula = "g(z)ᵢ = e^zᵢ / Σⱼ e^zⱼ"
    slope = "∂gᵢ/∂zⱼ = gᵢ·(1[i=j] − gⱼ)"

    def forward(self, z: Array, a: Array) -> list[Call]:
        row = np.empty((*z.shape[:-1], 1), dtype=z.dtype)
        return [
            largest(z, row[..., 0]),
            partial(np.subtract, z, row, a),
            partial(np.exp, a, a),
            summed(a, row[..., 0]),
            partial(np.divide, a, row, a),
        ]

    def backward(self, z: Array, a: Array, delta: Array, spare: Array) -> list[Call]:
        row = np.empty((*z.shape[:-1], 1), dtype=z.dtype)
        return [
            partial(np.multiply, a, delta, spare),
            summed(spare, row[..., 0]),
            partial(np.subtract, delta, row, delta),
            partial(np.multiply, delta, a, delta),
        ]


ACTIVATIONS.add("softmax", Softmax())
