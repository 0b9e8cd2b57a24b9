"""From what a person asks for to the arrays that do it: a pure function."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import numpy as np

from visualnn.data import (
    DATASETS,
    INPUTS,
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
from visualnn.data.inputs import PLAIN
from visualnn.data.point_edits import Edited, with_edits
from visualnn.errors import InputError
from visualnn.experiment.frames import Extent, Offer, Scene, Task
from visualnn.experiment.spec import AUTO, Experiment
from visualnn.nn.calls import Array
from visualnn.nn.initializers import INITIALIZERS, initialize
from visualnn.nn.layout import Layout
from visualnn.nn.losses import LOSSES
from visualnn.nn.network import Architecture
from visualnn.nn.normalization import NORMALIZATIONS

OFFER_PIXELS = 24
"""Grid points per side of the picture of an input that is offered."""

MARGIN = 0.12
"""How far the input plane reaches beyond the outermost samples, as a share of their range."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The arrays of one experiment, ready to train.

    Attributes
    ----------
    samples, part, numbers
        All samples in the features' own units, the share ``(n,)`` of each, and
        its number; see `visualnn.data.point_edits.PointEdit`.
    drawn, drawn_part
        The samples before any was changed by hand.  Scaling and input plane
        are theirs, so that a point that is put or moved shifts no other.
    axes
        The two features that span the input plane: those that, among the
        training samples, say most about the target.
    scaler, target_scaler
        What is made of the features, and for regression of the target.
    x_train, y_train, x_val, y_val, x_test, y_test
        Scaled inputs ``(rows, features)`` and encoded targets
        ``(rows, outputs)``: 0 or 1, one-hot, or scaled values.
    architecture, layout
        The network, and where its parameters lie.
    theta0
        The first parameters ``(P,)``.
    notes
        Sentences: what was chosen or adjusted to make the experiment fit.
    """

    experiment: Experiment
    samples: Samples
    part: Array
    numbers: Array
    drawn: Samples
    drawn_part: Array
    axes: tuple[int, int]
    scaler: Intake
    target_scaler: Standardizer
    x_train: Array
    y_train: Array
    x_val: Array
    y_val: Array
    x_test: Array
    y_test: Array
    architecture: Architecture
    theta0: Array
    notes: tuple[str, ...]

    @property
    def layout(self) -> Layout:
        """Where each layer's parameters lie in ``theta``."""
        return self.architecture.layout

    @property
    def task(self) -> Task:
        """What kind of prediction the target asks for."""
        return self.samples.task

    @property
    def steps_per_epoch(self) -> int:
        """Iterations per epoch, ⌈n / batch⌉; the last batch may be smaller."""
        return ceil(len(self.x_train) / self.experiment.batch)

    @property
    def extent(self) -> Extent:
        """Left, right, bottom and top of the input plane, in the features' own units."""
        left, right = self._range(self.axes[0])
        bottom, top = self._range(self.axes[1])
        return (left, right, bottom, top)

    @property
    def inputs(self) -> tuple[str, ...]:
        """What the network's inputs are called: the features, or what is computed from them."""
        return input_names(self.scaler.keys, self.samples.features)

    def plane(self, resolution: int) -> Array:
        """Return scaled inputs ``(resolution², inputs)`` over the plane, row by row from below."""
        return self.scaler.apply(self.plane_features(resolution))

    def plane_features(self, resolution: int) -> Array:
        """Return the features ``(resolution², features)`` over the plane, in their own units.

        Features that are not on the plane are held at their mean over the
        training samples.
        """
        left, right, bottom, top = self.extent
        x = np.tile(self.drawn.x[self.drawn_part == TRAIN].mean(axis=0), (resolution**2, 1))
        ys, xs = np.meshgrid(
            np.linspace(bottom, top, resolution),
            np.linspace(left, right, resolution),
            indexing="ij",
        )
        x[:, self.axes[1]] = ys.ravel()
        x[:, self.axes[0]] = xs.ravel()
        return x

    def edited(self, experiment: Experiment) -> Plan:
        """Return the plan of an experiment that differs in live settings only.

        Samples that were changed by hand are shared out as `resolve` does it;
        all else stays as it is.  Without a training sample there is a plan all
        the same, but nothing to train on.

        Raises
        ------
        InputError
            If an edit does not fit the samples, or leaves a batch too small for
            the normalization.
        """
        made = with_edits(self.drawn, self.drawn_part, experiment.data.edits)
        _check_batches(experiment, self.architecture, int(np.sum(made.part == TRAIN)))
        shares = _shares(made, self.scaler, self.target_scaler, self.architecture.loss)
        return replace(self, experiment=experiment, **shares)

    def sample(self, index: int) -> tuple[Array, Array]:
        """Return a sample as the network is given it, ``(1, features)``, and its target."""
        one = replace(
            self.samples,
            x=self.samples.x[index : index + 1],
            y=self.samples.y[index : index + 1],
        )
        y = _encoded(one, self.target_scaler, self.architecture.loss)
        return self.scaler.apply(one.x), y

    def scene(self, generation: int = 0) -> Scene:
        """Return what views need to know of this plan."""
        samples = self.samples
        return Scene(
            generation=generation,
            experiment=self.experiment,
            sizes=self.architecture.sizes,
            activations=self.architecture.activations,
            layout=self.layout,
            loss=self.architecture.loss,
            task=self.task,
            classes=samples.classes,
            features=samples.features,
            computed=self.inputs if self.scaler.keys else (),
            offer=self._offer(),
            target=samples.target,
            axes=self.axes,
            extent=self.extent,
            points=samples.x[:, self.axes],
            targets=samples.y,
            part=self.part,
            query=None if samples.query is None else samples.query[list(self.axes)],
            steps_per_epoch=self.steps_per_epoch,
            notes=(*self.notes, *_hand_notes(self.experiment)),
            numbers=self.numbers,
            drawn=len(self.drawn_part),
            levels=_levels(self.drawn),
        )

    def _offer(self) -> Offer | None:
        """Return all inputs that two features offer, as pictures over the plane."""
        if len(self.samples.features) != 2:
            return None
        keys = tuple(INPUTS)
        features = self.plane_features(OFFER_PIXELS)
        intake = Intake.fit(keys, features)
        maps = intake.apply(features).T.reshape(-1, OFFER_PIXELS, OFFER_PIXELS)
        used = self.scaler.keys or PLAIN
        return Offer(keys, input_names(keys, self.samples.features), used, maps)

    def _range(self, axis: int) -> tuple[float, float]:
        column = self.drawn.x[:, axis]
        low, high = float(column.min()), float(column.max())
        margin = MARGIN * (high - low) or 1.0
        return low - margin, high + margin


