"""Losses: how far the outputs are from the targets, and the slope of that.

Each lays out its calls on the tape's buffers, like the activations do.  The
value is the mean over the batch.  A loss that ``reads_logits`` is computed
from the last layer's z, with the activation it belongs to, because that stays
exact where the probabilities themselves round to 0 or 1.

Importing this package enters every loss in `LOSSES`.
"""

# The order of the imports is the order of the registry.
# isort: skip_file

from visualnn.nn.losses.loss import LOSSES, Loss
from visualnn.nn.losses.distances import (
    HalfSquaredError,
    Huber,
    MeanAbsoluteError,
    MeanSquaredError,
)
from visualnn.nn.losses.cross_entropy import (
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    SparseCategoricalCrossEntropy,
)

__all__ = [
    "LOSSES",
    "BinaryCrossEntropy",
    "CategoricalCrossEntropy",
    "HalfSquaredError",
    "Huber",
    "Loss",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "SparseCategoricalCrossEntropy",
]
