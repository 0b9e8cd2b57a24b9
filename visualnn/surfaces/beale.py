"""Beale's function: flat arms around a sharp cross."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from visualnn.surfaces.surface import Floats, Surface, add, suited

CONSTANTS = (1.5, 2.25, 2.625)


def _residuals(x: Floats, y: Floats) -> Iterator[tuple[int, Floats]]:
    """Yield n and cₙ - x + x yⁿ."""
    for n, c in enumerate(CONSTANTS, 1):
        yield n, c - x + x * y**n


def value(x: Floats, y: Floats) -> Floats:
    """Return Σ (cₙ - x + x yⁿ)² over n = 1, 2, 3."""
    return np.asarray(sum(r * r for _, r in _residuals(x, y)))


def gradient(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the first derivatives by x and y."""
    gx, gy = 0.0 * x * y, 0.0 * x * y
    for n, r in _residuals(x, y):
        gx = gx + 2 * r * (y**n - 1)
        gy = gy + 2 * r * n * x * y ** (n - 1)
    return gx, gy


def hessian(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the second derivatives."""
    hxx, hxy, hyy = (0.0 * x * y for _ in range(3))
    for n, r in _residuals(x, y):
        rx, ry, rxy = y**n - 1, n * x * y ** (n - 1), n * y ** (n - 1)
        ryy = n * (n - 1) * x * y ** max(n - 2, 0)
        hxx = hxx + 2 * rx * rx
        hxy = hxy + 2 * (rx * ry + r * rxy)
        hyy = hyy + 2 * (ry * ry + r * ryy)
    return hxx, hxy, hyy


add(
    Surface(
        "beale",
        "Beale",
        "(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
        r"(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2",
        "E. M. L. Beale 1958, Princeton technical report 25; "
        "Moré, Garbow, Hillstrom 1981, ACM TOMS 7, problem 5",
        value,
        gradient,
        hessian,
        extent=(-4.5, 4.5, -4.5, 4.5),
        start=(-2.6, -1.3),
        rates=suited(sgd=0.005, momentum=0.002, adam=0.2),
        minima=np.array([[3.0, 0.5]]),
        saddles=np.array([[0.0, 1.0]]),
    )
)
