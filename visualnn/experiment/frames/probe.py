"""What can be asked of a network's inside, and the answer: flows, spreads, units, a forecast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

BINS = 16
"""So many bars show how a unit's outputs are spread over a batch."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What is wanted of the network's inside beside its parameters.

    Attributes
    ----------
    flow, spread
        Whether `Workings.flow` and `Workings.spread` are wanted.
    sample
        The sample whose way through the network is wanted, an index into all
        samples, or None.
    forecast
        Places in θ ``(P,)`` whose next update is wanted.
    unit, resolution
        The layer (0 is the input) and the unit whose output over the input
        plane is wanted with that many grid points per side, or None.
    """

    flow: bool = False
    spread: bool = False
    sample: int | None = None
    forecast: tuple[int, ...] = ()
    unit: tuple[int, int] | None = None
    resolution: int = 64


@dataclass(frozen=True, slots=True)
class Spread:
    """How a layer's outputs are spread over the latest batch.

    Attributes
    ----------
    counts
        ``(units, BINS)``, the share of the batch's samples in each of the
        equally wide bins from ``low`` to ``high``.
    low, high
        The bounded activation's own range; of any other ±2ᵏ, the smallest
        power of two that holds the layer, so that the axis stands still.
    """

    counts: Floats
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Passage:
    """One sample's way through the network as it is now.

    Alone it goes with nothing left out.  While it is looked at on its way
    through a batch (`visualnn.experiment.frames.insights.Glance`) these are the batch's
    own numbers: with dropout, jitter and the normalization over the batch.

    Attributes
    ----------
    index
        Its number among all samples.
    x
        ``(features,)``, its inputs in their own units.
    a
        ``(units,)`` per layer, the input (as the network is given it) first.
    z, delta
        ``(units,)`` per layer after the input: the weighted sums, and
        δ = ∂L/∂z of this sample's own loss.
    loss
        That loss, without the penalty.
    """

    index: int
    x: Floats
    a: tuple[Floats, ...]
    z: tuple[Floats, ...]
    delta: tuple[Floats, ...]
    loss: float


@dataclass(frozen=True, slots=True)
class Workings:
    """The network's inside over the latest batch.

    Before the first step, and while its samples are looked at, it is the coming one.

    Attributes
    ----------
    left_out
        Per layer after the input ``(units,)``: the share of the batch's samples
        for which dropout left the unit out; None where it leaves nothing out.
    flat
        Per layer after the input ``(units,)``: the share of the batch's samples
        at which the activation has hardly a slope left, see `Sums.flat`.  None
        for softmax, where no output hangs on one z alone.
    steepness
        ``(layers,)``, the root of the mean square of ∂J/∂W per layer, with J the
        batch's mean loss and the penalty.
    flow
        ``(P,)``: in a weight's place w·ā, with ā the mean over the batch of what
        its source passed on; in a bias's place the bias.  0 elsewhere.
    spread
        Per layer, the input first.
    passage
        The wanted sample's.
    forecast
        ``(k,)``: what the optimizer would add to the wanted places if the
        batch's ∂J/∂θ came (once more): of the coming batch, its very update.
    unit_map
        ``(m, m)``: the wanted unit's output over the input plane; row 0 is the lowest y.
    unit
        The layer and the unit that it belongs to.
    places
        The places that `forecast` belongs to.
    """

    left_out: tuple[Floats | None, ...]
    flat: tuple[Floats | None, ...]
    steepness: Floats
    flow: Floats | None = None
    spread: tuple[Spread, ...] | None = None
    passage: Passage | None = None
    forecast: Floats | None = None
    unit_map: Floats | None = None
    unit: tuple[int, int] | None = None
    places: tuple[int, ...] = ()
