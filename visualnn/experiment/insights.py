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


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one layer puts the input plane and the samples, as a picture in two dimensions.

    Attributes
    ----------
    grid
        ``(m, m, 2)``, the places of a square grid over the input plane.
    points
        ``(n, 2)``, the places of the samples.
    units
        How many dimensions the layer has.
    share
        With two units or fewer the places are the units' own outputs, and this
        is 1.  Wider layers are seen from one side: this is the share of the
        samples' variance that lies in the plane of the picture.
    """

    grid: Floats
    points: Floats
    units: int
    share: float

    @property
    def exact(self) -> bool:
        """Whether the axes are the units' own outputs."""
        return self.units <= 2


@dataclass(frozen=True, slots=True)
class Space:
    """What the layers do to space.

    Attributes
    ----------
    samples
        ``(n,)``, which samples the points are: training samples, evenly picked.
    layers
        The input first; of its features those that span the input plane.
    """

    samples: NDArray[np.intp]
    layers: tuple[Placed, ...]
