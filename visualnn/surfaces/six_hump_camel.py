"""The six-hump camel: six minima, two of them global, within a small window."""

from __future__ import annotations

import numpy as np

from visualnn.surfaces.surface import Floats, Surface, add, suited


def value(x: Floats, y: Floats) -> Floats:
    """Return (4 - 2.1x² + x⁴/3)x² + xy + (4y² - 4)y²."""
    xx, yy = x * x, y * y
    return (4 - 2.1 * xx + xx * xx / 3) * xx + x * y + (4 * yy - 4) * yy


def gradient(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the first derivatives by x and y."""
    xx, yy = x * x, y * y
    return x * (8 - 8.4 * xx + 2 * xx * xx) + y, x + y * (16 * yy - 8)


def hessian(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the second derivatives."""
    flat = np.zeros(np.broadcast_shapes(x.shape, y.shape))
    xx = x * x
    return 8 - 25.2 * xx + 10 * xx * xx + flat, 1 + flat, 48 * y * y - 8 + flat


add(
    Surface(
        "six_hump_camel",
        "Six-hump camel",
        "(4 − 2.1x² + x⁴/3)x² + xy + (4y² − 4)y²",
        r"(4 - 2.1x^2 + \tfrac{1}{3}x^4)\,x^2 + xy + (4y^2 - 4)\,y^2",
        "Dixon and Szegő 1978, Towards Global Optimisation 2",
        value,
        gradient,
        hessian,
        extent=(-2.2, 2.2, -1.4, 1.4),
        start=(1.9, 0.9),
        rates=suited(sgd=0.01, momentum=0.01, adam=0.15),
        minima=np.array(
            [
                [0.08984201310031806, -0.7126564030207396],
                [-0.08984201310031806, 0.7126564030207396],
            ]
        ),
        saddles=np.zeros((1, 2)),
    )
)
