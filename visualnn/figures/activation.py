"""An activation's curves over the range that a network uses, and where they are flat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from visualnn.experiment.frames.flatness import is_flat
from visualnn.figures.table import Floats
from visualnn.figures.ticks import nice_ceiling
from visualnn.nn.activations import Activation

POINTS = 801
BINS = 48
LEAST_REACH = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class ActivationCurves:
    """g and g′ at the same places.

    Attributes
    ----------
    z, value, slope
        ``(n,)`` each.
    flat
        The stretches ``(left, right)`` of z where |g′| is at most a hundredth of its largest.
    """

    z: Floats
    value: Floats
    slope: Floats
    flat: tuple[tuple[float, float], ...]


def activation_curves(activation: Activation, reach: float) -> ActivationCurves:
    """Return an activation's curves from ``-reach`` to ``reach``."""
    z = np.linspace(-reach, reach, POINTS)
    slope = activation.derivative(z)
    flat = is_flat(activation, z)
    edges = np.flatnonzero(np.diff(flat, prepend=False, append=False))
    stretches = zip(edges[::2], edges[1::2], strict=True)
    runs = tuple((float(z[a]), float(z[b - 1])) for a, b in stretches if b - a > 1)
    return ActivationCurves(z, activation.value(z), slope, runs)


def reach_of(sums: Floats, before: float = LEAST_REACH) -> float:
    """Return how far the picture reaches so that all z are in it.

    It grows in round steps, and shrinks only where well over half of it would
    be empty, so that it stands still while z creep.
    """
    finite = np.abs(sums[np.isfinite(sums)])
    needed = max(float(finite.max(initial=0.0)), LEAST_REACH)
    return before if 0.45 * before < needed <= before else nice_ceiling(needed)


def histogram(sums: Floats, reach: float) -> tuple[Floats, Floats]:
    """Return how many z fall between each pair of edges, ``(BINS,)`` and ``(BINS + 1,)``."""
    counts, edges = np.histogram(sums[np.isfinite(sums)], bins=BINS, range=(-reach, reach))
    return counts.astype(float), edges
