"""One experiment from many first weights: R networks, trained together on the same batches."""

from __future__ import annotations

from collections.abc import Iterable
from time import perf_counter

import numpy as np

from visualnn.errors import InputError
from visualnn.experiment.plan import Plan, first_weights
from visualnn.experiment.together.population import Population
from visualnn.experiment.training.batches import Batches, Chance
from visualnn.experiment.training.epochs import Epochs
from visualnn.experiment.training.pace import Pace
from visualnn.experiment.training.penalty import penalty, penalty_calls
from visualnn.experiment.training.scoring import Judge, quality_name
from visualnn.nn.calls import Array, quiet, run
from visualnn.nn.optim.clipping import clip_links

MOST_SEEDS = 100


class Ensemble:
    """R networks that differ in their first weights only, as one population.

    All see the samples in the order that the experiment's own seed draws, so
    what differs between them is due to where they began (and, with dropout, to
    the units that each leaves out).  There is no early stopping: a band needs
    all its networks.  A network that leaves the finite numbers goes on as NaN.
    One schedule paces all: it hears the mean of the networks' losses, of those
    that are numbers.

    Parameters
    ----------
    plan
        What to train on.
    seeds
        One per network; the experiment's own gives its own first weights.

    Attributes
    ----------
    population
        ``theta (R, P)`` and the optimizer.
    epoch
        How many epochs are over.
    """

    def __init__(self, plan: Plan, seeds: Iterable[int]) -> None:
        self.plan, self.seeds = plan, tuple(seeds)
        _check(self.seeds)
        experiment, rule = plan.experiment, plan.experiment.regularization
        self.population = Population(
            np.stack([first_weights(plan, seed) for seed in self.seeds]),
            (experiment.optimizer,) * len(self.seeds),
            clip_links(rule.clip_norm, rule.clip_value),
            plan.layout.trained,
        )
        x, y = np.empty_like(plan.x_train), np.empty_like(plan.y_train)
        chance = Chance(np.random.default_rng((experiment.seed, 1)), rule.jitter)
        self._batches = Batches(x, y, experiment.batch, plan.architecture, self.population, chance)
        self._epochs = Epochs()
        self._pace = Pace(self.population.rates, self._epochs, self._heard)
        self._pace.adopt(experiment, len(self._batches))
        self._judges = tuple(
            Judge(plan.architecture, plan.task, self.population.theta, x, y)
            for x, y in ((plan.x_train, plan.y_train), (plan.x_val, plan.y_val))
        )
        self._lay_updates()
        self._step, self.epoch = 0, -1
        self._rows: list[Array] = []
        self._forgotten = 0
        self._close_epoch()

    @property
    def done(self) -> bool:
        """Whether all epochs are over."""
        return self.epoch >= self.plan.experiment.stopping.epochs

    def work(self, seconds: float, until: int | None = None) -> None:
        """Do updates until the time is over, or this many epochs are (all, unless it is said).

        There is always one, however little time is given.
        """
        end = perf_counter() + seconds
        until = self.plan.experiment.stopping.epochs if until is None else until
        with quiet():
            while self.epoch < until:
                self._update()
                if perf_counter() >= end:
                    return

    def finish_epoch(self) -> None:
        """Do the updates that are left of an epoch."""
        self.work(np.inf, self.epoch + 1)

    def history(self, start: int = 0) -> dict[str, Array]:
        """Return name → scores ``(R, epochs)`` from an epoch on; epoch 0 is before training."""
        names = self.names
        rows = np.array(self._rows[start - self._forgotten :])
        rows = rows.reshape(-1, len(names), len(self.seeds))
        return {name: rows[:, place].T.copy() for place, name in enumerate(names)}

    @property
    def names(self) -> tuple[str, ...]:
        """What the scores are called, in their order."""
        quality = quality_name(self.plan.task)
        return ("train_loss", "val_loss", f"train_{quality}", f"val_{quality}", "penalty")

    def forget(self) -> None:
        """Let go of the scores of all epochs but the latest."""
        self._forgotten += len(self._rows) - 1
        del self._rows[:-1]

    def _update(self) -> None:
        place = self._step % len(self._batches)
        if place == 0:
            self._batches.deal(self.plan.x_train, self.plan.y_train)
        self._pace.follow(self._step)
        run(self._updates[place])
        self._step += 1
        if place == len(self._batches) - 1:
            self._close_epoch()

    def _close_epoch(self) -> None:
        with quiet():
            (train, train_quality), (val, val_quality) = (j.scores() for j in self._judges)
        plan = self.plan
        costs = [penalty(plan.experiment, plan.layout, theta) for theta in self.population.theta]
        self._rows.append(np.array([train, val, train_quality, val_quality, costs]))
        self._epochs.close(self._step)
        self.epoch += 1

    def _lay_updates(self) -> None:
        theta, gradient = self.population.theta, self.population.gradient
        extra = penalty_calls(self.plan.experiment, self.plan.layout, theta, gradient)
        update = [*extra, *self.population.update_calls]
        self._updates = [[*b.load_calls, *b.tape.step_calls, *update] for b in self._batches]

    def _heard(self, epoch: int) -> float:
        """Return what a schedule hears of an epoch: the mean of the networks' losses."""
        train, val = self._rows[epoch - self._forgotten][:2]
        return finite_mean(val if len(self.plan.x_val) else train)


def finite_mean(values: Array) -> float:
    """Return the mean of those that are finite numbers, NaN where none is."""
    kept = values[np.isfinite(values)]
    return float(kept.mean()) if len(kept) else float("nan")


def _check(seeds: tuple[int, ...]) -> None:
    if not 1 <= len(seeds) <= MOST_SEEDS:
        raise InputError(f"{len(seeds)} seeds were given: give from 1 to {MOST_SEEDS}.")
    wrong = [seed for seed in seeds if not isinstance(seed, int | np.integer) or seed < 0]
    if wrong:
        raise InputError(f"{wrong[0]!r} is no seed: give whole numbers, 0 or more.")
