"""The numbers of a race: distance to the minimum, steps to a threshold, the order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames import RaceFrame
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


def diverged_at(race: RaceFrame, contestant: int) -> int:
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
