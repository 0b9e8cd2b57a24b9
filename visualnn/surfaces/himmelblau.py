"""Himmelblau's function: four equally deep minima, so the start decides."""

from __future__ import annotations

import numpy as np

from visualnn.surfaces.surface import Floats, Surface, add, suited


def value(x: Floats, y: Floats) -> Floats:
    """Return (x² + y - 11)² + (x + y² - 7)²."""
    return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2


def gradient(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the first derivatives by x and y."""
    first, second = x * x + y - 11, x + y * y - 7
    return 4 * x * first + 2 * second, 2 * first + 4 * y * second


def hessian(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the second derivatives."""
    return 12 * x * x + 4 * y - 42, 4 * (x + y), 12 * y * y + 4 * x - 26


add(
    Surface(
        "himmelblau",
        "Himmelblau",
        "(x² + y − 11)² + (x + y² − 7)²",
        r"(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        "D. M. Himmelblau 1972, Applied Nonlinear Programming",
        value,
        gradient,
        hessian,
        extent=(-5.0, 5.0, -5.0, 5.0),
        start=(0.0, -3.0),
        rates=suited(sgd=0.005, momentum=0.005, adam=0.1),
        minima=np.array(
            [
                [3.0, 2.0],
                [-2.805118086952745, 3.131312518250573],
                [-3.779310253377747, -3.2831859912861696],
                [3.5844283403304917, -1.8481265269644036],
            ]
        ),
        saddles=np.array(
            [
                [-3.0730257507643897, -0.08135304428796751],
                [0.08667750455539636, 2.884254701174776],
                [-0.12796134673068008, -1.9537149802445763],
                [3.385154183607021, 0.0738518798377493],
            ]
        ),
    )
)
