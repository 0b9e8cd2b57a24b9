"""Gradient sizes by layer: what shrinks or grows on its way back, in one ratio."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from visualnn.figures.history import History

Verdict = Literal["vanishing", "exploding", "steady", "none", "unknown"]

LIMIT = 100.0
"""A first layer with a gradient so many times smaller or larger than the last has trouble."""

RECENT = 10
"""Epochs whose geometric mean is compared: a single batch tells little."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What becomes of the gradient between the output layer and the first.

    Attributes
    ----------
    ratio
        The first layer's size divided by the output layer's; NaN where it is
        not known.
    """

    verdict: Verdict
    ratio: float


def passage(history: History, layers: int) -> Passage:
    """Return the verdict over the latest epochs of a network with so many layers."""
    first, last = (history[f"gradient_{layer}"][-RECENT:] for layer in (1, layers))
    known = np.isfinite(first) & np.isfinite(last)
    first, last = first[known], last[known]
    if layers > 1 and not first.all():
        return Passage("none", 0.0)
    if layers < 2 or not len(first) or not last.all():
        return Passage("unknown", float("nan"))
    ratio = float(np.exp(np.mean(np.log(first) - np.log(last))))
    if ratio * LIMIT < 1:
        return Passage("vanishing", ratio)
    return Passage("exploding" if ratio > LIMIT else "steady", ratio)


def spread_out(places: list[float], least: float) -> list[float]:
    """Return heights of names near ``places``, in the same order, at least so far apart."""
    if not places:
        return []
    order = np.argsort(places, kind="stable")
    spread = np.array(places, dtype=float)
    for before, after in pairwise(order):
        spread[after] = max(spread[after], spread[before] + least)
    # All together back to where they belong.
    moved: list[float] = (spread - (spread - np.array(places)).mean()).tolist()
    return moved
