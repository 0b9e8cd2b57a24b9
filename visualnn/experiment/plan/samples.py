"""The samples of an experiment: drawn or read, shared out, scaled and encoded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from visualnn.data import (
    DATASETS,
    TEST,
    TRAIN,
    VALIDATION,
    Intake,
    Samples,
    Standardizer,
    input_names,
    most_relevant,
    read_csv,
    split,
)
from visualnn.data.point_edits import Edited
from visualnn.errors import InputError
from visualnn.experiment.spec import Experiment
from visualnn.nn.calls import Array
from visualnn.nn.losses import LOSSES


def samples_of(experiment: Experiment, notes: list[str]) -> tuple[Samples, Array]:
    """Draw or read the samples, and return them with the share ``(n,)`` of each."""
    data = experiment.data
    rng = np.random.default_rng(data.seed)
    if data.is_file:
        samples = read_csv(data.name, data.roles)
        notes += samples.notes
    else:
        samples = DATASETS[data.name].make(data.samples, data.noise, rng)
        if DATASETS[data.name].whole:
            notes.append("All rows are training rows: there are too few to share out.")
            return samples, np.full(len(samples.x), TRAIN, dtype=np.uint8)
    return samples, split(samples.y, data.train, data.validation, rng)


def axes_of(samples: Samples, part: Array) -> tuple[int, int]:
    """Return the two features that say most about the target, among the training samples."""
    rows = part == TRAIN
    first, *rest = most_relevant(replace(samples, x=samples.x[rows], y=samples.y[rows]), 2)
    return (first, rest[0] if rest else first)


def scalers_of(
    experiment: Experiment, samples: Samples, part: Array, notes: list[str]
) -> tuple[Intake, Standardizer]:
    """Return what is made of the features and, for regression, of the target."""
    keys = _inputs(experiment, samples, notes)
    regression = samples.task == "regression"
    outputs = samples.y.reshape(len(samples.y), -1) if regression else np.zeros((1, 1))
    if not experiment.data.standardize:
        notes.append("Features are used as they are, not standardized.")
        features = Intake.identity(keys, samples.x.shape[1])
        return features, Standardizer.identity(outputs.shape[1])
    rows = part == TRAIN
    features = Intake.fit(keys, samples.x[rows])
    if regression:
        notes.append("Features and target are standardized; losses are in standardized units.")
        return features, Standardizer.fit(outputs[rows].astype(float))
    notes.append("Features are standardized to mean 0 and deviation 1 over the training samples.")
    return features, Standardizer.identity(1)


def _inputs(experiment: Experiment, samples: Samples, notes: list[str]) -> tuple[str, ...]:
    """Return the inputs that are computed, which takes a set with two features."""
    keys = experiment.data.inputs
    if keys and len(samples.features) != 2:
        raise InputError(
            f"Inputs such as {keys[0]!r} are computed from two features, but "
            f"{experiment.data.name} has {len(samples.features)}: leave inputs empty."
        )
    if keys:
        names = ", ".join(input_names(keys, samples.features))
        notes.append(
            f"The network reads {names}: computed from the features in their own units, "
            "before any standardizing."
        )
    return keys


def encoded(samples: Samples, target_scaler: Standardizer, loss: str) -> Array:
    """Return targets ``(n, columns)`` as the loss reads them.

    Values; for classes 0 or 1 where there are two, one-hot rows or indices where there are more.
    """
    if samples.task == "regression":
        return target_scaler.apply(samples.y.reshape(len(samples.y), -1).astype(float))
    if samples.task == "binary" or LOSSES[loss].target == "index":
        return samples.y.reshape(-1, 1).astype(float)
    one_hot: Array = np.eye(len(samples.classes))[samples.y]
    return one_hot


def shares(made: Edited, scaler: Intake, target_scaler: Standardizer, loss: str) -> dict[str, Any]:
    """Return the fields of a plan that hold samples: all, and by share as a network reads them."""
    x, y = scaler.apply(made.samples.x), encoded(made.samples, target_scaler, loss)
    fields = {"samples": made.samples, "part": made.part, "numbers": made.numbers}
    for name, share in (("train", TRAIN), ("val", VALIDATION), ("test", TEST)):
        rows = made.part == share
        fields |= {f"x_{name}": x[rows], f"y_{name}": y[rows]}
    return fields


def levels_of(drawn: Samples) -> tuple[float, float]:
    """Return the targets at the two ends of a color scale, as far from their mean on both sides."""
    if drawn.classes:
        return 0.0, 1.0
    values = drawn.y.astype(float)
    middle = float(values.mean())
    reach = float(np.abs(values - middle).max()) or 1.0
    return middle - reach, middle + reach
