"""From what a person asks for to the arrays that do it: a pure function."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from visualnn.data import INPUTS, TRAIN, Intake, Samples, Standardizer, input_names
from visualnn.data.inputs import PLAIN
from visualnn.data.point_edits import with_edits
from visualnn.errors import InputError
from visualnn.experiment.frames import Extent, Offer, Scene, Task
from visualnn.experiment.plan.network import (
    architecture_of,
    batch_notes,
    check_batches,
    weights_of,
)
from visualnn.experiment.plan.samples import (
    axes_of,
    encoded,
    levels_of,
    samples_of,
    scalers_of,
    shares,
)
from visualnn.experiment.spec import Experiment
from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import Array
from visualnn.nn.layout import Layout

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
    fitted
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
    fitted: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences: what was chosen or adjusted, and what holds of the samples as they are."""
        batch = batch_notes(self.experiment.batch, len(self.x_train))
        return (*self.fitted, *batch, *_hand_notes(self.experiment))

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
        check_batches(experiment, self.architecture, int(np.sum(made.part == TRAIN)))
        fields = shares(made, self.scaler, self.target_scaler, self.architecture.loss)
        return replace(self, experiment=experiment, **fields)

    def counts_as(self, other: Plan) -> bool:
        """Return whether training and validation see the same samples as with another plan."""
        mine = self.x_train, self.y_train, self.x_val, self.y_val
        others = other.x_train, other.y_train, other.x_val, other.y_val
        return all(map(np.array_equal, mine, others))

    def sample(self, index: int) -> tuple[Array, Array]:
        """Return a sample as the network is given it, ``(1, features)``, and its target."""
        one = replace(
            self.samples,
            x=self.samples.x[index : index + 1],
            y=self.samples.y[index : index + 1],
        )
        y = encoded(one, self.target_scaler, self.architecture.loss)
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
            notes=self.notes,
            numbers=self.numbers,
            drawn=len(self.drawn_part),
            levels=levels_of(self.drawn),
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
    if not isinstance(experiment, Experiment):
        raise InputError(f"{experiment!r} is no experiment: write Experiment(data=…).")
    notes: list[str] = []
    drawn, drawn_part = samples_of(experiment, notes)
    scaler, target_scaler = scalers_of(experiment, drawn, drawn_part, notes)
    architecture = architecture_of(experiment, drawn)
    made = with_edits(drawn, drawn_part, experiment.data.edits)
    train = int(np.sum(made.part == TRAIN))
    check_batches(experiment, architecture, train)
    if not train:
        raise InputError("There is no training sample left: put at least one.")
    theta0 = weights_of(experiment, architecture.layout, experiment.seed)
    return Plan(
        experiment=experiment,
        drawn=drawn,
        drawn_part=drawn_part,
        axes=axes_of(drawn, drawn_part),
        scaler=scaler,
        target_scaler=target_scaler,
        architecture=architecture,
        theta0=theta0,
        fitted=tuple(notes),
        **shares(made, scaler, target_scaler, architecture.loss),
    )


def first_weights(plan: Plan, seed: int) -> Array:
    """Return the first parameters ``(P,)`` that another seed would give a plan."""
    return weights_of(plan.experiment, plan.layout, seed)


def _hand_notes(experiment: Experiment) -> tuple[str, ...]:
    count = len(experiment.data.edits)
    if not count:
        return ()
    return (
        f"{count} change{'s' * (count != 1)} by hand: points put, moved or removed. The scaling "
        "is that of the samples as they were drawn.",
    )
