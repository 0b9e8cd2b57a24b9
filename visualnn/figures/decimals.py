"""Numbers with fixed decimals, as people who work by hand write them."""

from __future__ import annotations

import math

from visualnn.figures.ticks import fixed_text, number_text
from visualnn.numerals import MINUS, TIMES_TEN, powers_text

DIGITS = 3
"""Of a number in powers of ten."""


def decimals_text(value: float, decimals: int) -> str:
    """Write a number with so many decimals; a smaller one than they can show in powers of ten."""
    value, size = value + 0.0, abs(value)  # no minus before a zero
    if not math.isfinite(value):
        return fixed_text(value)
    if (size and size < 0.5 * 10.0**-decimals) or size >= 1e7:
        return powers_text(value, DIGITS)
    return f"{value:.{decimals}f}".replace("-", MINUS)


def short_text(value: float, least: int = 0, most: int = 4) -> str:
    """Write a number with as few decimals as tell it apart, as a weight of 0.30."""
    text = decimals_text(value, most)
    if TIMES_TEN in text or "." not in text:
        return text
    whole, part = text.split(".")
    part = part.rstrip("0").ljust(least, "0")
    return f"{whole}.{part}" if part else whole


def few_digits(value: float) -> str:
    """Write how large a number is, with two digits, as an error of 2.1·10⁻¹¹."""
    small = math.isfinite(value) and 0 < abs(value) < 1e-3
    return powers_text(value, 2) if small else number_text(value, 2)


def signed_text(value: float, decimals: int) -> str:
    """Write a number with its sign, a plus as well; a zero has none."""
    text = decimals_text(value, decimals)
    return text if text.startswith(MINUS) or value != value or not value else f"+{text}"


def factor_text(value: float, decimals: int) -> str:
    """Write a number for a product: a small one with three digits, so that the product holds."""
    small = math.isfinite(value) and 0 < abs(value) < 10.0 ** (1 - decimals)
    return powers_text(value, DIGITS) if small else decimals_text(value, decimals)
