"""The one plane on which all contestants of a race on a network are seen."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace

import numpy as np

from visualnn.errors import InputError
from visualnn.experiment.driving import run_job
from visualnn.experiment.frames.race import NetworkRaceFrame
from visualnn.experiment.survey import Survey, plane_through, spread_rows
from visualnn.experiment.together.network_race import Advanced, Raced
from visualnn.landscape.evaluation import chunk_points, losses_at
from visualnn.landscape.plane import Array, Extent, Plane, project
from visualnn.landscape.planes import around, pca_plane
from visualnn.landscape.scan import POLL_SECONDS, scan
from visualnn.landscape.threads import one_blas_thread

MOST_PLACES = 256
"""The principal components are found from at most this many recorded places of all together."""


@dataclass(frozen=True, slots=True, eq=False)
class RacePaths:
    """All contestants on one plane.

    Attributes
    ----------
    plane
        Common to all; its window holds every path.
    coordinates, distances
        ``(T, R, 2)`` and ``(T, R)``: the nearest points of the plane, and how far
        off it the parameters themselves are.
    slice_losses
        ``(T, R)``, the loss at these points: what a map of the plane shows there.
    """

    survey: Survey
    plane: Plane
    coordinates: Array
    distances: Array
    slice_losses: Array


def paths_job(raced: Raced, survey: Survey) -> Generator[Advanced, None, RacePaths]:
    """Lay the plane of a survey through a race, and look for all contestants on it: a job.

    See `paths_on_plane`.
    """
    _check(survey)
    plan, layout = raced.plan, raced.plan.layout
    thetas = raced.thetas.reshape(-1, layout.size)
    with one_blas_thread():
        plane = _plane(raced, survey)
        shadow = project(plane, thetas, layout.trained)
    seen = np.empty(len(thetas))
    points = chunk_points(plan.architecture, len(plan.x_train), float)
    updates = int(raced.steps[-1]) * len(raced.contestants)
    for start in range(0, len(seen), points):
        part = slice(start, start + points)
        with one_blas_thread():
            at = plane.at(shadow.coordinates[part])
            seen[part] = losses_at(plan.architecture, at, plan.x_train, plan.y_train)
        yield Advanced(updates, updates)
    shape = raced.losses.shape
    coordinates = shadow.coordinates.reshape(*shape, 2)
    window = _window(plane, coordinates[:, raced.stayed].reshape(-1, 2))
    return RacePaths(
        survey,
        replace(plane, window=window),
        coordinates,
        shadow.distances.reshape(shape),
        seen.reshape(shape),
    )


def paths_on_plane(raced: Raced, survey: Survey) -> RacePaths:
    """Lay the plane of a survey through a race, and look for all contestants on it.

    ``pca`` takes the first two principal components of all contestants' recorded
    parameters together, through their mean: of all planes the one with the
    least sum of squared distances.  Both point from the start towards the
    contestants' mean end.  The other planes go through the first
    weights, where all begin; ``weights``, where none are named, takes the two
    that moved farthest in all contestants' ends together.  Contestants that
    diverged count for neither, nor for the window, unless all have.

    Raises
    ------
    InputError
        If the race spans no plane, a weight is unknown, or the penalty is asked for.
    """
    return run_job(paths_job(raced, survey))


def race_map_job(
    raced: Raced, paths: RacePaths, threads: int = 2, poll: float = POLL_SECONDS
) -> Generator[Advanced, None, Array]:
    """Scan the training loss, without penalty, over the window of the race's plane: a job."""
    plan, survey = raced.plan, paths.survey
    updates = int(raced.steps[-1]) * len(raced.contestants)
    job = scan(
        plan.architecture,
        paths.plane,
        plan.x_train,
        plan.y_train,
        survey.resolution,
        survey.span,
        threads=threads,
        poll=poll,
    )
    while True:
        try:
            scanned = next(job)
        except StopIteration as end:
            losses: Array = end.value
            return losses
        yield Advanced(updates + scanned.points, updates + scanned.total)


def race_frame(
    raced: Raced, paths: RacePaths, losses: Array, generation: int = 0
) -> NetworkRaceFrame:
    """Return what is shown of a race: the map ``losses (m, m)``, and all contestants on it."""
    return NetworkRaceFrame(
        generation=generation,
        contestants=tuple(one.name for one in raced.contestants),
        optimizers=tuple(one.optimizer.key for one in raced.contestants),
        steps=raced.steps,
        paths=paths.coordinates,
        losses=raced.losses,
        val_losses=raced.val_losses,
        distances=paths.distances,
        slice_losses=paths.slice_losses,
        diverged_at=raced.diverged_at,
        plane=paths.survey.plane,
        axes=paths.plane.axes,
        explained=paths.plane.explained,
        extent=paths.plane.extent(paths.survey.span),
        values=losses,
    )


def _check(survey: object) -> None:
    if not isinstance(survey, Survey):
        raise InputError(f"{survey!r} is no survey: write Survey(plane='pca').")
    if survey.penalty:
        raise InputError("Survey.penalty is True: a race is seen without penalty, leave it out.")


def _plane(raced: Raced, survey: Survey) -> Plane:
    start, ends = raced.thetas[0, 0], raced.thetas[-1, raced.stayed]
    if survey.plane == "pca":
        return _turned(_plane_of_all(raced), ends.mean(axis=0) - start)
    return plane_through(raced.plan, survey, start, np.abs(ends - start).sum(axis=0))


def _plane_of_all(raced: Raced) -> Plane:
    """Return the principal components of all contestants' places, through their mean."""
    layout, places = raced.plan.layout, raced.thetas[:, raced.stayed]
    rows = spread_rows(len(places), max(MOST_PLACES // places.shape[1], 2))
    together = places[rows].reshape(-1, layout.size)
    return pca_plane(layout, together, together.mean(axis=0))


def _turned(plane: Plane, way: Array) -> Plane:
    """Return a plane with both its directions along a way, and not against it.

    So a path keeps its side of the map while a rate is dragged.
    """
    signs = np.where(plane.directions @ way < 0, -1.0, 1.0)
    return replace(plane, directions=signs[:, None] * plane.directions)


def _window(plane: Plane, coordinates: Array) -> Extent:
    """Return a window that holds the paths, and of a plane not made from them its own, too."""
    paths = around(coordinates)
    if plane.kind == "pca":
        return paths
    left, right, bottom, top = zip(paths, plane.window, strict=True)
    return min(left), max(right), min(bottom), max(top)
