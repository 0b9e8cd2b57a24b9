"""How wide an edge is drawn for its value, against a reference that is held steady."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Scale = Literal["linear", "log"]

HOLD = 1.0
JUMP = 4.0
DECADES = 4.0
LEVELS = 10

NOT_FINITE, ZERO = 0, 1
"""The two bins that carry no sign; `bins` numbers the others."""
FIRST_NEGATIVE, FIRST_POSITIVE = 2, 2 + LEVELS
BINS = 2 + 2 * LEVELS


@dataclass(slots=True)
class Reference:
    """The magnitude that is drawn at full width.

    It follows the largest magnitude at most once in `HOLD` seconds, and then
    by the geometric mean with its old value, so that widths do not pump while
    the network learns.  A change by more than `JUMP` times is taken over at
    once when the hold is over.  Where nothing moves, `settle` takes the
    magnitude as it is: the same weights are drawn alike on any way to them.
    """

    value: float = 0.0
    since: float = -math.inf

    def holds(self, now: float) -> bool:
        """Whether `update` would change nothing, so that no magnitude need be found."""
        return self.value > 0.0 and now - self.since < HOLD

    def update(self, magnitude: float, now: float) -> bool:
        """Follow ``magnitude`` at the time ``now`` (seconds); return whether `value` was due."""
        if self.holds(now):
            return False
        near = self.value > 0.0 and 1 / JUMP < magnitude / self.value < JUMP
        self.value = math.sqrt(self.value * magnitude) if near else magnitude
        self.since = now
        return True

    def settle(self, magnitude: float, now: float) -> bool:
        """Take ``magnitude`` as it is; return whether `value` has changed."""
        changed = magnitude != self.value
        self.value, self.since = magnitude, now
        return changed


def magnitude(arrays: list[NDArray[np.floating]]) -> float:
    """Return the largest finite magnitude in ``arrays``, 0 where there is none."""
    largest = 0.0
    for array in arrays:
        size = np.abs(array)
        largest = max(largest, float(size.max(where=np.isfinite(size), initial=0.0)))
    return largest


def strength(values: Floats, reference: float, scale: Scale) -> Floats:
    """Map magnitudes to the range from 0 (thinnest) to 1 (full width).

    linear: |v| / reference.  log: 1 + log₁₀(|v| / reference) / `DECADES`, so
    that each factor of ten costs the same share of the width and a gradient
    that vanishes from layer to layer is seen to get thinner.  Both are clipped;
    values that are not finite become NaN.
    """
    if reference <= 0.0:
        return np.where(np.isfinite(values), 0.0, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.abs(values) / reference
        if scale == "log":
            share = 1.0 + np.log10(share) / DECADES
    return np.where(np.isfinite(values), np.clip(share, 0.0, 1.0), np.nan)


def known(strengths: Floats, instead: float) -> Floats:
    """Return the strengths with a number instead of NaN; a tenth of `numpy.nan_to_num`'s time."""
    return np.where(np.isnan(strengths), instead, strengths)


def bins(values: Floats, strengths: Floats) -> NDArray[np.intp]:
    """Sort values into `BINS` pens by sign and strength.

    Returns
    -------
    `NOT_FINITE`, `ZERO`, or `FIRST_NEGATIVE` / `FIRST_POSITIVE` plus a level
    from 0 (faint) to ``LEVELS - 1`` (strongest).
    """
    level = np.minimum(known(strengths, 0.0) * LEVELS, LEVELS - 1).astype(np.intp)
    signed = level + np.where(values < 0, FIRST_NEGATIVE, FIRST_POSITIVE)
    return np.where(np.isnan(strengths), NOT_FINITE, np.where(values == 0, ZERO, signed))


def level_strength(level: int) -> float:
    """Return the strength in the middle of a level, as `bins` numbers them."""
    return (level + 0.5) / LEVELS
