"""The gradients of single samples in units of their mean: places, and the range to show."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from visualnn.experiment.frames.insights import SampleGradients
from visualnn.figures.table import Floats, Table
from visualnn.figures.ticks import nice_ceiling

LOOSE = 0.35
"""A range is made anew when what is in it takes less than this share of it."""


class Cloud(NamedTuple):
    """``x`` and ``y`` of the samples in lengths of the mean, and the noise in the same unit."""

    x: Floats
    y: Floats
    noise: float


def cloud(found: SampleGradients) -> Cloud | None:
    """Return the samples' places; None where the mean has no length."""
    if not (np.isfinite(found.mean) and found.mean > 0):
        return None
    return Cloud(found.along / found.mean, found.across / found.mean, found.noise / found.mean)


def reach_of(seen: Cloud, held: float) -> float:
    """Return how far from the mean is shown; the one held before while it serves."""
    away = np.concatenate([np.abs(seen.x - 1), np.abs(seen.y), [1.2, seen.noise]])
    # A few samples may lie outside, or the farthest one would rule the picture.
    needed = 1.1 * float(np.percentile(away[np.isfinite(away)], 98))
    if LOOSE * held <= needed <= held:
        return held
    return nice_ceiling(needed)


def scatter_table(found: SampleGradients) -> Table:
    """Return one row per sample."""
    columns = {"sample": found.samples, "along": found.along, "across": found.across}
    return Table("scatter", columns)
