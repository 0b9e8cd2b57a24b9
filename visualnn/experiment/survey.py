"""The loss landscape around a finished run, with the run's own path on it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visualnn.errors import InputError
from visualnn.experiment.jobs import Run
from visualnn.experiment.plan import Plan
from visualnn.experiment.training import Training
from visualnn.experiment.training.penalty import penalty
from visualnn.landscape.evaluation import losses_at
from visualnn.landscape.plane import Array, Extent, Plane, project
from visualnn.landscape.planes import (
    PLANES,
    farthest_moved,
    pca_plane,
    random_plane,
    weights_plane,
)
from visualnn.landscape.scan import POLL_SECONDS, Penalty, Scanned, scan
from visualnn.specs import choice, flag, integer, number, validate

MOST_PLACES = 512
"""A path is drawn, and its plane found, from at most this many recorded places."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Which part of the landscape to look at.

    ``weights`` names the two parameters of the plane "weights", such as
    ``("W1[0,3]", "W2[3,0]")``; empty, they are the two that training moved farthest.
    """

    plane: str = choice(
        "pca",
        lambda: PLANES,
        label="Plane",
        idea="Through the run, through two random directions, or along two weights; "
        "all else is held.",
    )
    resolution: int = integer(
        51,
        5,
        501,
        label="Resolution",
        scale="log",
        idea="How many points a side the loss is evaluated at.",
    )
    span: float = number(
        1.0,
        0.001,
        1000.0,
        label="Span",
        scale="log",
        idea="How far to look: 1 holds the run, a weight's step of ±1, "
        "or random directions as long as the weights.",
    )
    penalty: bool = flag(
        False,
        label="With the penalty",
        idea="Add what L1 and L2 add to the loss while training.",
    )
    weights: tuple[str, ...] = ()
    draw: int = integer(
        0,
        0,
        9999,
        label="Draw",
        idea="Which pair of random directions: every number is another pair of the same seed.",
    )

    def __post_init__(self) -> None:
        validate(self)
        if len(self.weights) not in (0, 2):
            raise InputError("The plane 'weights' needs two weights, such as W1[0,3] and W2[3,0].")


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The run on the plane, one entry for each recorded place.

    Attributes
    ----------
    epochs
        ``(T,)``, the first is 0, before training.
    coordinates, distances
        ``(T, 2)`` and ``(T,)``: the nearest point of the plane, and how far the
        run was from it.
    losses, slice_losses
        ``(T,)`` each: the loss of the run itself, and what the plane shows there.
    """

    epochs: Array
    coordinates: Array
    distances: Array
    losses: Array
    slice_losses: Array


@dataclass(frozen=True, slots=True, eq=False)
class Landscape:
    """A scanned plane.

    Attributes
    ----------
    extent
        Left, right, bottom and top of the grid, in the plane's coordinates.
    losses
        ``(m, m)``; row 0 is the lowest v.
    center
        The loss at the plane's origin, the trained network, in double precision.
    """

    survey: Survey
    plane: Plane
    extent: Extent
    losses: Array
    center: float
    track: Track


def survey_job(run: Run, survey: Survey, threads: int = 2) -> Generator[Scanned, None, Landscape]:
    """Scan the loss over the training samples around a run's resulting weights.

    Raises
    ------
    InputError
        If the run spans no plane, or a weight is unknown.
    """
    epochs, thetas = recorded_places(run.training)
    return (yield from plane_job(run.plan, survey, run.theta, epochs, thetas, threads=threads))


def plane_job(
    plan: Plan,
    survey: Survey,
    theta: Array,
    epochs: Array,
    thetas: Array,
    *,
    threads: int = 2,
    poll: float = POLL_SECONDS,
) -> Generator[Scanned, None, Landscape]:
    """Scan the loss over the training samples on a plane through ``theta (P,)``.

    Parameters
    ----------
    epochs, thetas
        ``(T,)`` and ``(T, P)``: the recorded places of the run.
    threads, poll
        See `visualnn.landscape.scan.scan`.

    Raises
    ------
    InputError
        If the run spans no plane, or a weight is unknown.
    """
    plane = _plane(plan, survey, theta, thetas)
    added = _penalty(plan) if survey.penalty else None
    losses = yield from scan(
        plan.architecture,
        plane,
        plan.x_train,
        plan.y_train,
        survey.resolution,
        survey.span,
        penalty=added,
        threads=threads,
        poll=poll,
    )
    center = _losses(plan, plane.origin[None], added)
    track = _track(plan, plane, epochs, thetas, added)
    return Landscape(survey, plane, plane.extent(survey.span), losses, float(center[0]), track)


def check_weights(plan: Plan, survey: Survey) -> None:
    """Refuse names of weights that the network has not, before it is trained.

    Raises
    ------
    InputError
        If a weight is unknown, or named twice.
    """
    if survey.weights:
        first, second = survey.weights
        weights_plane(plan.layout, plan.theta0, (first, second))


def recorded_places(training: Training) -> tuple[Array, Array]:
    """Return epochs ``(T,)`` and parameters ``(T, P)`` of the kept checkpoints and of the end."""
    kept = training.recording.checkpoints
    epochs = [checkpoint.epoch for checkpoint in kept]
    thetas = [checkpoint.theta[0] for checkpoint in kept]
    if training.epoch != epochs[-1]:
        epochs.append(training.epoch)
        thetas.append(training.population.theta[0])
    rows = spread_rows(len(epochs), MOST_PLACES)
    return np.array(epochs)[rows], np.stack([thetas[row] for row in rows])


def spread_rows(count: int, most: int) -> NDArray[np.intp]:
    """Return at most so many of ``count`` rows, evenly spread, first and last among them."""
    rows: NDArray[np.intp] = np.unique(np.linspace(0, count - 1, most).round().astype(np.intp))
    return rows


def plane_through(plan: Plan, survey: Survey, theta: Array, ways: Array) -> Plane:
    """Return the plane "random" or "weights" of a survey, through ``theta (P,)``.

    Parameters
    ----------
    ways
        ``(P,)``, how far training has moved each parameter: where the survey names
        no weights, they are the two with the longest.

    Raises
    ------
    InputError
        If a weight is unknown, or named twice.
    """
    if survey.plane == "random":
        rng = np.random.default_rng((plan.experiment.seed, 2, survey.draw))
        return random_plane(plan.layout, theta, rng)
    first, second = survey.weights or farthest_moved(plan.layout, ways)
    return weights_plane(plan.layout, theta, (first, second))


def _plane(plan: Plan, survey: Survey, theta: Array, thetas: Array) -> Plane:
    if survey.plane == "pca":
        return pca_plane(plan.layout, thetas, theta)
    return plane_through(plan, survey, theta, theta - thetas[0])


def _track(plan: Plan, plane: Plane, epochs: Array, thetas: Array, added: Penalty | None) -> Track:
    shadow = project(plane, thetas, plan.layout.trained)
    return Track(
        epochs,
        shadow.coordinates,
        shadow.distances,
        _losses(plan, thetas, added),
        _losses(plan, plane.at(shadow.coordinates), added),
    )


def _losses(plan: Plan, thetas: Array, added: Penalty | None) -> Array:
    losses = losses_at(plan.architecture, thetas, plan.x_train, plan.y_train)
    return losses + added(thetas) if added else losses


def _penalty(plan: Plan) -> Penalty:
    experiment, layout = plan.experiment, plan.layout
    return lambda thetas: np.array([penalty(experiment, layout, theta) for theta in thetas])
