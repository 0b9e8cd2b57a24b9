"""The batches of an epoch: which rows each takes, and the tape that it runs on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import overload

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.together.population import Population
from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import Array, Call, run, scalar
from visualnn.nn.network import Tape
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


PACKED = 2**16
"""Bytes up to which a batch is laid out in one piece: a larger one is better copied once only."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """One batch of an epoch: its tape, what of the tape holds samples, and its samples for that.

    Memory in one piece is copied as such, which costs half of what a copy of an array does.
    """

    tape: Tape
    places: tuple[Array | memoryview, ...]
    samples: tuple[Array | memoryview, ...]
    chance: Chance

    @property
    def load_calls(self) -> list[Call]:
        """The calls that put the samples on the tape, the inputs with fresh jitter."""
        pairs = zip(self.places, self.samples, strict=True)
        copies = [partial(place.__setitem__, slice(None), sample) for place, sample in pairs]
        return [*copies, *self.chance.jitter_calls(self.tape.x)]

    def step_calls(self, after: Sequence[Call]) -> list[Call]:
        """Return the calls of an update; the last reads the loss."""
        tape = self.tape
        loss = tape.loss.item if len(tape.loss) == 1 else tape.loss.copy
        return [*self.load_calls, *tape.step_calls, *after, loss]

    def step(self, after: Sequence[Call]) -> Callable[..., float]:
        """Lay out the update of any batch of this tape: the function takes its `samples`."""
        return straightened(self.step_calls(after), self.samples)


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
        Room for the samples in the order of the epoch, ``(n, in)`` and ``(n, columns)``,
        which `deal` writes.
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
        self._x, self._y, self._generator = x, y, chance.generator
        self._batches: list[Batch] = []
        self._firsts: list[Batch] = []
        self._fill: list[Call] = []
        whole = len(x) - len(x) % size
        for rows, count in ((slice(0, whole), size), (slice(whole, len(x)), len(x) - whole)):
            if rows.start == rows.stop:
                continue
            theta, gradient = population.theta, population.gradient
            tape = Tape(
                architecture, theta, gradient, count, training=True, generator=chance.generator
            )
            packed = tape.block.nbytes <= PACKED
            places = (tape.block.data,) if packed else (tape.x, tape.y)
            parts = self._packed(rows, tape) if packed else self._unpacked(rows, tape)
            batches = [Batch(tape, places, part, chance) for part in parts]
            self._firsts.append(batches[0])
            self._batches += batches
        run(self._fill)

    def _packed(self, rows: slice, tape: Tape) -> list[tuple[memoryview]]:
        """Give every batch its block, which `deal` fills; to load it is one copy."""
        x, y = self._x[rows], self._y[rows]
        blocks = np.ones((len(x) // tape.batch, tape.block.size), tape.block.dtype)
        self._fill += tape.pack_calls(x, y, blocks)
        return [(block.data,) for block in blocks]

    def _unpacked(self, rows: slice, tape: Tape) -> list[tuple[Array, Array]]:
        """Load every batch from the samples themselves."""
        starts = range(rows.start, rows.stop, tape.batch)
        parts = [slice(start, start + tape.batch) for start in starts]
        return [(self._x[part], self._y[part]) for part in parts]

    def __len__(self) -> int:
        return len(self._batches)

    @overload
    def __getitem__(self, index: int) -> Batch: ...

    @overload
    def __getitem__(self, index: slice) -> list[Batch]: ...

    def __getitem__(self, index: int | slice) -> Batch | list[Batch]:
        return self._batches[index]

    def deal(self, x: Array, y: Array) -> NDArray[np.int64]:
        """Draw the order of an epoch, share the samples out by it, and return it."""
        order: NDArray[np.int64] = self._generator.permutation(len(x))
        # Without "clip", which nothing needs here, np.take works on a copy of its output.
        x.take(order, 0, self._x, "clip")
        y.take(order, 0, self._y, "clip")
        run(self._fill)
        return order

    def updates(self, after: Sequence[Call]) -> list[partial[float]]:
        """Lay out the update of every batch: load, forward, backward, and the calls ``after``.

        Each returns the loss of its batch; of R networks all R losses.
        """
        steps = {batch.tape.batch: batch.step(after) for batch in self._firsts}
        return [partial(steps[batch.tape.batch], *batch.samples) for batch in self._batches]
