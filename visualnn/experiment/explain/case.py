"""What a pass starts from: an example or a training, on copies that a pass may change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from visualnn.errors import InputError
from visualnn.experiment.explain.phrase import QT_TRANSLATE_NOOP, Phrase
from visualnn.experiment.explain.subject import OfBatch, OfExample, OfSample, Subject
from visualnn.experiment.plan import Plan
from visualnn.experiment.spec.branches import RegularizationSpec
from visualnn.experiment.together.population import Population
from visualnn.experiment.training import Training
from visualnn.experiment.worked_example import EXAMPLES
from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import Array
from visualnn.nn.normalization import NORMALIZATIONS
from visualnn.nn.optim import SGD, Optimizer

RUNNING = QT_TRANSLATE_NOOP(
    "explain",
    "Batch normalization uses the running mean and variance here: one sample has no statistics "
    "of its own.",
)
BEST = QT_TRANSLATE_NOOP(
    "explain",
    "The weights are the best epoch's; the optimizer's memory is that of the latest step.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A network, its samples and its optimizer, ready for one step.

    The attributes are those of `Explanation`; the population and the generator
    are used up by the step, and belong to nobody else.
    """

    subject: Subject
    architecture: Architecture
    population: Population
    optimizer: Optimizer
    x: Array
    y: Array
    regularization: RegularizationSpec = field(default_factory=RegularizationSpec)
    generator: np.random.Generator | None = None
    batch_statistics: bool = False
    units: tuple[tuple[str, ...], ...] = ()
    features: tuple[str, ...] = ()
    step: int = 0
    notes: tuple[Phrase, ...] = ()


def case_of(subject: Subject, training: Training | None = None) -> Case:
    """Return the case of a subject; the training is left exactly as it is.

    Raises
    ------
    InputError
        For an unknown example or sample, or without the training that the subject needs.
    """
    if isinstance(subject, OfExample):
        return _of_example(subject)
    if training is None:
        raise InputError("There is no experiment yet: load one, or choose a worked example.")
    if isinstance(subject, OfSample):
        return _of_sample(subject, training)
    return _of_batch(training)


def _of_example(subject: OfExample) -> Case:
    example = EXAMPLES[subject.key]
    theta, optimizer = np.empty((1, len(example.weights))), SGD(lr=example.rate)
    theta[0, example.order] = example.weights
    return Case(
        subject,
        example.architecture,
        Population(theta, (optimizer,)),
        optimizer,
        np.array([example.x]),
        np.array([example.targets]),
        units=example.units,
    )


def _of_batch(training: Training) -> Case:
    coming, architecture = training.coming(), training.plan.architecture
    return Case(
        OfBatch(),
        architecture,
        coming.population,
        training.experiment.optimizer,
        coming.x,
        coming.y,
        training.experiment.regularization,
        coming.generator if architecture.dropout else None,
        batch_statistics=True,
        features=training.plan.inputs,
        step=training.step,
        notes=tuple(_notes(training)),
    )


def _of_sample(subject: OfSample, training: Training) -> Case:
    plan = training.shown
    x, y = _row(plan, subject.index)
    notes = _notes(training)
    if any(NORMALIZATIONS[key].over_batch for key in plan.architecture.normalizations):
        notes.append(Phrase(RUNNING))
    batch = _of_batch(training)
    return replace(batch, subject=subject, x=x, y=y, batch_statistics=False, notes=tuple(notes))


def _row(plan: Plan, index: int) -> tuple[Array, Array]:
    """Return a sample's scaled input and encoded target, ``(1, …)`` each, by its share's row."""
    if not len(plan.part):
        raise InputError("There is no sample to explain: put at least one.")
    if not 0 <= index < len(plan.part):
        raise InputError(
            f"There is no sample {index}: this data set has those from 0 to {len(plan.part) - 1}."
        )
    share = plan.part[index]
    row = int(np.count_nonzero(plan.part[:index] == share))
    x = (plan.x_train, plan.x_val, plan.x_test)[share]
    y = (plan.y_train, plan.y_val, plan.y_test)[share]
    return x[row : row + 1].copy(), y[row : row + 1].copy()


def _notes(training: Training) -> list[Phrase]:
    if training.theta is training.patience.theta:
        return [Phrase(BEST)]
    return []
