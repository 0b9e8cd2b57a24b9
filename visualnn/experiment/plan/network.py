"""The network of an experiment, as its samples and its loss want it."""

from __future__ import annotations

import numpy as np

from visualnn.data import Samples
from visualnn.errors import InputError
from visualnn.experiment.frames import Task
from visualnn.experiment.spec import AUTO, Experiment
from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import Array
from visualnn.nn.initializers import INITIALIZERS, initialize
from visualnn.nn.layout import Layout
from visualnn.nn.losses import LOSSES
from visualnn.nn.normalization import NORMALIZATIONS

USUAL_LOSS = {
    "binary": "binary_crossentropy",
    "multiclass": "categorical_crossentropy",
    "regression": "mse",
}
USUAL_OUTPUT = {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}


def architecture_of(experiment: Experiment, samples: Samples) -> Architecture:
    """Return the network: the units, the output and the loss that the target asks for."""
    task = samples.task
    key = USUAL_LOSS[task] if experiment.loss == AUTO else experiment.loss
    loss = LOSSES[key]
    if task not in loss.tasks:
        raise InputError(
            f"The loss {key!r} does not fit a {task} target: "
            f"choose {USUAL_LOSS[task]!r}, or 'auto'."
        )
    hidden = experiment.network.hidden
    activations = (*(layer.activation for layer in hidden), _output(experiment, task, key))
    inputs = len(experiment.data.inputs) or samples.x.shape[1]
    sizes = (inputs, *(layer.units for layer in hidden), _outputs(samples))
    normalizations = (*(layer.normalization for layer in hidden), "none")
    if set(normalizations) == {"none"}:
        normalizations = ()
    dropout = experiment.regularization.dropout
    return Architecture(sizes, activations, key, True, normalizations, dropout)


def _outputs(samples: Samples) -> int:
    """Return how many outputs the target asks for: one per class from three classes on."""
    if samples.task == "multiclass":
        return len(samples.classes)
    return samples.y.reshape(len(samples.y), -1).shape[1]


def _output(experiment: Experiment, task: Task, key: str) -> str:
    """Return the last activation; a loss on logits allows its own only."""
    loss, wish = LOSSES[key], experiment.network.output
    if wish == AUTO:
        return loss.output if loss.reads_logits else USUAL_OUTPUT[task]
    if loss.reads_logits and wish != loss.output:
        raise InputError(
            f"The loss {key!r} is computed from the logits and goes with the output activation "
            f"{loss.output!r}, not {wish!r}: choose 'auto' or another loss."
        )
    return wish


def weights_of(experiment: Experiment, layout: Layout, seed: int) -> Array:
    """Return the first parameters ``(P,)`` that a seed gives."""
    network, rng = experiment.network, np.random.default_rng((seed, 0))
    return initialize(layout, INITIALIZERS[network.init], rng, network.init_scale)


def check_batches(experiment: Experiment, architecture: Architecture, rows: int) -> None:
    """Refuse a batch of one sample where statistics over the batch are needed."""
    lone = experiment.batch == 1 or rows % experiment.batch == 1 or rows == 1
    if lone and _over_batch(architecture):
        raise InputError(
            f"Batch normalization needs two samples or more in every batch, but {rows} training "
            f"samples in batches of {experiment.batch} leave a batch of one: "
            "choose another batch size, or layer normalization."
        )


def check_batch(architecture: Architecture, rows: int) -> None:
    """Refuse one sample by itself where statistics over the batch are needed."""
    if rows == 1 and _over_batch(architecture):
        raise InputError(
            "Batch normalization needs two samples or more, but x has one row: "
            "give it more rows, or choose layer normalization."
        )


def _over_batch(architecture: Architecture) -> bool:
    return any(NORMALIZATIONS[key].over_batch for key in architecture.normalizations)


def batch_notes(batch: int, rows: int) -> tuple[str, ...]:
    """Say so where a batch holds all training samples."""
    if not batch >= rows > 0:
        return ()
    samples = f"all {rows} training samples" if rows > 1 else "the only training sample"
    return (f"The batch holds {samples}: this is full-batch descent.",)
