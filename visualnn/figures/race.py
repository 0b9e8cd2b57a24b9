"""The numbers of a race: distance to the minimum, steps to a threshold, the order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames import NetworkRaceFrame, RaceFrame
from visualnn.figures.table import Floats, Table

THRESHOLD = 1e-2
"""How near to the floor the loss must come to count as arrived."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What a race table shows, for every step and contestant.

    Attributes
    ----------
    distance
        ``(steps + 1, R)``, Euclidean, to the nearest known minimum; NaN where
        the surface has none.
    arrival
        ``(R,)``, the first step at which loss − floor is at most the
        threshold, or -1.
    """

    distance: Floats
    arrival: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Standing:
    """One contestant after a number of steps; None where there is no such number.

    ``diverged_at`` and ``arrived_at`` are steps that have been reached by now.
    """

    contestant: int
    name: str
    loss: float
    distance: float | None
    arrived_at: int | None
    diverged_at: int | None


@dataclass(frozen=True, slots=True)
class NetworkStanding:
    """One contestant of a race on a network after a number of steps.

    ``slice_loss`` is what the map shows at the nearest point of its plane, and
    ``distance`` how far off the plane the contestant is.
    """

    contestant: int
    name: str
    loss: float
    slice_loss: float
    distance: float
    val_loss: float
    diverged_at: int | None


def log_foot(losses: Floats, floor: float) -> float | None:
    """Return what a log scale measures losses from, or None where there is nothing to.

    The lowest loss where it is known; else 0, as long as no loss is below it.
    """
    if np.isfinite(floor):
        return floor
    finite = losses[np.isfinite(losses)]
    return 0.0 if finite.size and finite.min() > 0 else None


def measure(
    race: RaceFrame, minima: Floats, floor: float, threshold: float = THRESHOLD
) -> Measures:
    """Measure a race against the known minima ``(k, 2)`` and the value there."""
    return Measures(_distance(race.paths, minima), _arrival(race.losses - floor, threshold))


def standings(race: RaceFrame, measures: Measures, step: int) -> list[Standing]:
    """Return all contestants after ``step`` steps, the lowest loss first, the diverged last."""
    step = min(max(step, 0), len(race.losses) - 1)
    rows = [_standing(race, measures, step, r) for r in range(len(race.contestants))]
    return sorted(rows, key=lambda row: (row.diverged_at is not None, row.loss, row.contestant))


def network_standings(race: NetworkRaceFrame, step: int) -> list[NetworkStanding]:
    """Return all contestants at the latest place recorded by ``step``, ordered as `standings`."""
    place = place_at(race, step)
    rows = [
        NetworkStanding(
            contestant=r,
            name=name,
            loss=float(race.losses[place, r]),
            slice_loss=float(race.slice_losses[place, r]),
            distance=float(race.distances[place, r]),
            val_loss=float(race.val_losses[place, r]),
            diverged_at=at if 0 <= (at := int(race.diverged_at[r])) <= step else None,
        )
        for r, name in enumerate(race.contestants)
    ]
    return sorted(rows, key=lambda row: (row.diverged_at is not None, row.loss, row.contestant))


def place_at(race: RaceFrame | NetworkRaceFrame, step: int) -> int:
    """Return the row of the latest place that was recorded by ``step``."""
    return max(int(np.searchsorted(race.steps, step, side="right")) - 1, 0)


def diverged_at(race: RaceFrame | NetworkRaceFrame, contestant: int) -> int:
    """Return the step at which a contestant left the finite numbers, or -1."""
    return int(race.diverged_at[contestant]) if len(race.diverged_at) else -1


def race_table(race: RaceFrame, minima: Floats, floor: float) -> Table:
    """Return the whole race in long format: one row for each contestant and step."""
    steps, contestants = race.losses.shape
    distance = _distance(race.paths, minima)

    def column(grid: NDArray[np.floating]) -> NDArray[np.floating]:
        return grid.T.ravel()

    return Table(
        "race",
        {
            "optimizer": np.repeat(np.asarray(race.contestants), steps),
            "step": np.tile(np.arange(steps), contestants),
            "x": column(race.paths[..., 0]),
            "y": column(race.paths[..., 1]),
            "loss": column(race.losses),
            "loss_above_floor": column(race.losses - floor),
            "distance": column(distance),
            "gradient_x": column(race.gradients[..., 0]),
            "gradient_y": column(race.gradients[..., 1]),
        },
    )


def network_race_table(race: NetworkRaceFrame) -> Table:
    """Return a whole race on a network in long format: one row for each contestant and place."""
    places, contestants = race.losses.shape
    columns = {
        "u": race.paths[..., 0],
        "v": race.paths[..., 1],
        "distance": race.distances,
        "loss": race.losses,
        "slice_loss": race.slice_losses,
        "val_loss": race.val_losses,
    }
    return Table(
        "race",
        {
            "optimizer": np.repeat(np.asarray(race.contestants), places),
            "step": np.tile(race.steps, contestants),
            **{name: grid.T.ravel() for name, grid in columns.items()},
        },
    )


def _distance(paths: Floats, minima: Floats) -> Floats:
    if not len(minima):
        return np.full(paths.shape[:2], np.nan)
    away = paths[:, :, None, :] - minima[None, None, :, :]
    nearest: Floats = np.hypot(away[..., 0], away[..., 1]).min(axis=2)
    return nearest


def _arrival(above: Floats, threshold: float) -> NDArray[np.int64]:
    there = above <= threshold
    first = there.argmax(axis=0)
    return np.where(there.any(axis=0), first, -1).astype(np.int64)


def _standing(race: RaceFrame, measures: Measures, step: int, r: int) -> Standing:
    distance = float(measures.distance[step, r])
    arrived, diverged = int(measures.arrival[r]), diverged_at(race, r)
    return Standing(
        contestant=r,
        name=race.contestants[r],
        loss=float(race.losses[step, r]),
        distance=None if np.isnan(distance) else distance,
        arrived_at=arrived if 0 <= arrived <= step else None,
        diverged_at=diverged if 0 <= diverged <= step else None,
    )
