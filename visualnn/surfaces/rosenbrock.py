"""Rosenbrock's banana: a curved valley, easy to enter and slow to follow."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from visualnn.surfaces.surface import Floats, Surface, add, suited


def value(x: Floats, y: Floats) -> Floats:
    """Return (1 - x)² + 100(y - x²)²."""
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2


def gradient(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the first derivatives by x and y."""
    by_y = 200 * (y - x * x)
    return 2 * (x - 1 - x * by_y), by_y


def filling(x: Floats, y: Floats, by_x: Floats, by_y: Floats) -> Callable[[], None]:
    """Return the call that fills the first derivatives, as `gradient` has them."""
    one, two, steep = (np.array(number) for number in (1.0, 2.0, 200.0))
    spare = np.empty_like(x)
    multiply, subtract = np.multiply, np.subtract

    def fill() -> None:
        multiply(x, x, spare)
        subtract(y, spare, spare)
        multiply(spare, steep, by_y)
        multiply(x, by_y, spare)
        subtract(x, one, by_x)
        subtract(by_x, spare, by_x)
        multiply(by_x, two, by_x)

    return fill


def hessian(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the second derivatives."""
    flat = np.zeros(np.broadcast_shapes(x.shape, y.shape))
    return 2 + 1200 * x * x - 400 * y, -400 * x + flat, 200 + flat


add(
    Surface(
        "rosenbrock",
        "Rosenbrock",
        "(1 − x)² + 100(y − x²)²",
        r"(1 - x)^2 + 100\,(y - x^2)^2",
        "H. H. Rosenbrock 1960, The Computer Journal 3",
        value,
        gradient,
        hessian,
        extent=(-2.0, 2.0, -1.0, 3.0),
        start=(-1.5, 2.0),
        rates=suited(sgd=0.001, momentum=0.001, adam=0.1),
        minima=np.array([[1.0, 1.0]]),
        filling=filling,
    )
)
