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


@dataclass(frozen=True, slots=True)
class SampleGradients:
    """The gradients of single samples, seen in the plane of their mean.

    Attributes
    ----------
    samples
        ``(m,)``, the numbers of the samples, evenly picked from the latest batch.
    along, across
        ``(m,)`` each: how far a sample's gradient goes in the direction of the
        batch's mean, and in the direction at right angles to it in which the
        samples differ most.
    mean
        ‖ḡ‖, the length of the mean.
    spread
        σ with σ² = Σ ‖gᵢ − ḡ‖² / (n − 1), over the whole batch; NaN for one
        sample, which does not show how far others lie.
    batch
        How many samples the batch has.
    """

    samples: NDArray[np.integer]
    along: Floats
    across: Floats
    mean: float
    spread: float
    batch: int

    @property
    def noise(self) -> float:
        """σ / √n: about how far means of such batches lie from the true one; NaN for n = 1."""
        return float(self.spread / np.sqrt(self.batch))


@dataclass(frozen=True, slots=True)
class Traces:
    """Watched parameters over time.

    Attributes
    ----------
    places
        Their indices in θ ``(P,)``.
    steps, values
        ``(k,)`` and ``(k, n)``: the value of each after so many updates.  What
        was set by hand at a step counts as that step's value.
    stride
        1 where every step is there, else about every ``stride``-th, and the latest.
    """

    places: tuple[int, ...]
    steps: Floats
    values: Floats
    stride: int = 1


@dataclass(frozen=True, slots=True)
class Band:
    """How one experiment goes from several first weights, epoch by epoch.

    Attributes
    ----------
    start
        The epoch of the first row.
    seeds
        How many networks there are; their first weights are those of as many
        seeds, the experiment's own the first.
    made
        Another number says that all rows are new, as after a live edit.
    columns
        By name, as in a history: ``(k, 3)``, the least, the mean and the largest
        of the networks whose losses are numbers; NaN where none is.
    lost
        ``(k,)``, how many networks have left the numbers, and count no more.
    """

    start: int
    seeds: int
    made: int
    columns: dict[str, Floats]
    lost: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The network's answers beside the targets, by share of the data (train, validation, test).

    The test share counts once the run has ended; before, it has no samples here.

    Attributes
    ----------
    scores
        ``(3,)`` accuracy or R², NaN for a share without samples.
    confusion
        ``(3, k, k)`` for k classes: ``confusion[s, i, j]`` samples of share s
        are of class i and were taken for class j.  None for regression.
    pairs
        Per share ``(n, 2)``: the target and the network's answer, both in the
        target's own units.  Empty for classes.
    """

    scores: Floats
    confusion: NDArray[np.int64] | None = None
    pairs: tuple[Floats, ...] = ()


@dataclass(frozen=True, slots=True)
class Sums:
    """One layer's z over the latest batch, and where its activation has no slope left.

    Attributes
    ----------
    values
        At most `MOST_SUMS` of the layer's z, evenly picked.
    flat
        ``(units,)``, for each unit the share of the batch's samples at which
        |g′(z)| is at most a hundredth of the activation's steepest slope.  It
        says nothing of softmax, where no output hangs on one z alone.
    """

    values: Floats
    flat: Floats


MOST_SUMS = 500
"""So many numbers show how a layer's z are spread."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """All samples' `Scene.columns` ``(n, c)`` in own units, and how they were standardized.

    The network is given (x − mean) / scale, with ``mean`` and ``scale`` ``(c,)``.
    """

    x: Floats
    mean: Floats
    scale: Floats


@dataclass(frozen=True, slots=True)
class Glance:
    """One sample of the coming batch on its way through the network and back.

    The update waits until the batch is complete: it takes the mean of the
    samples' gradients.

    Attributes
    ----------
    sample
        Which of `Scene.points` it is; −1 where it has been removed meanwhile.
    place, batch
        Its place in the batch, from 0 on, and how many samples the batch has.
    loss
        Of this sample alone.
    z, a, delta
        Per layer ``(units,)``: sums, activations (the input first) and
        ∂L/∂z of this sample's own loss.
    """

    sample: int
    place: int
    batch: int
    loss: float
    z: tuple[Floats, ...]
    a: tuple[Floats, ...]
    delta: tuple[Floats, ...]
