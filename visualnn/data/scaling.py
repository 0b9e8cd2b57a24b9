"""Standardizing: every feature to mean 0 and standard deviation 1."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Standardizer:
    """The affine map x ↦ (x - mean) / scale, one mean and scale ``(d,)`` per feature.

    Mean and standard deviation (the biased one, divided by n) are those of the
    training rows alone, so that nothing of the other shares leaks into training.
    """

    mean: Floats
    scale: Floats

    @classmethod
    def fit(cls, x: Floats) -> Standardizer:
        """Measure the training rows ``(n, d)``; a constant feature gets scale 1."""
        mean, scale = x.mean(axis=0), x.std(axis=0)
        rounding = 1e-12 * np.abs(mean)  # the spread that a constant column can show
        return cls(mean, np.where(scale > rounding, scale, 1.0))

    @classmethod
    def identity(cls, features: int) -> Standardizer:
        """Return the map that changes nothing."""
        return cls(np.zeros(features), np.ones(features))

    def apply(self, x: Floats) -> Floats:
        """Return ``x (…, d)`` standardized."""
        return (x - self.mean) / self.scale

    def invert(self, x: Floats) -> Floats:
        """Return standardized ``x (…, d)`` in the features' own units."""
        return x * self.scale + self.mean
