"""The descent itself: one update after another, which can be saved and gone back to."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames import TRAIN
from visualnn.experiment.plan import Plan
from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.population import Population
from visualnn.experiment.training.batches import Batch, Batches, Chance, Coming
from visualnn.experiment.training.epochs import Epochs
from visualnn.experiment.training.pace import Pace
from visualnn.experiment.training.penalty import penalty_calls
from visualnn.experiment.training.recording import Checkpoint
from visualnn.nn.calls import Array, Call, quiet, run
from visualnn.nn.network import Tape
from visualnn.nn.optim.clipping import clip_links
from visualnn.nn.optim.transform import Transform


class Descent:
    """A network, its optimizer and the order of the samples, batch by batch.

    It knows no scores and never ends: that is `visualnn.experiment.training`.

    Parameters
    ----------
    plan
        The arrays to train on.
    experiment
        The plan's, with the live edits made since.
    epochs
        Where the epochs of the run ended.
    heard
        Returns the monitored loss of an epoch that is over, for the schedule.

    Attributes
    ----------
    plan
        The arrays of the epoch under way.
    experiment
        The settings that hold.  Samples that it puts, moves or removes by hand
        are taken up when the next epoch begins.
    population
        The network's parameters (R = 1) and its optimizer.
    step
        Updates done.
    place
        Which sample of the coming batch is looked at, from 0 on, or None.
    """

    def __init__(
        self,
        plan: Plan,
        experiment: Experiment,
        epochs: Epochs,
        heard: Callable[[int], float],
    ) -> None:
        self.plan = self._shown = plan
        self.experiment = experiment
        self._epochs = epochs
        self.population = Population(
            plan.theta0[None], (experiment.optimizer,), _clipping(experiment), plan.layout.trained
        )
        self.step = 0
        self.place: int | None = None
        self._order: NDArray[np.int64]
        self._batches: Batches
        self._generator = np.random.default_rng((experiment.seed, 1))
        self._begun = self._generator.bit_generator.state
        self._pace = Pace(self.population.rates, epochs, heard)
        self.plan = self._coming_plan
        self._lay_samples()
        self._cursor = len(self._batches)

    @property
    def steps_per_epoch(self) -> int:
        """Iterations of the epoch under way, ⌈n / batch⌉."""
        return len(self._batches)

    @property
    def epoch(self) -> int:
        """The epoch that the latest update belongs to; 0 before the first."""
        return self._epochs.of(self.step)

    @property
    def shown(self) -> Plan:
        """The plan with the samples as they are now, whether training has taken them up or not."""
        if self._shown.experiment.data.edits != self.experiment.data.edits:
            self._shown = self.plan.edited(self.experiment)
        return self._shown

    @property
    def waits(self) -> bool:
        """Whether an epoch is over and there is no sample to begin another with."""
        return self.between_epochs and not len(self.shown.x_train)

    @property
    def between_epochs(self) -> bool:
        """Whether no update of an epoch is done, or all."""
        return self._cursor in (0, len(self._batches))

    @property
    def closes_epoch(self) -> bool:
        """Whether the latest update was an epoch's last."""
        return self._cursor == len(self._batches)

    @property
    def left(self) -> int:
        """How many updates are left of the epoch under way."""
        return len(self._batches) - self._cursor

    @property
    def theta(self) -> Array:
        """The parameters ``(P,)``."""
        theta: Array = self.population.theta[0]
        return theta

    @property
    def samples(self) -> tuple[Array, Array]:
        """Inputs and targets in the order of the current epoch."""
        return self._x, self._y

    @property
    def batch_numbers(self) -> NDArray[np.int64]:
        """The numbers of the samples on `tape`."""
        size, shown = self.experiment.batch, self._batch_on_show
        rows = self._order[shown * size : (shown + 1) * size]
        return self.plan.numbers[self._rows[rows]]

    @property
    def tape(self) -> Tape:
        """The tape of the latest batch.

        Before the first update, and while its samples are looked at, of the coming one.
        """
        return self._batches[self._batch_on_show].tape

    @property
    def _batch_on_show(self) -> int:
        return self._cursor if self.place is not None else max(self._cursor - 1, 0)

    @property
    def sample(self) -> int | None:
        """The number of the sample that is looked at, or None."""
        if self.place is None:
            return None
        row = self._order[self._cursor * self.experiment.batch + self.place]
        return int(self.plan.numbers[self._rows[row]])

    def update(self) -> float:
        """Do one update and return the loss of its batch, as it was before the update."""
        self.place = None
        if self._cursor == len(self._batches):
            self._shuffle()
        loss = self._updates[self._cursor]()
        self._cursor += 1
        self.step += 1
        return loss

    def adopt(self, experiment: Experiment) -> None:
        """Go on with an experiment that differs in live settings only."""
        self.experiment = experiment
        self.population.adopt((experiment.optimizer,), _clipping(experiment))
        self._lay_updates()

    def coming(self, theta: Array) -> Coming:
        """Return what an update from ``theta (P,)`` starts with, on copies; nothing changes."""
        population, generator = self.population.twin(), deepcopy(self._generator)
        population.theta[0] = theta
        population.rates.fill(self._pace.coming(self.step))
        x, y, cursor = self._x, self._y, self._cursor
        if cursor == len(self._batches):
            plan = self._coming_plan
            order, cursor = generator.permutation(len(plan.x_train)), 0
            x, y = plan.x_train[order], plan.y_train[order]
        size = self.experiment.batch
        rows = slice(cursor * size, (cursor + 1) * size)
        x, y = x[rows].copy(), y[rows].copy()
        run(Chance(generator, self.experiment.regularization.jitter).jitter_calls(x))
        return Coming(x, y, population, generator)

    def look_ahead(self) -> None:
        """Begin an epoch, and show its first batch's gradient before any update is made."""
        self._shuffle()
        self.show_gradient()

    def begin_anew(self) -> None:
        """Begin the epoch once more where no update of it is done, with the samples as they are."""
        if self._cursor == 0:
            self._generator.bit_generator.state = self._begun
            self.place = None
            self.look_ahead()

    def show_gradient(self) -> None:
        """Compute the first batch's gradient for show."""
        self._compute_gradient(self._batches[0])
        self.population.step[...] = 0
        self.population.scales.fill(1)

    def renew_gradient(self) -> None:
        """Compute the gradient on show once more, after parameters were set by hand.

        It is that of the same samples, with the same jitter and the same units
        left out, at the parameters as they are now.
        """
        if self.place is not None:
            self.look_at(self.place)
        elif self._cursor == 0:
            self.show_gradient()
        else:
            tape = self.tape
            self._compute([tape.forward_again, tape.backward])

    def checkpoint(self) -> Checkpoint:
        """Return everything that is needed to go on from the end of an epoch."""
        population = self.population
        return Checkpoint(
            self.step,
            self.epoch,
            population.theta.copy(),
            population.vectors(),
            population.clock.t,
            dict(self._generator.bit_generator.state),
            self._pace.watch,
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go back to a checkpoint, under the settings that hold now."""
        self.population.restore(checkpoint.theta, checkpoint.vectors, checkpoint.clock)
        self._generator.bit_generator.state = checkpoint.generator
        self.step, self.place = checkpoint.step, None
        self._pace.watch = checkpoint.watch
        self._pace.show(max(self.step - 1, 0))

    def look_at(self, place: int) -> None:
        """Compute the coming batch's gradient, without an update, and look at one sample."""
        self.begin_batch()
        self.place = place
        self._compute_gradient(self._batches[self._cursor])

    def begin_batch(self) -> int:
        """Begin the next epoch where one is over; return how many samples the coming batch has."""
        if self._cursor == len(self._batches):
            self._shuffle()
        return self._batches[self._cursor].tape.batch

    def _compute_gradient(self, batch: Batch) -> None:
        """Compute ∂J/∂θ of a batch, penalty included, for show."""
        self._compute([*batch.load_calls, batch.tape.forward, batch.tape.backward])

    def _compute(self, passes: list[Call]) -> None:
        with quiet():
            self._without_trace([*passes, *self._penalty_calls])

    def _shuffle(self) -> None:
        """Begin an epoch: take up edited samples, and draw the order of all of them."""
        if self.plan is not (plan := self._coming_plan):
            self.plan = plan
            self._lay_samples()
        self._begun = self._generator.bit_generator.state
        self._order = self._batches.deal(self.plan.x_train, self.plan.y_train)
        self._cursor = 0

    @property
    def _coming_plan(self) -> Plan:
        """The plan of an epoch that begins now; the old one where no training sample is left."""
        if self.experiment.data.edits == self.plan.experiment.data.edits:
            return self.plan
        return self.shown if len(self.shown.x_train) else self.plan

    def _lay_samples(self) -> None:
        """Lay out the batches for the plan's samples."""
        plan, experiment = self.plan, self.experiment
        self._rows = np.flatnonzero(plan.part == TRAIN)
        self._order = np.arange(len(self._rows))
        self._x: Array = np.empty_like(plan.x_train)
        self._y: Array = np.empty_like(plan.y_train)
        chance = Chance(self._generator, experiment.regularization.jitter)
        self._batches = Batches(
            self._x, self._y, experiment.batch, plan.architecture, self.population, chance
        )
        self._lay_updates()

    def _without_trace(self, calls: list[Call]) -> None:
        """Run the calls, and leave random numbers and running statistics as they were."""
        theta, generator = self.population.theta, self._generator.bit_generator
        before = theta.copy(), generator.state
        run(calls)
        theta[...], generator.state = before

    def _lay_updates(self) -> None:
        """Lay out the update of every batch: the pass, the penalty, the optimizer's chain."""
        self._pace.adopt(self.experiment, self.steps_per_epoch)
        self._pace.show(max(self.step - 1, 0))
        pace = [] if self._pace.is_constant else [lambda: self._pace.follow(self.step)]
        population = self.population
        self._penalty_calls = penalty_calls(
            self.experiment, self.plan.layout, self.theta, population.gradient[0]
        )
        after = [*self._penalty_calls, *pace, *population.update_calls]
        self._updates = self._batches.updates(after)


def _clipping(experiment: Experiment) -> tuple[Transform, ...]:
    rule = experiment.regularization
    return clip_links(rule.clip_norm, rule.clip_value)
