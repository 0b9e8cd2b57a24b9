"""Regression patterns: the target is a formula of one or two features, plus noise.

The noise is normal; its standard deviation is the noise setting times the
formula's amplitude, half the distance from its lowest to its highest value
(rounded), which each docstring names.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visualnn.data.samples import Floats, generated

Drawn = tuple[Floats, NDArray[np.generic]]

REACH = 5.0
"""Features are evenly spread from -5 to 5, unless the docstring says otherwise."""
BUMPS = np.array([[-2.5, -2.5], [2.5, -2.5], [-2.5, 2.5], [2.5, 2.5]])
BUMP_SIGNS = np.array([1.0, -1.0, -1.0, 1.0])
BUMP_WIDTH = 1.25


def _noisy(values: Floats, amplitude: float, noise: float, rng: np.random.Generator) -> Floats:
    return values + rng.normal(0.0, noise * amplitude, values.shape)


@generated("line", "Line", features=("x",), target="y", source="y = ½x + 1")
def line(samples: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Draw y = ½x + 1; amplitude 2.5."""
    x = rng.uniform(-REACH, REACH, (samples, 1))
    return x, _noisy(0.5 * x[:, 0] + 1.0, 2.5, noise, rng)


@generated("sine", "Sine", features=("x",), target="y", source="y = sin x")
def sine(samples: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Draw y = sin x; amplitude 1."""
    x = rng.uniform(-REACH, REACH, (samples, 1))
    return x, _noisy(np.sin(x[:, 0]), 1.0, noise, rng)


@generated("x_sin_x", "x · sin x", features=("x",), target="y", source="y = x · sin x")
def x_sin_x(samples: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Draw y = x·sin x for x from 0 to 10, where the waves grow; amplitude 6.5."""
    x = rng.uniform(0.0, 2 * REACH, (samples, 1))
    return x, _noisy(x[:, 0] * np.sin(x[:, 0]), 6.5, noise, rng)


@generated("plane", "Plane", target="y", source="y = (x₁ + x₂) / 10")
def plane(samples: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Draw y = (x₁ + x₂)/10, which is within ±1; amplitude 1."""
    x = rng.uniform(-REACH, REACH, (samples, 2))
    return x, _noisy(x.sum(axis=1) / (2 * REACH), 1.0, noise, rng)


@generated(
    "gaussians_2d_regression",
    "Gaussian bumps",
    target="y",
    source="y = a sum of four Gaussian bumps of alternating sign",
)
def gaussian_bumps(samples: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Draw y = Σ ±exp(-r²/(2·1.25²)) over bumps at (±2.5, ±2.5); amplitude 1."""
    x = rng.uniform(-REACH, REACH, (samples, 2))
    squared = ((x[:, None, :] - BUMPS) ** 2).sum(axis=2)
    return x, _noisy(np.exp(-squared / (2 * BUMP_WIDTH**2)) @ BUMP_SIGNS, 1.0, noise, rng)
