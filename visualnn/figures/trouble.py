"""Gradients that vanish or explode on their way back through the layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

SERIOUS = 1000.0
"""By so many times the gradients of the first and the last layer may differ unsaid."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happens to the gradient from the last layer to the first.

    ``ratio`` is the larger of the two over the smaller; infinite where nothing arrives.
    """

    kind: Literal["vanishing", "exploding"]
    ratio: float
    layers: int


def trouble(steepness: NDArray[np.floating]) -> Trouble | None:
    """Return what is wrong with the gradients' sizes, or None.

    Parameters
    ----------
    steepness
        ``(layers,)``, the root of the mean square of ∂L/∂W per layer.
    """
    first, last = float(steepness[0]), float(steepness[-1])
    if len(steepness) < 2 or not np.isfinite(steepness).all():
        return None
    if last > SERIOUS * first:
        return Trouble("vanishing", last / first if first else np.inf, len(steepness))
    if first > SERIOUS * last > 0.0:
        return Trouble("exploding", first / last, len(steepness))
    return None
