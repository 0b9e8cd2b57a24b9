"""Where an axis has its ticks, and how numbers are written."""

from __future__ import annotations

import math

import numpy as np

from visualnn.figures.table import Floats
from visualnn.numerals import MINUS, RAISED


def nice_step(span: float, count: int) -> float:
    """Return 1, 2 or 5 times a power of ten, so that ``span`` holds at most ``count`` steps."""
    if not (math.isfinite(span) and span > 0):
        return 1.0
    rough = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= rough * (1 - 1e-9))


FINER = 5
"""So many finer divisions of an axis are tried to have two ticks."""


def linear_ticks(low: float, high: float, count: int = 5) -> Floats:
    """Return the multiples of a nice step in ``[low, high]``, at most ``count + 1``."""
    step = nice_step(high - low, count)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    # Adding zero turns -0.0 into 0.0, which would be written with a minus sign.
    return np.arange(first, last + 1) * step + 0.0


def scale_ticks(low: float, high: float, count: int = 5) -> Floats:
    """Return `linear_ticks`, in finer steps where fewer than two lay inside: one tells no scale."""
    found = (linear_ticks(low, high, parts) for parts in range(count, count + FINER))
    return next((ticks for ticks in found if len(ticks) > 1), linear_ticks(low, high, count))


def log_ticks(low: float, high: float, count: int = 5) -> Floats:
    """Return ticks in ``[10**low, 10**high]`` as exponents of ten.

    Whole powers of ten where at least three lie inside; over a narrower range also
    2 and 5 times a power; over a very narrow one equally spaced values.
    """
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    if last - first >= 2:
        step = math.ceil((last - first) / count)
        return np.arange(math.ceil(first / step) * step, last + 1, step, dtype=float)
    exponents = np.arange(math.floor(low), math.ceil(high) + 1)
    fine = np.log10(np.outer(10.0**exponents, (1.0, 2.0, 5.0)).ravel())
    fine = fine[(fine >= low - 1e-9) & (fine <= high + 1e-9)]
    if len(fine) > 1:
        return fine
    values = linear_ticks(10.0**low, 10.0**high, count)
    return np.log10(values[values > 0])


def grown(low: float, high: float, count: int = 5) -> tuple[float, float]:
    """Return the range widened outwards to whole nice steps.

    An axis that only moves in such steps stands still while values creep.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        return 0.0, 1.0
    if high <= low:
        low, high = low - 0.5 * (abs(low) or 1.0), high + 0.5 * (abs(high) or 1.0)
    step = nice_step(high - low, count)
    return math.floor(low / step + 1e-9) * step + 0.0, math.ceil(high / step - 1e-9) * step


CEILINGS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
"""Near enough to each other that what grows fills at least two thirds of its axis."""


def nice_ceiling(value: float) -> float:
    """Return the first of `CEILINGS` times a power of ten that is not below ``value``."""
    if not (math.isfinite(value) and value > 0):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(m * power for m in CEILINGS if m * power >= value * (1 - 1e-9))


def number_text(value: float, digits: int = 4) -> str:
    """Write a number with so many significant digits, a true minus, and words for no number.

    Examples
    --------
    >>> number_text(-0.00123456), number_text(1.5e-7), number_text(float("nan"))
    ('−0.001235', '1.5e−7', 'not a number')
    """
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", MINUS)


def fixed_text(value: float, digits: int = 4) -> str:
    """Write a number so that its width stays the same while it changes a little.

    Trailing zeros are kept: 0.5 with four digits is 0.5000, so that columns of
    numbers and running readouts do not jitter.
    """
    if not math.isfinite(value):
        return number_text(value)
    size = abs(value)
    if size != 0 and not 1e-3 <= size < 10.0**digits:
        mantissa, exponent = f"{value:.{max(digits - 2, 0)}e}".split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", MINUS)
    whole = len(str(int(size))) if size >= 1 else 0
    return f"{value:.{max(digits - whole, 0)}f}".replace("-", MINUS)


def tick_texts(values: Floats) -> list[str]:
    """Write ticks on a linear axis, all with the same number of decimals."""
    if len(values) < 2:
        return [number_text(float(v)) for v in values]
    step = float(np.min(np.diff(values)))
    if max(abs(values[0]), abs(values[-1])) >= 1e5 or step < 1e-4:
        return [number_text(float(v)) for v in values]
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    return [f"{v:.{places}f}".replace("-", MINUS) for v in values]


def power_text(exponent: float) -> str:
    """Write ``10**exponent`` for a tick: plainly near one, else as a power of ten."""
    value = 10.0**exponent
    if -3.5 < exponent < 3.5:
        return number_text(value, 4)
    power = math.floor(exponent + 1e-9)
    factor = round(10.0 ** (exponent - power), 2)
    ten = f"10{str(power).translate(RAISED)}"
    return ten if factor == 1 else f"{factor:g}·{ten}"
