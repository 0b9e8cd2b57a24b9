"""Small networks to work through by hand; `visualnn.experiment.explain` has their numbers.

The two-layer example and its published numbers are the well-known ones of two
inputs, two hidden and two output neurons without biases; the chain is the
smallest network that has something to pass back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import Array
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
