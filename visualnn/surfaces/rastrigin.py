"""Rastrigin's function: a bowl with a regular grid of dips that plain descent stops in."""

from __future__ import annotations

import numpy as np

from visualnn.surfaces.surface import Floats, Surface, add, suited

TURN = 2 * np.pi


def value(x: Floats, y: Floats) -> Floats:
    """Return x² + y² + 10(1 - cos 2πx) + 10(1 - cos 2πy)."""
    ripple: Floats = np.cos(TURN * x) + np.cos(TURN * y)
    return x * x + y * y + 10 * (2 - ripple)


def gradient(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the first derivatives by x and y."""
    return 2 * x + 10 * TURN * np.sin(TURN * x), 2 * y + 10 * TURN * np.sin(TURN * y)


def hessian(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the second derivatives."""
    flat = np.zeros(np.broadcast_shapes(x.shape, y.shape))
    hxx, hyy = (2 + 10 * TURN**2 * np.cos(TURN * side) for side in (x, y))
    return hxx + flat, flat, hyy + flat


add(
    Surface(
        "rastrigin",
        "Rastrigin",
        "20 + x² − 10 cos 2πx + y² − 10 cos 2πy",
        r"20 + x^2 - 10\cos 2\pi x + y^2 - 10\cos 2\pi y",
        "L. A. Rastrigin 1974, Systems of Extremal Control",
        value,
        gradient,
        hessian,
        extent=(-5.12, 5.12, -5.12, 5.12),
        start=(-3.4, 2.2),
        rates=suited(sgd=0.002, momentum=0.007, adam=0.7) | {"nesterov": 0.002},
        minima=np.zeros((1, 2)),
    )
)
