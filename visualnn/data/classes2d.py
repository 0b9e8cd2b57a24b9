"""Two-dimensional classes: patterns of about ±5 that a decision boundary can be drawn over.

Every pattern is drawn clean first; then each point is moved by a normal jitter
whose standard deviation is the noise times the pattern's own size, so that a
noise of 0.1 leaves each of them learnable and a noise of 1 buries it.  The
classes are equally large, to within one point.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visualnn.data.samples import Floats, generated

Drawn = tuple[Floats, NDArray[np.generic]]

RADIUS = 5.0
"""Half the width of the patterns that fill a square or a disc."""
MOON = 3.0
"""The radius of each moon."""
TURNS = 1.25
"""How often each arm of the spiral goes round."""
CORE = 0.6
"""The standard deviation of a cloud without noise."""


def _labels(samples: int, classes: int) -> NDArray[np.int64]:
    return np.arange(samples, dtype=np.int64) % classes


def _jitter(points: Floats, size: float, noise: float, rng: np.random.Generator) -> Floats:
    return points + rng.normal(0.0, noise * size, points.shape)


def _polar(radius: Floats, angle: Floats) -> Floats:
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))


@generated(
    "moons",
    "Two moons",
    classes=("upper moon", "lower moon"),
    source="two interleaved half circles",
    noise=0.3,
)
def moons(samples: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Draw two half circles of radius 3, each reaching into the other; size 3."""
    y = _labels(samples, 2)
    arc = _polar(np.ones(samples), rng.uniform(0.0, np.pi, samples))
    lower = np.array([1.0, 0.5]) - arc
    points = MOON * (np.where(y[:, None] == 1, lower, arc) - np.array([0.5, 0.25]))
    return _jitter(points, MOON, noise, rng), y


@generated("circle", "Circle", classes=("ring", "disc"), source="a disc inside a ring")
def circle(samples: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Draw a disc of radius 2.25 inside a ring from 3.75 to 5; size 5."""
    y = _labels(samples, 2)
    depth = rng.uniform(0.0, 1.0, samples)
    radius = RADIUS * np.where(y == 1, 0.45 * depth, 0.75 + 0.25 * depth)
    points = _polar(radius, rng.uniform(0.0, 2 * np.pi, samples))
    return _jitter(points, RADIUS, noise, rng), y


@generated(
    "xor", "XOR cloud", classes=("unlike signs", "like signs"), source="the signs of x₁ and x₂"
)
def xor(samples: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Draw four squares, 1.5 apart, whose class says whether x₁ and x₂ have one sign; size 5."""
    quadrant = _labels(samples, 4)
    signs = np.column_stack((1 - 2 * (quadrant & 1), 1 - (quadrant & 2)))
    points = signs * rng.uniform(0.15 * RADIUS, RADIUS, (samples, 2))
    y = (signs[:, 0] == signs[:, 1]).astype(np.int64)
    return _jitter(points, RADIUS, noise, rng), y


def _clouds(samples: int, centers: Floats, noise: float, rng: np.random.Generator) -> Drawn:
    y = _labels(samples, len(centers))
    points = centers[y] + rng.normal(0.0, CORE, (samples, 2))
    return _jitter(points, RADIUS, noise, rng), y


@generated(
    "gaussians",
    "Two Gaussians",
    classes=("lower left", "upper right"),
    source="two normal distributions",
)
def gaussians(samples: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Draw normal clouds around (-2, -2) and (2, 2), each 0.6 wide; size 5."""
    return _clouds(samples, np.array([[-2.0, -2.0], [2.0, 2.0]]), noise, rng)


@generated("spiral", "Spiral", classes=("arm A", "arm B"), source="two Archimedean spirals")
def spiral(samples: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Draw two Archimedean arms of 1¼ turns, out to radius 5; size 2, the arms' distance."""
    y = _labels(samples, 2)
    along = rng.uniform(0.05, 1.0, samples)
    points = _polar(RADIUS * along, 2 * np.pi * TURNS * along + np.pi * y)
    return _jitter(points, RADIUS / (2 * TURNS), noise, rng), y


@generated(
    "blobs",
    "Three blobs",
    classes=("top", "left", "right"),
    source="three normal distributions",
)
def blobs(samples: int, noise: float, rng: np.random.Generator) -> Drawn:
    """Draw three normal clouds, 3.5 from the middle and each 0.6 wide; size 5."""
    angles = np.deg2rad([90.0, 210.0, 330.0])
    return _clouds(samples, _polar(np.full(3, 3.5), angles), noise, rng)
