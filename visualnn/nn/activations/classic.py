"""The activations of the early networks: linear, step, sigmoid and tanh."""

from __future__ import annotations

from functools import partial
from typing import final

import numpy as np

from visualnn.nn.activations.activation import ACTIVATIONS, Activation
from visualnn.nn.calls import Array, Call, assign, scalar


@final
class Linear(Activation):
    """The identity, g(z) = z: a stack of such layers is one layer."""

    title = "linear"
    formula = "g(z) = z"
    slope = "g′(z) = 1"

    def forward(self, z: Array, a: Array) -> list[Call]:
        return [] if np.shares_memory(a, z) else [assign(a, z)]

    def backward(self, z: Array, a: Array, delta: Array, spare: Array) -> list[Call]:
        return []


@final
class Step(Activation):
    """The perceptron's all or nothing (Rosenblatt, 1958), with g(0) = 1.

    Its slope is 0 wherever there is one (and 0 is taken for it at the jump),
    so that no gradient passes: gradient descent cannot teach the layers below.
    """

    title = "step"
    formula = "g(z) = 1 for z ≥ 0, else 0"
    slope = "g′(z) = 0"
    flat = True

    def forward(self, z: Array, a: Array) -> list[Call]:
        return [partial(np.greater_equal, z, scalar(0, z), a)]

    def backward(self, z: Array, a: Array, delta: Array, spare: Array) -> list[Call]:
        return [partial(delta.fill, 0)]


@final
class Sigmoid(Activation):
    """The logistic function, g(z) = 1 / (1 + e⁻ᶻ); its slope is at most 0.25."""

    title = "sigmoid"
    formula = "g(z) = 1 / (1 + e⁻ᶻ)"
    slope = "g′(z) = g(z)·(1 − g(z))"
    in_place = True
    symbol = "σ"

    def forward(self, z: Array, a: Array) -> list[Call]:
        return sigmoid_calls(z, a)

    def slopes(self, a: Array, out: Array) -> list[Call]:
        return [partial(np.subtract, scalar(1, a), a, out), partial(np.multiply, out, a, out)]

    def backward(self, z: Array, a: Array, delta: Array, spare: Array) -> list[Call]:
        return [*self.slopes(a, spare), partial(np.multiply, delta, spare, delta)]


@final
class Tanh(Activation):
    """The hyperbolic tangent; its slope is 1 at zero and fades on both sides."""

    title = "tanh"
    formula = "g(z) = tanh z"
    slope = "g′(z) = 1 − g(z)²"
    in_place = True

    def forward(self, z: Array, a: Array) -> list[Call]:
        return [partial(np.tanh, z, a)]

    def slopes(self, a: Array, out: Array) -> list[Call]:
        return [partial(np.square, a, out), partial(np.subtract, scalar(1, a), out, out)]

    def backward(self, z: Array, a: Array, delta: Array, spare: Array) -> list[Call]:
        return [*self.slopes(a, spare), partial(np.multiply, delta, spare, delta)]


def sigmoid_calls(z: Array, out: Array) -> list[Call]:
    """Lay out ``out[...] = 1 / (1 + e⁻ᶻ)``, which keeps its digits where it is near 0."""
    return [
        partial(np.negative, z, out),
        partial(np.exp, out, out),
        partial(np.add, out, scalar(1, z), out),
        partial(np.reciprocal, out, out),
    ]


ACTIVATIONS.add("linear", Linear())
ACTIVATIONS.add("step", Step())
ACTIVATIONS.add("sigmoid", Sigmoid())
ACTIVATIONS.add("tanh", Tanh())
