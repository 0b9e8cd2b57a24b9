"""How much each feature, by itself, says about the target."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visualnn.data.samples import Floats, Samples


def relevance(samples: Samples) -> Floats:
    """Return for each feature the share ``(d,)`` of variance that goes with the target.

    For classes the correlation ratio η² = Σ_c n_c·(x̄_c − x̄)² / Σ(x − x̄)²
    (Fisher, 1925); for regression the squared correlation r² with the target
    (the mean over several).  A constant feature says nothing: 0.
    """
    # Scaled by its largest value first, so that no square overflows.
    x = samples.x - samples.x.mean(axis=0)
    x = x / np.maximum(np.abs(x).max(axis=0), np.finfo(float).tiny)
    spread = (x**2).sum(axis=0)
    explained = _by_class(x, samples.y) if samples.classes else _by_value(x, samples.y)
    return np.where(spread > 0, explained / np.where(spread > 0, spread, 1.0), 0.0)


def most_relevant(samples: Samples, count: int) -> tuple[int, ...]:
    """Return the columns of the most relevant features, in the table's order."""
    ranked = np.argsort(-relevance(samples), kind="stable")[:count]
    return tuple(sorted(int(column) for column in ranked))


def _by_class(x: Floats, y: NDArray[np.generic]) -> Floats:
    total = np.zeros(x.shape[1])
    for label in np.unique(y):
        rows = x[y == label]
        total += len(rows) * rows.mean(axis=0) ** 2
    return total


def _by_value(x: Floats, y: NDArray[np.generic]) -> Floats:
    targets = y.reshape(len(y), -1).astype(float)
    targets = targets - targets.mean(axis=0)
    targets = targets / np.maximum(np.abs(targets).max(axis=0), np.finfo(float).tiny)
    power = (targets**2).sum(axis=0)
    products = (x.T @ targets) ** 2 / np.where(power > 0, power, 1.0)
    return np.asarray(products.mean(axis=1))
