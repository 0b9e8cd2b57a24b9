"""Slices through the loss of a training under way: scanned bit by bit, and the run beside them."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from visualnn.experiment.aside import Aside
from visualnn.experiment.frames.whereabouts import Whereabouts
from visualnn.experiment.survey import Landscape, Survey, plane_job, spread_rows
from visualnn.experiment.training import Training
from visualnn.landscape.evaluation import losses_at
from visualnn.landscape.plane import Array, project
from visualnn.landscape.scan import Scanned

MOST_PLACES = 128
"""A path in the window is drawn from at most so many recorded places."""

POLL_SECONDS = 0.004
"""The engine waits no longer for the threads of a scan before it looks at its other work."""


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """A scanned plane through the parameters of a training at one step.

    Attributes
    ----------
    generation, step
        Of which run, and after how many updates its parameters stood so.
    steps
        ``(T,)``, the updates done at the places of the landscape's track.
    landscape
        Map and track; its origin is the network at `step`.
    """

    generation: int
    step: int
    steps: Array
    landscape: Landscape


def step_on_show(training: Training) -> int:
    """Return after how many updates the parameters on show stood: before the end, if restored."""
    if training.theta is training.patience.theta:
        return training.recording.epochs.end(training.patience.best_epoch)
    return training.step


def places_so_far(training: Training) -> tuple[Array, Array, Array]:
    """Return steps ``(T,)``, epochs ``(T,)`` and parameters ``(T, P)`` up to those on show."""
    present = step_on_show(training)
    kept = [c for c in training.recording.checkpoints if c.step < present]
    places = [(c.step, c.epoch, c.theta[0]) for c in kept]
    places.append((present, training.recording.epochs.ended(present), training.theta.copy()))
    rows = spread_rows(len(places), MOST_PLACES)
    steps, epochs, thetas = zip(*(places[row] for row in rows), strict=True)
    return np.array(steps), np.array(epochs), np.stack(thetas)


def slice_job(
    training: Training, survey: Survey, generation: int = 0, threads: int = 2
) -> Generator[Scanned, None, Slice]:
    """Scan the loss around the parameters that are on show now; training may go on meanwhile.

    Raises
    ------
    InputError
        If the run spans no plane, or a weight is unknown.
    """
    step, theta, plan = step_on_show(training), training.theta.copy(), training.shown
    steps, epochs, thetas = places_so_far(training)
    landscape = yield from plane_job(
        plan, survey, theta, epochs, thetas, threads=threads, poll=POLL_SECONDS
    )
    return Slice(generation, step, steps, landscape)


def whereabouts(cut: Slice, training: Training) -> Whereabouts:
    """Return where the parameters on show lie beside a slice of the same network."""
    plane, plan, theta = cut.landscape.plane, training.shown, training.theta
    shadow = project(plane, theta[None], plan.layout.trained)
    both = np.stack([theta, plane.at(shadow.coordinates[0])])
    loss, seen = losses_at(plan.architecture, both, plan.x_train, plan.y_train).tolist()
    u, v = shadow.coordinates[0].tolist()
    return Whereabouts(step_on_show(training), u, v, float(shadow.distances[0]), loss, seen)


class Scanner(Aside[Scanned, Slice]):
    """At most one scan under way, and the latest slice."""

    def look(self, training: Training, survey: Survey, generation: int) -> None:
        """Begin to scan; what was under way is given up."""
        self.begin(slice_job(training, survey, generation))
        self.progress = Scanned(0, survey.resolution**2)
