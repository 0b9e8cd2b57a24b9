"""Where an activation has hardly a slope left, so that hardly a gradient passes."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from visualnn.nn.activations import Activation
from visualnn.nn.calls import Array

FLAT = 0.01
"""The share of an activation's steepest slope below which hardly a gradient passes."""

SPAN = np.linspace(-10, 10, 2001)
"""Where the steepest slope is looked for: beyond it no activation gets steeper."""


def is_flat(activation: Activation, z: Array) -> NDArray[np.bool_]:
    """Return where |g′(z)| is at most a hundredth of the activation's steepest slope."""
    flat: NDArray[np.bool_] = np.abs(activation.derivative(z)) <= FLAT * _steepest(activation)
    return flat


@cache
def _steepest(activation: Activation) -> float:
    return float(np.abs(activation.derivative(SPAN)).max())
