"""The stops of a slider, and how a number is written and read."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from visualnn.errors import InputError
from visualnn.specs import Spec

PER_DECADE = 20
"""At 20 stops a decade (a factor of 1.12), neighbors differ in their second digit."""

ROUND_COUNTS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
DECADES_ABOVE_ZERO = 6
THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
MINUS = "−"


def stops(spec: Spec) -> Sequence[float]:
    """Return the values a slider stops at, in rising order, both ends of the range included.

    Linear numbers step by a power of ten (30 to 320 of them), whole
    numbers by one; log scales go by factors, through powers of two and round
    numbers where they count things.  Zero, if legal, is the first stop of a log scale.
    """
    if spec.scale == "log":
        inner = _counts(spec) if spec.kind == "integer" else _factors(spec)
    elif spec.kind == "integer":
        return range(int(spec.low), int(spec.high) + 1)
    else:
        inner = _steps(spec)
    return _within(spec, inner)


def nearest(values: Sequence[float], value: float) -> int:
    """Return the index of the stop that is nearest to ``value``."""
    after = bisect_left(values, value)
    if after == 0 or after == len(values):
        return min(after, len(values) - 1)
    return after if values[after] - value < value - values[after - 1] else after - 1


def write(value: float, spec: Spec) -> str:
    """Return a value as text that names it exactly to six digits, in as few as look even."""
    if spec.kind == "integer":
        return f"{value:,}".replace(",", THIN_SPACE).replace("-", MINUS)
    if value == 0 and spec.scale == "log":
        return "0"
    text = _plain(value, spec) if 1e-3 <= abs(value) < 1e5 or value == 0 else _power(value)
    return text.replace("-", MINUS) if value < 0 and "e" not in text else text


def parse(text: str, spec: Spec, where: str) -> float:
    """Read what a person typed, or raise `InputError`; a decimal comma counts as a point."""
    bare = "".join(text.split()).replace(MINUS, "-").replace(",", ".")
    try:
        value = float(bare)
    except ValueError:
        tr = QCoreApplication.translate
        if spec.kind == "integer":
            sentence = tr("Numbers", "{where} is “{text}”: write a whole number.")
        else:
            sentence = tr("Numbers", "{where} is “{text}”: write a number.")
        raise InputError(sentence.format(where=where, text=text)) from None
    if spec.kind == "integer" and value.is_integer():
        value = int(value)
    spec.check(value, where)
    return value


def _steps(spec: Spec) -> list[float]:
    digits = _digits(spec)
    step = 10.0**-digits
    first = math.ceil(spec.low / step - 1e-9)
    return [round(k * step, max(0, digits)) for k in range(first, round(spec.high / step) + 1)]


def _digits(spec: Spec) -> int:
    """Return the decimals at which a linear range has between 30 and 320 steps."""
    return 2 - round(math.log10(spec.high - spec.low))


def _factors(spec: Spec) -> list[float]:
    low = spec.low if spec.low > 0 else spec.high / 10**DECADES_ABOVE_ZERO
    first, last = (math.floor(PER_DECADE * math.log10(end)) for end in (low, spec.high))
    powers = (10 ** (k / PER_DECADE) for k in range(first, last + 1))
    return [float(f"{power:.1e}") for power in powers if power >= low * (1 - 1e-9)]


def _counts(spec: Spec) -> list[float]:
    decades = range(math.ceil(math.log10(max(2, spec.high))) + 1)
    tens = [base * 10**k for k in decades for base in ROUND_COUNTS]
    small = range(1, 11)
    twos = [2**k for k in range(math.ceil(math.log2(max(2, spec.high))) + 1)]
    return [int(value) for value in (*small, *tens, *twos) if value == int(value)]


def _within(spec: Spec, inner: Sequence[float]) -> tuple[float, ...]:
    inside = {value for value in inner if spec.low < value < spec.high}
    return tuple(sorted(inside | {spec.low, spec.high}))


def _plain(value: float, spec: Spec) -> str:
    if spec.scale == "log":
        short = f"{value:#.2g}" if abs(value) < 10 else f"{value:.0f}"
    else:
        short = f"{value:.{max(0, _digits(spec))}f}"
    exact = f"{value:.6g}"
    return short if float(short) == float(exact) else exact


def _power(value: float) -> str:
    mantissa, exponent = f"{value:.5e}".split("e")
    return f"{float(mantissa):g}e{int(exponent)}"
