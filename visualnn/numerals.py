"""Numbers as people who work by hand write them: a true minus, raised and lowered digits."""

from __future__ import annotations

MINUS = "−"
TIMES_TEN = "·10"

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
LEVEL = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "-01234567890123456789")
"""Tables for `str.translate`: digits to exponents, to indices, and back on the line."""


def powers_text(value: float, digits: int) -> str:
    """Write a finite number with so many digits and a power of ten, as in 1.55·10⁻⁸."""
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    return f"{mantissa}{TIMES_TEN}{str(int(power)).translate(RAISED)}".replace("-", MINUS)


def plain_powers(text: str) -> str:
    """Write powers of ten as they are typed, 1.55e−8."""
    mantissa, times, power = text.partition(TIMES_TEN)
    return f"{mantissa}e{power.translate(LEVEL)}".replace("-", MINUS) if times else text


def latex_number(text: str) -> str:
    """Write a written number as LaTeX: a plain minus, and powers of ten."""
    mantissa, times, power = text.replace(MINUS, "-").partition(TIMES_TEN)
    return rf"{mantissa} \cdot 10^{{{power.translate(LEVEL)}}}" if times else mantissa


def shortest(value: float) -> str:
    """Write a number with the digits that tell it apart up to the sixth, as it was given."""
    text = f"{value + 0.0:g}"  # no minus before a zero
    mantissa, mark, power = text.partition("e")
    if mark:
        text = f"{mantissa}{TIMES_TEN}{str(int(power)).translate(RAISED)}"
    return text.replace("-", MINUS)
