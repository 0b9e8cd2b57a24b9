"""Numbers as a person reads them."""

from __future__ import annotations

from math import isfinite

from visualnn.figures.ticks import number_text
from visualnn.numerals import MINUS, powers_text

THIN_SPACE = "\u202f"
LARGE = 1e5
"""A ratio is written with a power of ten from here on."""


def count(number: int) -> str:
    """Return a whole number with its thousands set apart, as in 4 120."""
    return f"{number:,}".replace(",", THIN_SPACE)


def percent(share: float) -> str:
    """Return a share of one as a percentage with one decimal."""
    return f"{100 * share:.1f}{THIN_SPACE}%"


def signed(number: float, decimals: int) -> str:
    """Return a number with a true minus sign."""
    return f"{number:.{decimals}f}".replace("-", MINUS)


def magnitude(number: float) -> str:
    """Return one digit and a power of ten, as in 2·10⁻⁹; of nothing 0, of all too large ∞."""
    if number == 0 or not isfinite(number):
        return number_text(number)
    return powers_text(number, 1)


def times(ratio: float) -> str:
    """Return a large ratio in two digits, as in 1 600, or as 2·10⁹ where nobody counts zeros."""
    return magnitude(ratio) if ratio >= LARGE else count(round(float(f"{ratio:.2g}")))
