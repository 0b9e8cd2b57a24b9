"""Quadratic surfaces f = ½(a x² + c y²), on which gradient descent can be followed by hand.

Plain descent is stable for η < 2/λ with λ the largest curvature, a or c.
"""

from __future__ import annotations

import numpy as np

from visualnn.surfaces.surface import Bend, Floats, Slope, Surface, Value, add, suited

ORIGIN = np.zeros((1, 2))


def _quadratic(a: float, c: float) -> tuple[Value, Slope, Bend]:
    def value(x: Floats, y: Floats) -> Floats:
        return 0.5 * (a * x * x + c * y * y)

    def gradient(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        return a * x, c * y

    def hessian(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
        flat = np.zeros(np.broadcast_shapes(x.shape, y.shape))
        return flat + a, flat, flat + c

    return value, gradient, hessian


add(
    Surface(
        "bowl",
        "Bowl",
        "x² + y²",
        r"x^2 + y^2",
        "De Jong 1975, the sphere function",
        *_quadratic(2.0, 2.0),
        extent=(-5.0, 5.0, -5.0, 5.0),
        start=(-4.0, 3.0),
        rates=suited(sgd=0.02, momentum=0.02, adam=0.1),
        minima=ORIGIN,
    )
)
add(
    Surface(
        "ill_conditioned",
        "Ill-conditioned bowl",
        "½x² + 10y²",
        r"\tfrac{1}{2}x^2 + 10y^2",
        "a quadratic of condition number 20",
        *_quadratic(1.0, 20.0),
        extent=(-5.0, 5.0, -3.0, 3.0),
        start=(-4.0, 2.0),
        rates=suited(sgd=0.09, momentum=0.02, adam=0.1),
        minima=ORIGIN,
    )
)
add(
    Surface(
        "saddle",
        "Saddle",
        "x² − y²",
        r"x^2 - y^2",
        "the quadratic form of signature (1, 1); it has no lowest value",
        *_quadratic(2.0, -2.0),
        extent=(-5.0, 5.0, -5.0, 5.0),
        start=(-4.0, 0.001),
        rates=suited(sgd=0.01, momentum=0.001, adam=0.01) | {"adadelta": 0.1},
        saddles=ORIGIN,
    )
)
