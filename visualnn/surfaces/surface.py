"""What a function of two parameters is, and the table of all of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import final

import numpy as np
from numpy.typing import NDArray

from visualnn.errors import InputError
from visualnn.registry import Registry
from visualnn.surfaces.formula import parse

Floats = NDArray[np.float64]
Extent = tuple[float, float, float, float]
Value = Callable[[Floats, Floats], Floats]
Slope = Callable[[Floats, Floats], tuple[Floats, Floats]]
Filling = Callable[[Floats, Floats, Floats, Floats], Callable[[], None]]
Bend = Callable[[Floats, Floats], tuple[Floats, Floats, Floats]]

PROBE = np.linspace(-5.0, 5.0, 42)
"""Where a formula must have a finite value somewhere; 0, a common pole, is not among them."""

FORMULA = "formula"
"""The key of every typed-in surface."""

USUAL_START = (-3.0, 3.0)
"""Where a race on a formula begins, if it has a finite value and slope there."""

ROUND = np.arange(-4.5, 5.0, 0.5)
"""The coordinates among which another start is looked for, before those of `PROBE`."""


def suited(sgd: float, momentum: float, adam: float) -> dict[str, float]:
    """Return learning rates for all optimizers from those found for three.

    The others go like their nearest kin; those without a correction of the
    first steps' bias need less, those whose brake never eases more.
    """
    return {
        "sgd": sgd,
        "momentum": momentum,
        "nesterov": momentum,
        "adagrad": 3 * adam,
        "rmsprop": adam / 5,
        "adam": adam,
        "adamw": adam,
        "amsgrad": adam,
        "nadam": adam,
        "adamax": adam,
        "adadelta": 1.0,
    }


GENTLE = suited(sgd=0.01, momentum=0.002, adam=0.05)
"""Learning rates for a formula, of which nothing is known."""


@final
@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A function f(x, y) with its exact gradient and Hessian.

    Attributes
    ----------
    key, title
        The stable name in scripts, and the name a person reads.
    formula, latex
        The function as plain text and as LaTeX; a typed-in formula has no LaTeX.
    source
        The paper or collection that the function is from.
    f, slope, bend
        The function, its gradient and its Hessian ``(∂²/∂x², ∂²/∂x∂y, ∂²/∂y²)``
        over arrays; callers use `value`, `gradient` and `hessian`.
    extent
        ``(left, right, bottom, top)`` of a window that shows what matters.
    start
        Where a race begins unless a person says otherwise.
    rates
        Learning rates per optimizer key that make an instructive race from `start`.
    minima
        ``(k, 2)``, every global minimum; empty where there is none or none is known.
    saddles
        ``(k, 2)``, the saddle points that are worth a mark.
    filling
        The gradient for races, where thousands of calls are made on one set of
        arrays: takes x, y and the arrays for both derivatives, and returns the
        call that fills these; None where `slope` does as well.
    """

    key: str
    title: str
    formula: str
    latex: str
    source: str
    f: Value = field(repr=False)
    slope: Slope = field(repr=False)
    bend: Bend = field(repr=False)
    extent: Extent
    start: tuple[float, float]
    rates: dict[str, float]
    minima: Floats = field(default_factory=lambda: np.empty((0, 2)))
    saddles: Floats = field(default_factory=lambda: np.empty((0, 2)))
    filling: Filling | None = field(default=None, repr=False)

    @classmethod
    def from_formula(cls, text: str) -> Surface:
        """Return the surface of a typed-in formula such as ``(1-x)^2 + 100*(y-x^2)^2``.

        Its derivatives are exact (automatic differentiation); its minima are not known.

        Raises
        ------
        InputError
            Names what is wrong with the formula, the column and the remedy.
        """
        formula = parse(text)
        surface = cls(
            key=FORMULA,
            title=formula.text,
            formula=formula.text,
            latex="",
            source="typed in",
            f=formula.value,
            slope=formula.gradient,
            bend=formula.hessian,
            extent=(-5.0, 5.0, -5.0, 5.0),
            start=USUAL_START,
            rates=dict(GENTLE),
        )
        if not np.isfinite(surface.value(*np.meshgrid(PROBE, PROBE))).any():
            raise InputError(
                f"The formula {formula.text} has no finite value for x and y from -5 to 5: "
                "check its logarithms, roots, divisions and powers."
            )
        return replace(surface, start=surface.nearest_start(USUAL_START))

    @property
    def floor(self) -> float:
        """The lowest value, or -inf where there is none or none is known."""
        if not len(self.minima):
            return -np.inf
        return float(self.value(self.minima[:, 0], self.minima[:, 1]).min())

    def value(self, x: Floats, y: Floats, out: Floats | None = None) -> Floats:
        """Return f at ``x`` and ``y``, which broadcast; into ``out`` if it is given.

        What is not a number there (a logarithm of -1) is NaN, too large is inf.
        """
        with np.errstate(all="ignore"):
            values = self.f(np.asarray(x, np.float64), np.asarray(y, np.float64))
        if out is None:
            return values
        out[...] = values
        return out

    def gradient(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return ∂f/∂x and ∂f/∂y."""
        with np.errstate(all="ignore"):
            return self.slope(np.asarray(x, np.float64), np.asarray(y, np.float64))

    def hessian(self, x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
        """Return ∂²f/∂x², ∂²f/∂x∂y and ∂²f/∂y²."""
        with np.errstate(all="ignore"):
            return self.bend(np.asarray(x, np.float64), np.asarray(y, np.float64))

    def is_smooth_at(self, x: Floats, y: Floats) -> NDArray[np.bool_]:
        """Return where value and slope are finite, so that a descent can begin there."""
        parts = (self.value(x, y), *self.gradient(x, y))
        return np.asarray(np.all(np.isfinite(parts), axis=0))

    def nearest_start(self, wish: tuple[float, float]) -> tuple[float, float]:
        """Return the wish, or else the nearest round place where a descent can begin.

        The wish comes back, too, where there is no such place.
        """
        if self.is_smooth_at(*np.array(wish)):
            return wish
        for axis in (ROUND, PROBE):
            x, y = np.meshgrid(axis, axis)
            away = np.where(self.is_smooth_at(x, y), np.hypot(x - wish[0], y - wish[1]), np.inf)
            at = np.unravel_index(np.argmin(away), away.shape)
            if np.isfinite(away[at]):
                return float(x[at]), float(y[at])
        return wish

    def gradient_call(self, xy: Floats, gradient: Floats) -> Callable[[], None]:
        """Return the call that fills ``gradient (R, 2)`` with the slopes at the places ``xy``.

        For many calls in a row: the caller keeps NumPy from warning.
        """
        slope, x, y = self.slope, xy[:, 0], xy[:, 1]
        by_x, by_y = gradient[:, 0], gradient[:, 1]
        if self.filling:
            return self.filling(x, y, by_x, by_y)

        def fill() -> None:
            by_x[...], by_y[...] = slope(x, y)

        return fill


SURFACES: Registry[Surface] = Registry("surface")
"""Every built-in surface, in the order in which a person is shown them."""


FORMULA_LIKE = re.compile(r"[+*/^()]|\b[xy]\b|\b\d|^\s*$")
"""What no surface's name has: an operation, a bracket, x or y, a number, or nothing at all."""


def find(name: str) -> Surface:
    """Return the built-in surface of this key, or the surface of a formula of x and y.

    Raises
    ------
    InputError
        For an unknown name, with a suggestion, or a formula that cannot be
        used (see `Surface.from_formula`).
    """
    if isinstance(name, str) and name not in SURFACES and FORMULA_LIKE.search(name):
        return _typed_in(name)
    return SURFACES[name]


@lru_cache(maxsize=64)
def _typed_in(text: str) -> Surface:
    return Surface.from_formula(text)


def add(surface: Surface) -> Surface:
    """Enter ``surface`` in `SURFACES` under its key."""
    return SURFACES.add(surface.key, surface)
