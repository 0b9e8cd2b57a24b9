"""How the weights begin.  Biases always begin at zero."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from visualnn.nn.calls import Array
from visualnn.nn.layout import Layout
from visualnn.registry import Registry

Draw = Callable[[int, int, np.random.Generator, float], Array]


@dataclass(frozen=True, slots=True)
class Initializer:
    """A rule that draws one layer's weights.

    Attributes
    ----------
    title, formula
        What people call it, and its rule as plain text.
    draw
        Takes fan-in, fan-out, a generator and a scale; returns ``W (in, out)``.
    scaled
        Whether the scale matters; the other rules find their own.
    """

    title: str
    formula: str
    draw: Draw
    scaled: bool = False


INITIALIZERS: Registry[Initializer] = Registry("initialization")


def initialize(
    layout: Layout, initializer: Initializer, rng: np.random.Generator, scale: float = 0.1
) -> Array:
    """Return first parameters ``(P,)``, layer by layer from the input on.

    ``scale`` is σ of the rules that are `Initializer.scaled`.  Of normalized
    layers γ and the running variance begin at 1, β and the running mean at 0.
    """
    theta = np.zeros(layout.size)
    for weights in layout.weights(theta):
        fan_in, fan_out = weights.shape
        weights[...] = initializer.draw(fan_in, fan_out, rng, scale)
    for name, slot in layout.items():
        if name.startswith(("gamma", "variance")):
            slot.view(theta)[...] = 1
    return theta


def _enter(key: str, title: str, formula: str, scaled: bool = False) -> Callable[[Draw], Draw]:
    def enter(draw: Draw) -> Draw:
        INITIALIZERS.add(key, Initializer(title, formula, draw, scaled))
        return draw

    return enter


@_enter("xavier_uniform", "Xavier uniform", "U(−r, r), r = √(6 / (nᵢₙ + nₒᵤₜ))")
def xavier_uniform(fan_in: int, fan_out: int, rng: np.random.Generator, scale: float) -> Array:
    """Keep the signal's variance through tanh layers (Glorot & Bengio, 2010)."""
    limit = np.sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out))


@_enter("xavier_normal", "Xavier normal", "N(0, σ²), σ = √(2 / (nᵢₙ + nₒᵤₜ))")
def xavier_normal(fan_in: int, fan_out: int, rng: np.random.Generator, scale: float) -> Array:
    """Keep the signal's variance through tanh layers (Glorot & Bengio, 2010)."""
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))


@_enter("he_uniform", "He uniform", "U(−r, r), r = √(6 / nᵢₙ)")
def he_uniform(fan_in: int, fan_out: int, rng: np.random.Generator, scale: float) -> Array:
    """Keep the signal's variance through ReLU layers (He et al., 2015)."""
    limit = np.sqrt(6 / fan_in)
    return rng.uniform(-limit, limit, (fan_in, fan_out))


@_enter("he_normal", "He normal", "N(0, σ²), σ = √(2 / nᵢₙ)")
def he_normal(fan_in: int, fan_out: int, rng: np.random.Generator, scale: float) -> Array:
    """Keep the signal's variance through ReLU layers (He et al., 2015)."""
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


@_enter("normal", "normal", "N(0, σ²)", scaled=True)
def normal(fan_in: int, fan_out: int, rng: np.random.Generator, scale: float) -> Array:
    """Draw with one deviation whatever the layer's size, as was usual before 2010."""
    return rng.normal(0, scale, (fan_in, fan_out))


@_enter("constant", "constant", "w = σ", scaled=True)
def constant(fan_in: int, fan_out: int, rng: np.random.Generator, scale: float) -> Array:
    """Start every weight at one value: the units of a layer stay alike for ever."""
    return np.full((fan_in, fan_out), scale)


@_enter("zeros", "zeros", "w = 0")
def zeros(fan_in: int, fan_out: int, rng: np.random.Generator, scale: float) -> Array:
    """Start every weight at zero: all units of a layer stay alike and nothing is learnt."""
    return np.zeros((fan_in, fan_out))
