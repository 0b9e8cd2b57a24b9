"""The Styblinski-Tang function: four basins, of which one is deepest."""

from __future__ import annotations

import numpy as np

from visualnn.surfaces.surface import Floats, Surface, add, suited


def value(x: Floats, y: Floats) -> Floats:
    """Return ½(x⁴ - 16x² + 5x + y⁴ - 16y² + 5y)."""
    along_x, along_y = (((side * side - 16) * side + 5) * side for side in (x, y))
    return 0.5 * (along_x + along_y)


def gradient(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the first derivatives by x and y."""
    return (2 * x * x - 16) * x + 2.5, (2 * y * y - 16) * y + 2.5


def hessian(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the second derivatives."""
    flat = np.zeros(np.broadcast_shapes(x.shape, y.shape))
    return 6 * x * x - 16 + flat, flat, 6 * y * y - 16 + flat


add(
    Surface(
        "styblinski_tang",
        "Styblinski–Tang",
        "½(x⁴ − 16x² + 5x + y⁴ − 16y² + 5y)",
        r"\tfrac{1}{2}(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y)",
        "Styblinski and Tang 1990, Neural Networks 3",
        value,
        gradient,
        hessian,
        extent=(-5.0, 5.0, -5.0, 5.0),
        start=(-3.2, 4.2),
        rates=suited(sgd=0.01, momentum=0.01, adam=0.2),
        minima=np.array([[-2.903534027771177, -2.903534027771177]]),
    )
)