def resolve(experiment: Experiment) -> Plan:
    """Make the arrays, the parameter layout and the first weights of an experiment.

    A pure function: equal experiments (and, for a CSV, equal files) give equal
    plans.

    Raises
    ------
    InputError
        If something does not fit; the message names it and the remedy.
    """
    notes: list[str] = []
    drawn, drawn_part = _samples(experiment, notes)
    scaler, target_scaler = _scalers(experiment, drawn, drawn_part, notes)
    architecture = _architecture(experiment, drawn)
    made = with_edits(drawn, drawn_part, experiment.data.edits)
    train = int(np.sum(made.part == TRAIN))
    _check_batches(experiment, architecture, train)
    if not train:
        raise InputError("There is no training sample left: put at least one.")
    theta0 = _weights(experiment, architecture.layout, experiment.seed)
    _note_batch(experiment, train, notes)
    return Plan(
        experiment=experiment,
        drawn=drawn,
        drawn_part=drawn_part,
        axes=_axes(drawn, drawn_part),
        scaler=scaler,
        target_scaler=target_scaler,
        architecture=architecture,
        theta0=theta0,
        notes=tuple(notes),
        **_shares(made, scaler, target_scaler, architecture.loss),
    )


def _shares(made: Edited, scaler: Intake, target_scaler: Standardizer, loss: str) -> dict[str, Any]:
    """Return the fields of a plan that hold samples: all, and by share as a network reads them."""
    x, y = scaler.apply(made.samples.x), _encoded(made.samples, target_scaler, loss)
    fields = {"samples": made.samples, "part": made.part, "numbers": made.numbers}
    for name, share in (("train", TRAIN), ("val", VALIDATION), ("test", TEST)):
        rows = made.part == share
        fields |= {f"x_{name}": x[rows], f"y_{name}": y[rows]}
    return fields


