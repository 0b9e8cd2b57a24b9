"""Small networks worked through by hand: every number of one step, read off the engine's tape.

The two-layer example and its published numbers are the well-known ones of two
inputs, two hidden and two output neurons without biases; the chain is the
smallest network that has something to pass back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from visualnn.experiment.population import Population
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.calls import Array, run
from visualnn.nn.losses import LOSSES
from visualnn.nn.network import Architecture, Tape
from visualnn.nn.optim import SGD
from visualnn.registry import Registry

LOSS = "half_squared_error"


@dataclass(frozen=True, slots=True)
class Example:
    """A network with its numbers and the names that people give them.

    Attributes
    ----------
    title
        What it is, in one line.
    units
        Names per layer, the input first.
    activations
        Keys of the registry; the loss is always ½·Σ (a − y)².
    x, targets
        The one sample.
    weights
        In reading order: those into the first neuron, then those into the second.
    rate
        η of the one update.
    """

    title: str
    units: tuple[tuple[str, ...], ...]
    activations: tuple[str, ...]
    x: tuple[float, ...]
    targets: tuple[float, ...]
    weights: tuple[float, ...]
    rate: float

    @property
    def architecture(self) -> Architecture:
        """The network's shape; it has no biases."""
        sizes = tuple(len(names) for names in self.units)
        return Architecture(sizes, self.activations, LOSS, bias=False)

    @property
    def order(self) -> Array:
        """Where w1, w2, … lie in the parameter vector ``(P,)``.

        The vector holds W (in, out) row by row; reading order goes neuron by
        neuron, which is column by column.
        """
        places = np.arange(len(self.weights))
        return np.concatenate(
            [matrix.T.ravel() for matrix in self.architecture.layout.weights(places)]
        )


EXAMPLES: Registry[Example] = Registry("example")
EXAMPLES.add(
    "two-layer",
    Example(
        title="two inputs, two hidden and two output neurons, sigmoid, no biases",
        units=(("x1", "x2"), ("h1", "h2"), ("o1", "o2")),
        activations=("sigmoid", "sigmoid"),
        x=(0.1, 0.2),
        targets=(0.4, 0.6),
        weights=(0.3, 0.25, 0.4, 0.35, 0.45, 0.4, 0.7, 0.6),
        rate=0.5,
    ),
)
EXAMPLES.add(
    "chain",
    Example(
        title="x → z1 → ŷ → J with one weight each",
        units=(("x",), ("z1",), ("ŷ",)),
        activations=("linear", "linear"),
        x=(2.0,),
        targets=(1.0,),
        weights=(0.5, 1.5),
        rate=0.1,
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class Pass:
    """What one forward pass leaves: lists per layer, the first layer's first.

    ``z`` and ``a`` hold weighted sums and outputs per layer, ``errors`` each
    output's share of the loss.
    """

    z: tuple[Array, ...]
    a: tuple[Array, ...]
    errors: Array
    loss: float


@dataclass(frozen=True, slots=True, eq=False)
class Worked:
    """One step of gradient descent on an example, with every number between.

    Attributes
    ----------
    before, after
        The passes before and after the update.
    slopes
        ∂E/∂a per layer, the first layer's first.
    derivatives
        g′(z) per layer.
    delta
        ∂E/∂z per layer.
    gradients, updated
        ``(P,)`` each, in the order w1, w2, …
    """

    example: Example
    before: Pass
    slopes: tuple[Array, ...]
    derivatives: tuple[Array, ...]
    delta: tuple[Array, ...]
    gradients: Array
    updated: Array
    after: Pass


def work_through(key: str) -> Worked:
    """Do one forward pass, backward pass and update of an example.

    Raises
    ------
    InputError
        For an unknown example.
    """
    example = EXAMPLES[key]
    order, theta = example.order, np.empty((1, len(example.weights)))
    theta[0, order] = example.weights
    population = Population(theta, (SGD(lr=example.rate),))
    tape = Tape(example.architecture, population.theta, population.gradient, 1)
    tape.x[...], tape.y[...] = example.x, example.targets
    before = _forward(tape)
    tape.backward()
    slopes, derivatives = tuple(_slopes(tape)), tuple(_derivatives(tape))
    delta = tuple(layer[0, 0].copy() for layer in tape.delta)
    gradients = population.gradient[0, order]
    population.update()
    updated = population.theta[0, order]
    return Worked(example, before, slopes, derivatives, delta, gradients, updated, _forward(tape))


def _forward(tape: Tape) -> Pass:
    tape.forward()
    z = tuple(layer[0, 0].copy() for layer in tape.z)
    a = tuple(layer[0, 0].copy() for layer in tape.a[1:])
    return Pass(z, a, np.array(list(_errors(tape))), float(tape.loss[0]))


def _errors(tape: Tape) -> Iterator[float]:
    """Yield each output's own loss: the tape's loss applied to that output alone."""
    z, a, loss = tape.z[-1][0], tape.a[-1][0], LOSSES[tape.architecture.loss]
    for k in range(a.shape[-1]):
        own, one = np.empty(1), slice(k, k + 1)
        run(loss.forward(z[:, one], a[:, one], tape.y[:, one], own))
        yield float(own[0])


def _slopes(tape: Tape) -> Iterator[Array]:
    """Yield ∂E/∂a per layer: δ of the layer above through its weights; at the end the loss's."""
    weights = tape.architecture.layout.weights(tape.theta[0])
    for delta, matrix in zip(tape.delta[1:], weights[1:], strict=True):
        yield matrix @ delta[0, 0]
    z, a = tape.z[-1][0], tape.a[-1][0]
    last = np.empty_like(a)
    run(LOSSES[tape.architecture.loss].backward(z, a, tape.y, last))
    yield last[0]


def _derivatives(tape: Tape) -> Iterator[Array]:
    for key, z in zip(tape.architecture.activations, tape.z, strict=True):
        yield ACTIVATIONS[key].derivative(z[0])[0]


@dataclass(frozen=True, slots=True)
class Edge:
    """One weight of an example: its index in reading order and the neurons it joins.

    ``layer`` is 0 for the weights into the first hidden layer.
    """

    index: int
    layer: int
    source: int
    target: int


def edges(example: Example) -> list[Edge]:
    """Return the weights in reading order."""
    sizes = example.architecture.sizes
    places = [
        (layer, source, target)
        for layer, (fan_in, fan_out) in enumerate(pairwise(sizes))
        for target in range(fan_out)
        for source in range(fan_in)
    ]
    return [Edge(index, *place) for index, place in enumerate(places)]
