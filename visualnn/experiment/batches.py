"""The batches of an epoch: which rows each takes, and the tape that it runs on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, overload

import numpy as np

from visualnn.experiment.population import Population
from visualnn.nn.calls import Array, Call, assign, run, scalar
from visualnn.nn.network import Architecture, Tape
from visualnn.nn.straight import straightened


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
    """One batch of an epoch: its tape, and its samples in one piece as the tape holds them."""

    tape: Tape
    block: Array
    chance: Chance

    @property
    def load_calls(self) -> list[Call]:
        """The calls that put the samples on the tape, the inputs with fresh jitter."""
        return [assign(self.tape.block, self.block), *self.chance.jitter_calls(self.tape.x)]

    def update(self, step: Call) -> Update:
        """Return the update that passes this batch through ``step``."""
        first, *others = self.load_calls
        load = straightened([first, *others]) if others else first
        return Update(load, step, self.tape.loss.item)


class Update(NamedTuple):
    """An update in three calls: put the batch on its tape, do the step, read the loss."""

    load: Call
    step: Call
    loss: Callable[[], float]


@dataclass(frozen=True, slots=True, eq=False)
class Coming:
    """What an update starts from: its batch with jitter, and copies to make the update on.

    The generator will draw what the update draws: the units that dropout leaves out.
    """

    x: Array
    y: Array
    population: Population
    generator: np.random.Generator


class Batches(Sequence[Batch]):
    """The batches of an epoch; those of one size share a tape.

    The last batch takes what is left: nothing is carried into the next epoch.

    Parameters
    ----------
    x, y
        The samples in the order of the epoch, ``(n, in)`` and ``(n, columns)``;
        whoever writes another order into them calls `fill`.
    size
        Samples per batch.
    """

    def __init__(
        self,
        x: Array,
        y: Array,
        size: int,
        architecture: Architecture,
        population: Population,
        chance: Chance,
    ) -> None:
        self._batches: list[Batch] = []
        self._tapes: list[Tape] = []
        self._fill: list[Call] = []
        whole = len(x) - len(x) % size
        for rows, count in ((slice(0, whole), size), (slice(whole, len(x)), len(x) - whole)):
            if rows.start == rows.stop:
                continue
            theta, gradient = population.theta, population.gradient
            tape = Tape(
                architecture, theta, gradient, count, training=True, generator=chance.generator
            )
            blocks = np.ones(((rows.stop - rows.start) // count, tape.block.size), theta.dtype)
            self._tapes.append(tape)
            self._fill += tape.pack_calls(x[rows], y[rows], blocks)
            self._batches += [Batch(tape, block, chance) for block in blocks]
        self.fill()

    def __len__(self) -> int:
        return len(self._batches)

    @overload
    def __getitem__(self, index: int) -> Batch: ...

    @overload
    def __getitem__(self, index: slice) -> list[Batch]: ...

    def __getitem__(self, index: int | slice) -> Batch | list[Batch]:
        return self._batches[index]

    def fill(self) -> None:
        """Share the samples out, all batches at once: a batch is then loaded by one copy."""
        run(self._fill)

    def updates(self, after: Sequence[Call]) -> list[Update]:
        """Lay out the update of every batch: forward, backward, and the calls ``after`` them."""
        steps = {
            tape.batch: straightened([*tape.forward_calls, *tape.backward_calls, *after])
            for tape in self._tapes
        }
        return [batch.update(steps[batch.tape.batch]) for batch in self._batches]
