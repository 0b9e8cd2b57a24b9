"""The batches of an epoch: which rows each takes, and the tape that it runs on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from visualnn.experiment.population import Population
from visualnn.nn.calls import Array, Call, assign, scalar
from visualnn.nn.network import Architecture, Tape


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """What is drawn at random in training.

    Attributes
    ----------
    generator
        Draws the units that dropout leaves out, and the jitter.
    jitter
        The deviation σ of the noise that is added to every input; 0 for none.
    """

    generator: np.random.Generator
    jitter: float = 0.0

    def jitter_calls(self, x: Array) -> list[Call]:
        """Lay out ``x += σ·N(0, 1)``."""
        if not self.jitter:
            return []
        noise = np.empty(x.shape, x.dtype)
        return [
            partial(self.generator.standard_normal, None, noise.dtype, noise),
            partial(np.multiply, noise, scalar(self.jitter, noise), noise),
            partial(np.add, x, noise, x),
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """One batch of an epoch: its tape, and its rows of the shuffled samples."""

    tape: Tape
    x: Array
    y: Array
    chance: Chance

    @property
    def load_calls(self) -> list[Call]:
        """The calls that put the rows on the tape, the inputs with fresh jitter."""
        x, y = assign(self.tape.x, self.x), assign(self.tape.y, self.y)
        return [x, y, *self.chance.jitter_calls(self.tape.x)]


@dataclass(frozen=True, slots=True, eq=False)
class Coming:
    """What an update starts from: its batch with jitter, and copies to make the update on.

    The generator will draw what the update draws: the units that dropout leaves out.
    """

    x: Array
    y: Array
    population: Population
    generator: np.random.Generator


def batches_of(
    x: Array,
    y: Array,
    size: int,
    architecture: Architecture,
    population: Population,
    chance: Chance,
) -> list[Batch]:
    """Share the rows out into batches; those of one size share a tape.

    The last batch takes what is left: nothing is carried into the next epoch.
    """
    tapes: dict[int, Tape] = {}
    batches = []
    for start in range(0, len(x), size):
        rows = slice(start, min(start + size, len(x)))
        count = rows.stop - start
        if count not in tapes:
            theta, gradient = population.theta, population.gradient
            tapes[count] = Tape(
                architecture, theta, gradient, count, training=True, generator=chance.generator
            )
        batches.append(Batch(tapes[count], x[rows], y[rows], chance))
    return batches