def _hand_notes(experiment: Experiment) -> tuple[str, ...]:
    count = len(experiment.data.edits)
    if not count:
        return ()
    return (
        f"{count} change{'s' * (count != 1)} by hand: points put, moved or removed. The scaling "
        "is that of the samples as they were drawn.",
    )


def _levels(drawn: Samples) -> tuple[float, float]:
    """Return the targets at the two ends of a color scale, as far from their mean on both sides."""
    if drawn.classes:
        return 0.0, 1.0
    values = drawn.y.astype(float)
    middle = float(values.mean())
    reach = float(np.abs(values - middle).max()) or 1.0
    return middle - reach, middle + reach


def first_weights(plan: Plan, seed: int) -> Array:
    """Return the first parameters ``(P,)`` that another seed would give a plan."""
    return _weights(plan.experiment, plan.layout, seed)


def _weights(experiment: Experiment, layout: Layout, seed: int) -> Array:
    network, rng = experiment.network, np.random.default_rng((seed, 0))
    return initialize(layout, INITIALIZERS[network.init], rng, network.init_scale)


def _samples(experiment: Experiment, notes: list[str]) -> tuple[Samples, Array]:
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


def _axes(samples: Samples, part: Array) -> tuple[int, int]:
    rows = part == TRAIN
    first, *rest = most_relevant(replace(samples, x=samples.x[rows], y=samples.y[rows]), 2)
    return (first, rest[0] if rest else first)


def _scalers(
    experiment: Experiment, samples: Samples, part: Array, notes: list[str]
) -> tuple[Intake, Standardizer]:
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


def _encoded(samples: Samples, target_scaler: Standardizer, loss: str) -> Array:
    """Return targets ``(n, columns)`` as the loss reads them.

    Values; for classes 0 or 1 where there are two, one-hot rows or indices where there are more.
    """
    if samples.task == "regression":
        return target_scaler.apply(samples.y.reshape(len(samples.y), -1).astype(float))
    if samples.task == "binary" or LOSSES[loss].target == "index":
        return samples.y.reshape(-1, 1).astype(float)
    one_hot: Array = np.eye(len(samples.classes))[samples.y]
    return one_hot


USUAL_LOSS = {
    "binary": "binary_crossentropy",
    "multiclass": "categorical_crossentropy",
    "regression": "mse",
}
USUAL_OUTPUT = {"binary": "sigmoid", "multiclass": "softmax", "regression": "linear"}


def _architecture(experiment: Experiment, samples: Samples) -> Architecture:
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


def _check_batches(experiment: Experiment, architecture: Architecture, rows: int) -> None:
    """Refuse a batch of one sample where statistics over the batch are needed."""
    over_batch = any(NORMALIZATIONS[key].over_batch for key in architecture.normalizations)
    if over_batch and (experiment.batch == 1 or rows % experiment.batch == 1 or rows == 1):
        raise InputError(
            f"Batch normalization needs two samples or more in every batch, but {rows} training "
            f"samples in batches of {experiment.batch} leave a batch of one: "
            "choose another batch size, or layer normalization."
        )


def _note_batch(experiment: Experiment, rows: int, notes: list[str]) -> None:
    if experiment.batch >= rows > 0:
        notes.append(f"The batch holds all {rows} training samples: this is full-batch descent.")
