"""R parameter vectors and the optimizers that move them: the one engine of all views.

With R = 1 it trains the playground's network, with R = optimizers it runs the
race, on a network or on a function of two parameters alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

import numpy as np

from visualnn.nn.calls import Array, Call, run
from visualnn.nn.optim import Optimizer
from visualnn.nn.optim.moments import STACKED
from visualnn.nn.optim.transform import Clock, Link, Transform

LINE = 64
"""Bytes of a line of the processor's cache: on whole lines it computes a tenth faster."""

Vectors = dict[tuple[str, ...], Array]
"""The vectors that the links of the chains keep: a link's names → one stack ``(k, R, P)``."""


class Population:
    """R parameter vectors of one layout, updated together.

    Parameters
    ----------
    theta
        ``(R, P)``, the first parameters; copied.
    optimizers
        One per row.  Neighbors that differ in the learning rate only share a
        chain, so that a sweep over rates costs no more than one optimizer.
    before
        Links that come before every optimizer's own, such as clipping.
    trained
        How many of the P numbers, from the first on, the updates may touch;
        the rest are not parameters (see `visualnn.nn.layout.Layout`).  None for all.

    Attributes
    ----------
    theta, gradient, step
        ``(R, P)`` each, and always the same buffers: the parameters, the
        gradient (written by whoever computes it) and the latest update,
        θ ← θ − step.
    rates
        ``(R, 1)``, each row's η, read at every update; a schedule writes here.
    scales
        ``(R, 1)``, by how much clipping shortened the latest gradient; 1 without.
    clock
        How many updates have been made.
    """

    def __init__(
        self,
        theta: Array,
        optimizers: Sequence[Optimizer],
        before: Sequence[Transform] = (),
        trained: int | None = None,
    ) -> None:
        self._trained = slice(None, trained)
        self.theta = theta
        self.theta = self._zeros(1)[0]
        self.theta[...] = theta
        # Behind gradient and step lies a buffer that links may use, and in front of
        # the gradient the vectors of the first link that has two: see `Link`.
        self._row, self._steps = self._zeros(4), self._zeros(2)
        self._gradients = self._row[2:]
        self.gradient: Array = self._gradients[0]
        self.step: Array = self._steps[0]
        self.rates = np.ones((len(self.theta), 1), self.theta.dtype)
        self.scales = np.ones_like(self.rates)
        self.clock = Clock()
        self._vectors: Vectors = {}
        self._optimizers: tuple[Optimizer, ...] = ()
        self.adopt(optimizers, before)

    def adopt(self, optimizers: Sequence[Optimizer], before: Sequence[Transform] = ()) -> None:
        """Go on with these optimizers; a row of the same kind keeps its vectors.

        Where no row is of the same kind the clock starts anew, as their vectors do.
        """
        if len(optimizers) != len(self.theta):
            raise ValueError("a population needs one optimizer per row")
        pairs = list(zip(self._optimizers, optimizers, strict=False))
        others = [row for row, (old, new) in enumerate(pairs) if type(old) is not type(new)]
        for row in others:
            self._forget(row)
        if others and len(others) == len(pairs):
            self.clock.t = 0
        self._optimizers, self._before = tuple(optimizers), tuple(before)
        self.rates[:, 0] = [optimizer.lr for optimizer in optimizers]
        self.scales.fill(1)
        self._marks: list[tuple[Transform, int]] = []
        rescale = [partial(self.scales.fill, 1)] if before else []
        self._calls: list[Call] = [self.clock.tick, *rescale]
        row = 0
        for _, members in groupby(optimizers, _apart_from_rate):
            count = len(list(members))
            self._lay(slice(row, row + count), optimizers[row])
            row += count

    @property
    def update_calls(self) -> list[Call]:
        """The update as calls: the chains, then θ ← θ − step."""
        return self._calls

    def update(self) -> None:
        """Move ``theta`` by what the chains make of ``gradient``."""
        run(self._calls)

    def rehearsal(self) -> Array:
        """Return the step ``(R, P)`` that `update` would make of ``gradient``; nothing changes.

        A twin makes it.
        """
        twin = self.twin()
        twin.gradient[...] = self.gradient
        twin.update()
        return twin.step

    def vectors(self) -> Vectors:
        """Return copies of the optimizers' vectors, for a checkpoint."""
        return {name: array.copy() for name, array in self._vectors.items()}

    def restore(self, theta: Array, vectors: Vectors, t: int) -> None:
        """Go back to parameters, vectors and clock of a checkpoint."""
        self.theta[...] = theta
        self.clock.t = t
        for name, array in vectors.items():
            self._stack(name)[...] = array

    def twin(self) -> Population:
        """Return a population of its own that goes on exactly as this one will."""
        twin = Population(self.theta, self._optimizers, self._before, self._trained.stop)
        twin.restore(self.theta, self.vectors(), self.clock.t)
        twin.rates[...] = self.rates
        return twin

    def traced_update(self) -> Iterator[tuple[Transform, Array]]:
        """Move ``theta`` as `update` does, and yield each link with the direction it left.

        The direction is ``step`` itself, ``(R, P)``: the next link writes over it.
        """
        done = 0
        for transform, end in self._marks:
            run(self._calls[done:end])
            done = end
            yield transform, self.step
        run(self._calls[done:])

    def state(self, row: int = 0) -> dict[str, Array]:
        """Return a row's own vectors by name, ``(P,)`` each, as views: v, m, s and the like."""
        return {
            name: vector
            for link in self._optimizers[row].chain()
            if link.state
            for name, vector in zip(link.state, self._vectors[link.state][:, row], strict=True)
        }

    def _forget(self, row: int) -> None:
        for stack in self._vectors.values():
            stack[:, row] = 0

    def _lay(self, rows: slice, optimizer: Optimizer) -> None:
        """Lay out one chain for neighboring rows; a single row goes without its axis."""
        single = rows.stop - rows.start == 1
        place = rows.start if single else rows
        theta = self.theta[place][..., self._trained]
        stacks = (self._gradients, self._steps)
        sources, steps = (stack[:, place][..., self._trained] for stack in stacks)
        rate, scale = self.rates[rows], self.scales[rows]
        if single:
            rate, scale = rate.reshape(()), scale.reshape(())
        for transform in (*self._before, *optimizer.chain()):
            state = self._stack(transform.state)[:, place][..., self._trained]
            near = sources is not steps and np.may_share_memory(state, self._row)
            row = self._row[:, place][..., self._trained] if near else None
            link = Link(sources, steps, theta, state, rate, scale, self.clock, row)
            self._calls += transform.lay(link)
            self._marks.append((transform, len(self._calls)))
            sources = steps
        self._calls.append(partial(np.subtract, theta, steps[0], theta))

    def _stack(self, names: tuple[str, ...]) -> Array:
        """Return the vectors of these names, ``(k, R, P)``; they begin at zero."""
        if not names:
            return np.empty((0, *self.theta.shape))
        if names not in self._vectors:
            first = len(names) == 2 and all(len(others) != 2 for others in self._vectors)
            self._vectors[names] = self._row[:2] if first else self._zeros(len(names))
        return self._vectors[names]

    def _zeros(self, count: int) -> Array:
        """Return ``(count, R, P)``; long vectors begin at a multiple of `LINE` bytes each."""
        size, dtype = self.theta.size, self.theta.dtype
        if 2 * size <= STACKED:
            return np.zeros((count, *self.theta.shape), dtype)
        step = LINE // dtype.itemsize
        stride = -(-size // step) * step
        whole = np.zeros(count * stride + step, dtype)
        start = -whole.ctypes.data % LINE // dtype.itemsize
        rows = whole[start : start + count * stride].reshape(count, stride)
        return rows[:, :size].reshape(count, *self.theta.shape)


def _apart_from_rate(optimizer: Optimizer) -> tuple[object, ...]:
    return (type(optimizer), optimizer.chain())
