"""Numbers that carry their derivatives: second-order forward automatic differentiation.

A number v that depends on x and y is held with its five derivatives, so that

    f(v)ₓ  = f'(v) vₓ
    f(v)ₓᵧ = f''(v) vₓ vᵧ + f'(v) vₓᵧ

hold exactly, operation by operation, with no step size.  Source: Griewank and
Walther, "Evaluating Derivatives", 2nd edition 2008, chapter 13.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Number = Any
"""A float or an array of float64."""


@dataclass(frozen=True, slots=True, eq=False)
class Taylor:
    """A value with its first and second derivatives by x and y, each a float or an array."""

    v: Number
    x: Number = 0.0
    y: Number = 0.0
    xx: Number = 0.0
    xy: Number = 0.0
    yy: Number = 0.0

    def chain(self, f: Number, d: Number, dd: Number) -> Taylor:
        """Return f(self), of which ``f``, ``d`` and ``dd`` are f, f' and f'' at ``self.v``."""
        return Taylor(
            f,
            d * self.x,
            d * self.y,
            dd * self.x * self.x + d * self.xx,
            dd * self.x * self.y + d * self.xy,
            dd * self.y * self.y + d * self.yy,
        )

    def __add__(self, other: Taylor) -> Taylor:
        return Taylor(
            self.v + other.v,
            self.x + other.x,
            self.y + other.y,
            self.xx + other.xx,
            self.xy + other.xy,
            self.yy + other.yy,
        )

    def __neg__(self) -> Taylor:
        return Taylor(-self.v, -self.x, -self.y, -self.xx, -self.xy, -self.yy)

    def __sub__(self, other: Taylor) -> Taylor:
        return self + -other

    def __mul__(self, other: Taylor) -> Taylor:
        a, b = self, other
        return Taylor(
            a.v * b.v,
            a.x * b.v + a.v * b.x,
            a.y * b.v + a.v * b.y,
            a.xx * b.v + 2.0 * a.x * b.x + a.v * b.xx,
            a.xy * b.v + a.x * b.y + a.y * b.x + a.v * b.xy,
            a.yy * b.v + 2.0 * a.y * b.y + a.v * b.yy,
        )

    def __truediv__(self, other: Taylor) -> Taylor:
        inverse = np.divide(1.0, other.v)
        return self * other.chain(inverse, -(inverse**2), 2.0 * inverse**3)

    def power(self, exponent: float) -> Taylor:
        """Return self raised to a constant."""
        c = exponent
        return self.chain(
            np.power(self.v, c),
            c * np.power(self.v, c - 1) if c != 0 else 0.0,
            c * (c - 1) * np.power(self.v, c - 2) if c not in (0, 1) else 0.0,
        )


Unary = Callable[[Number], tuple[Number, Number, Number]]
"""Returns f, f' and f'' at a number."""


def _tan(v: Number) -> tuple[Number, Number, Number]:
    t = np.tan(v)
    return t, 1 + t * t, 2 * t * (1 + t * t)


def _tanh(v: Number) -> tuple[Number, Number, Number]:
    t = np.tanh(v)
    return t, 1 - t * t, -2 * t * (1 - t * t)


def _sqrt(v: Number) -> tuple[Number, Number, Number]:
    root = np.sqrt(v)
    return root, np.divide(0.5, root), np.divide(-0.25, root * v)


FUNCTIONS: dict[str, Unary] = {
    "sin": lambda v: (np.sin(v), np.cos(v), -np.sin(v)),
    "cos": lambda v: (np.cos(v), -np.sin(v), -np.cos(v)),
    "tan": _tan,
    "exp": lambda v: (np.exp(v), np.exp(v), np.exp(v)),
    "log": lambda v: (np.log(v), np.divide(1.0, v), -np.divide(1.0, v * v)),
    "sqrt": _sqrt,
    "abs": lambda v: (np.abs(v), np.sign(v), 0.0 * v),
    "tanh": _tanh,
    "sinh": lambda v: (np.sinh(v), np.cosh(v), np.sinh(v)),
    "cosh": lambda v: (np.cosh(v), np.sinh(v), np.cosh(v)),
}
"""The functions of one number; |v| has slope 0 at its kink."""
