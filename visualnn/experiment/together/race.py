"""Several optimizers on one function of two parameters, from one start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from visualnn.errors import InputError
from visualnn.experiment.frames import Extent, RaceFrame, Relief
from visualnn.experiment.together.population import Population
from visualnn.nn.calls import Array, Call, assign
from visualnn.nn.optim import OPTIMIZERS, Optimizer
from visualnn.nn.optim.team import Team
from visualnn.nn.straight import straightened
from visualnn.specs import integer, validate
from visualnn.surfaces import find

LOST = 1e3
"""A contestant this many window widths away from the window's middle has diverged."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """One optimizer in a race, under a name of its own."""

    name: str
    optimizer: Optimizer


@dataclass(frozen=True, slots=True)
class Race:
    """What a race consists of; equal races give equal paths.

    ``surface`` is a key of `visualnn.surfaces.SURFACES` or a formula of x and
    y such as ``x^2 + 3*y^2``.
    """

    surface: str
    contestants: tuple[Contestant, ...]
    start: tuple[float, float]
    steps: int = integer(
        500,
        1,
        20_000,
        label="Steps",
        scale="log",
        idea="Every contestant gets the same number of updates.",
    )

    def __post_init__(self) -> None:
        validate(self)
        surface = find(self.surface)
        check_contestants(self.contestants)
        if not _is_point(self.start):
            raise InputError(f"The start {self.start} is not a point: write two numbers.")
        if not _near(surface.extent, np.array(self.start)):
            raise InputError(_far(surface.extent, self.start))
        if not surface.is_smooth_at(*np.array(self.start)):
            raise InputError(_rough(self.start, surface.nearest_start(self.start)))


def check_contestants(contestants: Sequence[Contestant]) -> None:
    """Refuse a race of nobody, of what is no contestant, or of two who cannot be told apart."""
    if not contestants:
        raise InputError("A race needs at least one optimizer: name one.")
    for one in contestants:
        if not isinstance(one, Contestant):
            raise InputError(f"{one!r} is no contestant: write Contestant('adam', Adam(lr=0.03)).")
    names = [contestant.name for contestant in contestants]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"Two contestants are called {name!r}: give each a name of its own.")


def usual_race(surface: str, keys: tuple[str, ...] = ("sgd", "momentum", "adam")) -> Race:
    """Return a race that shows the surface well: its own start and learning rates.

    Raises
    ------
    InputError
        For an unknown surface or optimizer, with a suggestion, or a formula
        that cannot be used.
    """
    scene = find(surface)
    contestants = tuple(
        Contestant(OPTIMIZERS[key].title, _tuned(OPTIMIZERS[key], scene.rates)) for key in keys
    )
    return Race(surface, contestants, scene.start)


def _tuned(cls: type[Optimizer], rates: dict[str, float]) -> Optimizer:
    """Return the optimizer with the surface's learning rate, or else with its own."""
    return cls(lr=rates[cls.key]) if cls.key in rates else cls()


def run_race(race: Race, generation: int = 0, stop: Callable[[], bool] | None = None) -> RaceFrame:
    """Run a race to its end.

    All contestants take their steps together, each as if it were alone.  A
    contestant whose loss is no number any more, or that is `LOST`, has
    diverged and stays where it was last; the others go on.

    Parameters
    ----------
    generation
        Put into the frame, so that late answers can be told.
    stop
        Asked every 1024 steps; when it returns true the race ends there.
    """
    surface = find(race.surface)
    contestants = len(race.contestants)
    theta = np.tile(np.array(race.start, dtype=float), (contestants, 1))
    paths = np.empty((race.steps + 1, contestants, 2))
    gradients, done = np.empty_like(paths), race.steps
    optimizers = [contestant.optimizer for contestant in race.contestants]
    gradient, update_calls = _updating(theta, optimizers)
    slope = surface.gradient_call(theta, gradient)
    update = straightened([*update_calls, slope])
    with np.errstate(all="ignore"):
        slope()
        for step, (place, descent) in enumerate(zip(paths, gradients, strict=True)):
            if step % 1024 == 1023 and stop and stop():
                done = step - 1
                break
            place[...], descent[...] = theta, gradient
            update()
    losses = surface.value(paths[..., 0], paths[..., 1])
    rows = slice(0, done + 1)
    names = tuple(contestant.name for contestant in race.contestants)
    keys = tuple(contestant.optimizer.key for contestant in race.contestants)
    diverged = _hold_the_diverged(surface.extent, paths[rows], losses[rows], gradients[rows])
    return RaceFrame(generation, names, paths[rows], losses[rows], gradients[rows], diverged, keys)


def calls_of_race(race: Race) -> int:
    """Return how many calls `run_race` makes for its steps: update, slope and two records each."""
    theta = np.empty((len(race.contestants), 2))
    _, update_calls = _updating(theta, [each.optimizer for each in race.contestants])
    return race.steps * (len(update_calls) + 3)


def _updating(theta: Array, optimizers: list[Optimizer]) -> tuple[Array, list[Call]]:
    """Return a gradient to fill, and the calls that then update all rows of ``theta``.

    As a team, or, where one cannot join it, in their chains.
    """
    team = Team(theta, optimizers)
    if team.is_complete:
        return team.gradient, team.update_calls
    population = Population(theta, optimizers)
    return population.gradient, [*population.update_calls, assign(theta, population.theta)]


def relief(surface: str, extent: Extent, resolution: int = 201) -> Relief:
    """Return a surface's values on a grid over ``extent``, ``resolution`` points a side."""
    function = find(surface)
    left, right, bottom, top = extent
    x, y = np.meshgrid(np.linspace(left, right, resolution), np.linspace(bottom, top, resolution))
    with np.errstate(all="ignore"):
        values = function.value(x, y)
    return Relief(surface, extent, values, function.minima, function.floor)


def _hold_the_diverged(extent: Extent, paths: Array, losses: Array, gradients: Array) -> Array:
    """Keep each diverged contestant at its last good place; return when it left, or -1."""
    good = np.isfinite(losses) & _near(extent, paths)
    diverged = np.where(good.all(axis=0), -1, np.argmin(good, axis=0))
    for row, step in enumerate(diverged):
        if step >= 0:
            for array in (paths, losses, gradients):
                array[step:, row] = array[max(step - 1, 0), row]
    return diverged


def _is_point(start: object) -> bool:
    if not isinstance(start, tuple) or len(start) != 2:
        return False
    return all(isinstance(number, int | float) and isfinite(number) for number in start)


def _near(extent: Extent, places: Array) -> Array:
    """Return which of the places ``(…, 2)`` are not `LOST`."""
    left, right, bottom, top = extent
    middle, size = np.array([left + right, bottom + top]) / 2, max(right - left, top - bottom)
    return np.asarray((np.abs(places - middle) <= LOST * size).all(axis=-1))


def _far(extent: Extent, start: tuple[float, float]) -> str:
    left, right, bottom, top = extent
    return (
        f"The start ({start[0]:g}, {start[1]:g}) lies more than {LOST:g} window widths away from "
        f"what is to be seen, x from {left:g} to {right:g} and y from {bottom:g} to {top:g}: "
        "choose a start there or near it."
    )


def _rough(start: tuple[float, float], near: tuple[float, float]) -> str:
    return (
        f"The function has no finite value at the start ({start[0]:.4g}, {start[1]:.4g}), or no "
        f"slope to follow: choose another, for example ({near[0]:g}, {near[1]:g})."
    )
