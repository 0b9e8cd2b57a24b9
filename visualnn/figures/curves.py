"""The scores of a run by epoch as curves: what is drawn, how it is scaled, and its range."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from visualnn.figures.table import Floats
from visualnn.figures.ticks import grown

Measure = Literal["loss", "accuracy", "r2"]
Span = tuple[float, float]


def scaled(values: Floats, log: bool) -> Floats:
    """Return values as drawn: exponents of ten on a log axis, NaN for what has no place."""
    values = np.where(np.isfinite(values), values, np.nan)
    if not log:
        return values
    return np.log10(values, out=np.full(len(values), np.nan), where=values > 0)


def ends(values: Floats, log: bool) -> Floats:
    """Return the lowest and the highest value as drawn, of those that have a place; or none."""
    placed = values[np.isfinite(values) & (values > 0)] if log else values[np.isfinite(values)]
    return scaled(np.array([placed.min(), placed.max()]), log) if len(placed) else placed


def span_of(columns: Sequence[Floats], measure: Measure, log: bool) -> Span:
    """Return the range of an axis that holds all scaled values, in steps that stand still."""
    values = np.concatenate([np.zeros(0), *columns])
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
    if log:
        bottom = float(np.floor(low * 2) / 2)
        return bottom, max(float(np.ceil(high * 4) / 4), bottom + 1)
    if measure == "loss":
        return 0.0, grown(0.0, high)[1] if high > 0 else 1.0
    # R² has no lower bound: one poor first epoch must not flatten all the others.
    return grown(max(min(low, 0.9), -1.0), 1.0)[0], 1.0
