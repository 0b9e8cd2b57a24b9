"""What a run tells about itself beyond its losses: bundles of arrays for single views."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The test share's scores by epoch, which are made only when somebody asks for them.

    Attributes
    ----------
    start
        The epoch of the first row.
    columns
        ``test_loss`` and ``test_accuracy`` (for regression ``test_r2``), row by
        row; exactly what the network of that epoch scores.
    """

    start: int
    columns: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the network of one epoch scores on the test share; NaN without test samples."""

    epoch: int
    loss: float
    quality: float
