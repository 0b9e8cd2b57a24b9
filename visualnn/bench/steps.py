"""Our training steps, laid out as `visualnn.experiment.training.descent` lays them out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import cycle, pairwise
from operator import call

import numpy as np

from visualnn.experiment.together.population import Population
from visualnn.experiment.training.batches import Batches, Chance
from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import Array, Call, run
from visualnn.nn.initializers import INITIALIZERS, initialize
from visualnn.nn.losses import LOSSES
from visualnn.nn.optim import OPTIMIZERS
from visualnn.nn.straight import straightened

BATCHES = 8
"""How many different batches the samples hold; a step takes the next one, over and over."""


@dataclass(frozen=True, slots=True)
class Work:
    """A training to measure.

    Attributes
    ----------
    sizes
        Units per layer, the input first.
    hidden
        The hidden layers' activation.
    loss, optimizer
        Keys of the registries.
    batch
        Samples per step.
    dtype
        ``"float32"`` or ``"float64"``.
    networks
        How many are trained together.
    """

    sizes: tuple[int, ...]
    hidden: str
    loss: str
    optimizer: str
    batch: int
    dtype: str
    networks: int = 1

    @property
    def architecture(self) -> Architecture:
        """The network's shape; its output is the loss's own."""
        hidden = (self.hidden,) * (len(self.sizes) - 2)
        return Architecture(self.sizes, (*hidden, LOSSES[self.loss].output), self.loss)

    def samples(self, rows: int = 0) -> tuple[Array, Array]:
        """Return random inputs ``(n, in)`` and targets ``(n, out)``, 0 or 1 or one-hot.

        As many as `BATCHES` hold, unless ``rows`` says how many.
        """
        rng = np.random.default_rng(0)
        rows, outputs = rows or BATCHES * self.batch, self.sizes[-1]
        x = rng.standard_normal((rows, self.sizes[0])).astype(self.dtype)
        classes = rng.integers(0, max(outputs, 2), rows)
        y = classes[:, None] if outputs == 1 else np.eye(outputs)[classes]
        return x, y.astype(self.dtype)

    def theta(self) -> Array:
        """Return the first parameters ``(networks, P)``, different for every network."""
        layout, rule = self.architecture.layout, INITIALIZERS["xavier_uniform"]
        rng = np.random.default_rng(1)
        rows = [initialize(layout, rule, rng, 0.1) for _ in range(self.networks)]
        return np.stack(rows).astype(self.dtype)


def our_step(work: Work) -> Callable[[], object]:
    """Return a function that takes one step with the next batch and returns its loss.

    It is the step of `visualnn.experiment.training.descent`; only the order of an
    epoch's samples is not drawn, which the others do without, too.
    """
    batches, population = _training(work)
    # The results of one update after another, each made when it is asked for.
    return map(call, cycle(batches.updates(population.update_calls))).__next__


def calls_of_step(work: Work) -> int:
    """Return how many calls `our_step` makes: to load, for both passes, to move, to read the loss.

    Nearly all are NumPy's; the optimizer's clock and Adam's correction are our own.
    """
    batches, population = _training(work)
    return len(batches[0].step_calls(population.update_calls))


LEAST = 100
"""How many calls `least_calls` makes, so that what runs them weighs little."""


def least_calls() -> Call:
    """Return `LEAST` calls in one function, each of which adds two numbers."""
    number, result = np.ones(1), np.empty(1)
    return straightened([partial(np.add, number, number, result)] * LEAST)


def _training(work: Work) -> tuple[Batches, Population]:
    """Return the batches and what they train."""
    theta, (x, y) = work.theta(), work.samples()
    population = Population(theta, (OPTIMIZERS[work.optimizer](),) * work.networks)
    chance = Chance(np.random.default_rng(0))
    return Batches(x, y, work.batch, work.architecture, population, chance), population


def matrix_products(work: Work) -> Callable[[], None]:
    """Return a function that does a step's matrix products and nothing else.

    Per layer a·W and aᵀ·δ, and above the first layer δ·Wᵀ, into buffers that stay.
    """
    rng = np.random.default_rng(2)
    calls: list[Call] = []
    for layer, (fan_in, fan_out) in enumerate(pairwise(work.sizes)):
        weights, a, delta = (
            rng.standard_normal(shape).astype(work.dtype)
            for shape in ((fan_out, fan_in), (fan_in, work.batch), (fan_out, work.batch))
        )
        calls.append(partial(np.dot, weights, a, np.empty_like(delta)))
        calls.append(partial(np.dot, a, delta.T, np.empty((fan_in, fan_out), work.dtype)))
        if layer:
            calls.append(partial(np.dot, weights.T, delta, np.empty_like(a)))
    return lambda: run(calls)
