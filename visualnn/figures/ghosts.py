"""How far a change of an edge's width is stretched, so that a small step can be seen."""

from __future__ import annotations

from math import floor, isfinite, log10

LARGEST = 3.0
"""Logical pixels: the largest change is stretched to less than this, and to a tenth at least."""

MOST = 1e6


def magnification(change: float) -> float:
    """Return the power of ten by which the widths' changes are stretched, at least 1.

    Parameters
    ----------
    change
        The largest change, in logical pixels.
    """
    if not (isfinite(change) and change > 0.0):
        return 1.0
    return float(min(max(10.0 ** floor(log10(LARGEST / change)), 1.0), MOST))
