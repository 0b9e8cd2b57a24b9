"""Ackley's function: a nearly flat, rippled plain around one deep hole with a pointed bottom.

At the origin the surface has a tip, like a cone: it has no gradient there.  The
gradient is given as 0, which is a subgradient and says "minimum", and the
curvatures as +inf.
"""

from __future__ import annotations

import numpy as np

from visualnn.surfaces.surface import Floats, Surface, add, suited

TURN = 2 * np.pi
DECAY = 0.2 / np.sqrt(2)
"""-0.2 √((x² + y²)/2) written as -DECAY · r."""


def _ripple(x: Floats, y: Floats) -> Floats:
    ripple: Floats = np.exp(0.5 * (np.cos(TURN * x) + np.cos(TURN * y)))
    return ripple


def value(x: Floats, y: Floats) -> Floats:
    """Return -20 exp(-0.2 √((x² + y²)/2)) - exp((cos 2πx + cos 2πy)/2) + e + 20."""
    hole: Floats = 20 * np.expm1(-DECAY * np.hypot(x, y))
    ripples: Floats = np.exp(1.0) - _ripple(x, y)
    return ripples - hole


def gradient(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the first derivatives by x and y; 0 at the tip."""
    r = np.hypot(x, y)
    # With r = 1 at the tip, x/r and y/r are 0 there.
    cone = 20 * DECAY * np.exp(-DECAY * r) / np.where(r > 0, r, 1.0)
    wave = 0.5 * TURN * _ripple(x, y)
    return cone * x + wave * np.sin(TURN * x), cone * y + wave * np.sin(TURN * y)


def hessian(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the second derivatives; +inf, 0, +inf at the tip."""
    r = np.hypot(x, y)
    at_tip = r == 0
    safe = np.where(at_tip, 1.0, r)
    cone = 20 * DECAY * np.exp(-DECAY * r) / safe
    bend = -cone * (DECAY + 1 / safe) / safe
    wave = 0.5 * TURN * _ripple(x, y)
    sx, sy = np.sin(TURN * x), np.sin(TURN * y)
    hxx = cone + bend * x * x + wave * TURN * (np.cos(TURN * x) - 0.5 * sx * sx)
    hyy = cone + bend * y * y + wave * TURN * (np.cos(TURN * y) - 0.5 * sy * sy)
    hxy = bend * x * y - wave * 0.5 * TURN * sx * sy
    return np.where(at_tip, np.inf, hxx), hxy, np.where(at_tip, np.inf, hyy)


add(
    Surface(
        "ackley",
        "Ackley",
        "−20 exp(−0.2 √(½(x² + y²))) − exp(½(cos 2πx + cos 2πy)) + e + 20",
        r"-20\,e^{-0.2\sqrt{(x^2 + y^2)/2}} - e^{(\cos 2\pi x + \cos 2\pi y)/2} + e + 20",
        "D. H. Ackley 1987, A Connectionist Machine for Genetic Hillclimbing",
        value,
        gradient,
        hessian,
        extent=(-5.0, 5.0, -5.0, 5.0),
        start=(3.3, -2.3),
        rates=suited(sgd=0.01, momentum=0.02, adam=0.3),
        minima=np.zeros((1, 2)),
    )
)
