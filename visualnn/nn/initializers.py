"""How the weights begin.  Biases always begin at zero."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from visualnn.nn.calls import Array
from visualnn.nn.layout import Layout
from visualnn.registry import Registry

Draw = Callable[[int, int, np.random.Generator], Array]


@dataclass(frozen=True, slots=True)
class Initializer:
    """A rule that draws one layer's weights.

    Attributes
    ----------
    title, formula
        What people call it, and its rule as plain text.
    draw
        Takes fan-in, fan-out and a generator; returns ``W (in, out)``.
    """

    title: str
    formula: str
    draw: Draw


INITIALIZERS: Registry[Initializer] = Registry("initialization")


def initialize(layout: Layout, initializer: Initializer, rng: np.random.Generator) -> Array:
    """Return first parameters ``(P,)``, layer by layer from the input on."""
    theta = np.zeros(layout.size)
    for weights in layout.weights(theta):
        weights[...] = initializer.draw(*weights.shape, rng)
    return theta


def _enter(key: str, title: str, formula: str) -> Callable[[Draw], Draw]:
    def enter(draw: Draw) -> Draw:
        INITIALIZERS.add(key, Initializer(title, formula, draw))
        return draw

    return enter


@_enter("xavier_uniform", "Xavier uniform", "U(−r, r), r = √(6 / (nᵢₙ + nₒᵤₜ))")
def xavier_uniform(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    """Keep the signal's variance through tanh layers (Glorot & Bengio, 2010)."""
    limit = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out))


@_enter("xavier_normal", "Xavier normal", "N(0, σ²), σ = √(2 / (nᵢₙ + nₒᵤₜ))")
def xavier_normal(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    """Keep the signal's variance through tanh layers (Glorot & Bengio, 2010)."""
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))


@_enter("he_uniform", "He uniform", "U(−r, r), r = √(6 / nᵢₙ)")
def he_uniform(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    """Keep the signal's variance through ReLU layers (He et al., 2015)."""
    limit = np.sqrt(6 / fan_in)
    return rng.uniform(-limit, limit, (fan_in, fan_out))


@_enter("he_normal", "He normal", "N(0, σ²), σ = √(2 / nᵢₙ)")
def he_normal(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    """Keep the signal's variance through ReLU layers (He et al., 2015)."""
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


@_enter("zeros", "zeros", "w = 0")
def zeros(fan_in: int, fan_out: int, rng: np.random.Generator) -> Array:
    """Start every weight at zero: all units of a layer stay alike and nothing is learnt."""
    return np.zeros((fan_in, fan_out))
