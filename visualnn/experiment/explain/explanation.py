"""An explanation: every number of one step of gradient descent, in one frozen bundle."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from visualnn.experiment.explain.phrase import Phrase
from visualnn.experiment.explain.place import Place, index_of
from visualnn.experiment.explain.subject import Subject
from visualnn.experiment.spec.branches import RegularizationSpec
from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import Array
from visualnn.nn.layout import Layout
from visualnn.nn.optim import Optimizer


@dataclass(frozen=True, slots=True, eq=False)
class Pass:
    """What one forward pass leaves: a list entry per layer after the input.

    Attributes
    ----------
    s, z, a
        ``(n, units)`` each: sums, what enters the activation, and what leaves it.
        Where nothing is normalized, s is z.
    kept
        What dropout multiplied a with, 0 or 1/(1 − p); None where it did not.
    h
        What the next layer reads: a ∘ kept, or a itself.
    normed, inverse
        Of a normalized layer x̂ ``(n, units)``, and 1/√(σ² + ε) ``(n or 1, units or 1)``.
    shares
        ``(n, outputs)``: each output's part of each sample's loss.
    losses, loss, penalty
        ``(n,)`` each sample's loss, their mean, and what regularization adds to that.
    """

    s: tuple[Array, ...]
    z: tuple[Array, ...]
    a: tuple[Array, ...]
    kept: tuple[Array | None, ...]
    h: tuple[Array, ...]
    normed: tuple[Array | None, ...]
    inverse: tuple[Array | None, ...]
    shares: Array
    losses: Array
    loss: float
    penalty: float

    @property
    def total(self) -> float:
        """The loss with the penalty: what training makes small."""
        return self.loss + self.penalty


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """One link of the optimizer's chain.

    Attributes
    ----------
    key
        "gradient" (of the data's loss), "penalty", then the class names of the
        transforms, such as "ClipByNorm"; the last is "ScaleByRate", the step.
    title, formula
        What it does, in a word or two to be translated, and as a formula.
    vector
        ``(P,)``, the direction when this link is done.
    """

    key: str
    title: Phrase
    formula: str
    vector: Array


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Explanation:
    """One step of gradient descent with all its numbers, read off one pass of the engine.

    Lists have an entry per layer after the input, the first layer's first; n
    is the number of samples.  The loss is their mean, so that every ∂L/∂… of a
    single sample holds the factor 1/n.

    Attributes
    ----------
    subject, generation, step
        What was explained, of which run, and how many updates it had made.
    architecture
        Sizes, activations, loss, biases, normalizations and the dropout rate.
    units
        Given names per layer, the input first; empty where the notation names them.
    x, y
        ``(n, in)`` and ``(n, columns)``, scaled and encoded as the network reads them.
    theta, theta_after
        ``(P,)`` before and after the update.
    before, after
        The passes with either.  The dropped units are the same in both.
    slopes
        ∂L/∂a per layer ``(n, units)``; of an output under a loss on logits see `split_is_sound`.
    passed_slopes
        ∂L/∂h per layer, before dropout's factor; the output's is ∂L/∂a.
    derivatives
        g′(z) per layer; for softmax its own aᵢ·(1 − aᵢ).
    delta, delta_s
        ∂L/∂z and ∂L/∂s per layer.
    x_slope
        ∂L/∂x ``(n, in)``.
    data_gradient, penalty_gradient, gradient
        ``(P,)`` each; the last is their sum, which the optimizer is given.
    links
        The optimizer's chain, from the data's gradient to the step.
    memory, memory_after
        The optimizer's own vectors by name, ``(P,)`` each, before and after.
    rate, clip_scale
        η, and by how much clipping shortened the gradient (1 without).
    batch_statistics
        Whether batch normalization used this batch's own statistics.
    dice
        The state of the generator that drew the dropped units; None without dropout.
    notes
        Sentences: what a reader should know about how this was computed.
    """

    subject: Subject
    generation: int
    step: int
    architecture: Architecture
    optimizer: Optimizer
    regularization: RegularizationSpec
    units: tuple[tuple[str, ...], ...]
    features: tuple[str, ...]
    x: Array
    y: Array
    theta: Array
    theta_after: Array
    before: Pass
    after: Pass
    slopes: tuple[Array, ...]
    passed_slopes: tuple[Array, ...]
    derivatives: tuple[Array, ...]
    delta: tuple[Array, ...]
    delta_s: tuple[Array, ...]
    x_slope: Array
    data_gradient: Array
    penalty_gradient: Array
    gradient: Array
    links: tuple[Link, ...]
    memory: dict[str, Array]
    memory_after: dict[str, Array]
    rate: float
    clip_scale: float
    batch_statistics: bool = False
    dice: dict[str, Any] | None = None
    notes: tuple[Phrase, ...] = ()
    layout: Layout = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "layout", self.architecture.layout)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units per layer, the input first."""
        return self.architecture.sizes

    @property
    def samples(self) -> int:
        """How many samples the loss is the mean of."""
        return len(self.x)

    @property
    def depth(self) -> int:
        """How many layers have weights; the output layer's number."""
        return len(self.sizes) - 1

    @property
    def step_vector(self) -> Array:
        """The update ``(P,)``: θ ← θ − step."""
        return self.links[-1].vector

    def value(self, place: Place, *, after: bool = False) -> float:
        """Return the number at a place; ``after`` the update or before it."""
        if place.is_parameter:
            theta = self.theta_after if after else self.theta
            return float(theta[index_of(self.layout, place)])
        state = self.after if after else self.before
        match place.kind:
            case "L":
                return state.loss
            case "E":
                return float(state.shares[place.sample, place.unit])
            case "x":
                return float(self.x[place.sample, place.unit])
            case "y":
                return float(self.y[place.sample, min(place.unit, self.y.shape[1] - 1)])
        array: Array = getattr(state, place.kind)[place.layer - 1]
        return float(array[place.sample, place.unit])

    def slope(self, place: Place) -> float:
        """Return ∂L/∂ of a place, as the backward pass left it (without the penalty)."""
        if place.is_parameter:
            return float(self.data_gradient[index_of(self.layout, place)])
        return float(self.slopes_at(place)[place.sample, place.unit])

    def slopes_at(self, place: Place) -> Array:
        """Return ∂L/∂ of all units ``(n, units)`` of a place's kind and layer.

        Raises
        ------
        KeyError
            If the kind has no slope here: a target, the loss, or a parameter.
        """
        if place.kind == "x":
            return self.x_slope
        arrays = {"s": self.delta_s, "z": self.delta, "a": self.slopes, "h": self.passed_slopes}
        return arrays[place.kind][place.layer - 1]

    def is_normalized(self, layer: int) -> bool:
        """Return whether a layer (from 1) is normalized."""
        return self.layout.is_scaled(layer)

    def is_linear(self, layer: int) -> bool:
        """Return whether a layer (from 1) has no bend: a is z there."""
        return self.architecture.activations[layer - 1] == "linear"

    def drops(self, layer: int) -> bool:
        """Return whether dropout stands behind a layer (from 1)."""
        return self.before.kept[layer - 1] is not None


SOUND = 1e-6
"""Outputs nearer to 0 or 1 than this: ∂L/∂a · g′(z) loses digits there that ∂L/∂z keeps."""


def split_is_sound(explanation: Explanation) -> bool:
    """Return whether the output's ∂L/∂z can be read as ∂L/∂a · g′(z) without losing digits.

    A loss on logits gives ∂L/∂z = a − y at once; ∂L/∂a divides by a and by
    1 − a, which have rounded where they are next to nothing.
    """
    a = explanation.before.a[-1]
    return bool(np.minimum(a, 1 - a).min() >= SOUND)
