"""What can be explained: a worked example, one sample of the training, or its coming batch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfExample:
    """A worked example by its key: "two-layer" or "chain".  It needs no training."""

    key: str = "two-layer"


@dataclass(frozen=True, slots=True)
class OfSample:
    """The training's network on one sample, an index into all samples of the scene.

    The update is the one that this sample alone would make.  Batch
    normalization then goes by the running statistics: one sample has none.
    """

    index: int = 0


@dataclass(frozen=True, slots=True)
class OfBatch:
    """The training's coming update: the batch, the dropped units and the step that it will make."""


Subject = OfExample | OfSample | OfBatch
