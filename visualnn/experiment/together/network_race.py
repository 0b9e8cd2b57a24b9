"""Several optimizers on one network's own loss, from the same first weights.

Every contestant is a training of its own, with the very calls of any other, so
that its numbers are bit for bit those of `visualnn.experiment.jobs.train` with
its optimizer.  What they share follows from the one seed: the samples and
their shares, the first weights, the order of the samples in every epoch, and
the numbers drawn for dropout and jitter, update by update.  (Rows of one
population would draw dropout each for itself, and agree to about 1e-6 only,
because products of stacked matrices round in another order.)
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from visualnn.experiment.driving import run_job
from visualnn.experiment.plan import Plan, resolve
from visualnn.experiment.spec import Experiment, StoppingSpec
from visualnn.experiment.together.lineup import Lineup, usual_contestants
from visualnn.experiment.together.race import Contestant, check_contestants
from visualnn.experiment.training import Training
from visualnn.experiment.training.course import limit_of
from visualnn.experiment.training.scoring import Judge
from visualnn.landscape.threads import one_blas_thread
from visualnn.nn.calls import Array, quiet
from visualnn.nn.optim import SGD
from visualnn.specs import specs_of

BUDGET = 2**26
"""Bytes for what is recorded of a race: half for the places, half for the trainings' own."""

MOST_PLACES, MANY_PLACES, LEAST_PLACES = 512, 128, 4
"""Places recorded of each contestant: so many at most; so many where memory allows it, however
long they take to score; and never fewer than would show a path."""

POLL_SECONDS = 0.003
"""A race is driven on for so long between two reports."""


@dataclass(frozen=True, slots=True)
class Advanced:
    """How far a race has come: updates of all contestants (and points of its map), of how many."""

    done: int
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class Raced:
    """A race on a network's own loss, of T recorded places and R contestants.

    Attributes
    ----------
    plan
        What was trained on; its optimizer is none of the race.
    contestants
        Who raced.
    steps
        ``(T,)``, the updates done at the recorded places; the first is 0.
    thetas
        ``(T, R, P)``, the parameters there.  From its divergence on a contestant
        stays at its last good place.
    losses, val_losses
        ``(T, R)``, the mean loss over all training and all validation samples,
        without penalty; NaN where there are none.
    diverged_at
        ``(R,)``, the update after which the loss blew up (see
        `visualnn.experiment.training.Training`), or -1.
    """

    plan: Plan
    contestants: tuple[Contestant, ...]
    steps: Array
    thetas: Array
    losses: Array
    val_losses: Array
    diverged_at: Array

    @property
    def stayed(self) -> Array:
        """Which contestants ``(R,)`` have not diverged; all of them, if nobody has."""
        good = self.diverged_at < 0
        return good if good.any() else ~good


def what_counts(experiment: Experiment) -> Experiment:
    """Return an experiment without what a race on its network does not depend on.

    Every contestant has an optimizer of its own, and nobody stops early: how
    many epochs there are counts only for a schedule which looks ahead to the last.
    """
    epochs = experiment.stopping.epochs if experiment.schedule.until_the_end else 1
    return replace(experiment, optimizer=SGD(), stopping=StoppingSpec(epochs=epochs), origin=None)


def network_race_job(
    plan: Plan,
    contestants: Sequence[Contestant],
    steps: int | None = None,
    budget: int = BUDGET,
) -> Generator[Advanced, None, Raced]:
    """Train all contestants, and record where they are at even spacing: a job.

    There is no early stopping: all get the same number of updates.  A
    contestant that diverges stays where it was last; the others go on.

    Parameters
    ----------
    plan
        What to train on; the optimizer of its experiment gives way to each contestant's.
    steps
        Updates of each; None for all epochs of the experiment.  More than these
        make as many epochs as they need.
    budget
        Bytes that the recorded places and the trainings may take.

    Raises
    ------
    InputError
        If nobody races, or the number of steps is out of range.
    """
    check_contestants(contestants)
    count = _steps(plan, steps)
    own = budget // 2 // len(contestants)
    trainings = yield from _begin_all(plan, contestants, count, own)
    raced = _nothing_yet(plan, tuple(contestants), _places(plan, count, own // plan.theta0.nbytes))
    judges = _Judges(plan)
    for place, step in enumerate(raced.steps.tolist()):
        for row, training in enumerate(trainings):
            while not training.ended and training.step < step:
                training.run_for(POLL_SECONDS, step - training.step)
                yield _advanced(trainings, step, count)
            _note(raced, place, row, training.descent.theta, judges)
            yield _advanced(trainings, step, count)
    raced.diverged_at[:] = [_diverged_at(one) for one in trainings]
    _hold_the_diverged(raced, trainings, judges)
    return raced


def race_on_network(
    experiment: Experiment | Plan,
    contestants: Iterable[Contestant] | None = None,
    steps: int | None = None,
    progress: Callable[[Advanced], None] | None = None,
) -> Raced:
    """Let optimizers race down one network's own loss, from the same first weights.

    All see the same batches in the same order, with the same random numbers
    for dropout and jitter; each ends where `train` ends with its optimizer.

    Parameters
    ----------
    experiment
        The network and its samples, or their plan.
    contestants
        Who races; None for SGD, momentum and Adam with the learning rates
        that a training begins with.
    steps
        Updates of each; None for all epochs of the experiment.
    progress
        Called now and then, and at every recorded place.

    Raises
    ------
    InputError
        If the experiment does not fit together, or nobody races.  A divergence
        does not raise; see `Raced.diverged_at`.
    """
    plan = experiment if isinstance(experiment, Plan) else resolve(experiment)
    chosen = usual_contestants() if contestants is None else tuple(contestants)
    return run_job(network_race_job(plan, chosen, steps), progress)


class _Judges:
    """Scores parameters on all training and all validation samples, as epochs are scored."""

    def __init__(self, plan: Plan) -> None:
        self._theta = np.empty((1, plan.layout.size))
        self._judges = [
            Judge(plan.architecture, plan.task, self._theta, x, y)
            for x, y in ((plan.x_train, plan.y_train), (plan.x_val, plan.y_val))
        ]

    def __call__(self, theta: Array) -> tuple[float, float]:
        self._theta[0] = theta
        with quiet(), one_blas_thread():
            train, val = (judge.score().loss for judge in self._judges)
        return train, val


def _steps(plan: Plan, steps: int | None) -> int:
    """Return how many updates a race has, of which nothing or a number was said."""
    if steps is None:
        return plan.steps_per_epoch * plan.experiment.stopping.epochs
    specs_of(Lineup)["steps"].check(steps, "steps")
    return steps


def _begin_all(
    plan: Plan, contestants: Sequence[Contestant], steps: int, budget: int
) -> Generator[Advanced, None, list[Training]]:
    """Begin the trainings one by one: each scores all samples first, which may take long."""
    begun = []
    for one in contestants:
        begun.append(Training(_own_plan(plan, one, steps), budget))
        yield Advanced(0, steps * len(contestants))
    return begun


def _nothing_yet(plan: Plan, contestants: tuple[Contestant, ...], places: Array) -> Raced:
    """Return a race with room for what will be recorded."""
    shape = len(places), len(contestants)
    thetas, losses, val_losses = (
        np.empty((*shape, plan.layout.size)),
        np.empty(shape),
        np.empty(shape),
    )
    nobody = np.full(len(contestants), -1)
    return Raced(plan, contestants, places, thetas, losses, val_losses, nobody)


def _note(raced: Raced, place: int, row: int, theta: Array, judges: _Judges) -> None:
    """Record where a contestant is."""
    raced.thetas[place, row] = theta
    raced.losses[place, row], raced.val_losses[place, row] = judges(theta)


def _own_plan(plan: Plan, contestant: Contestant, steps: int) -> Plan:
    """Return the plan of one contestant's training, which ends no sooner than the race."""
    stopping = plan.experiment.stopping
    epochs = max(stopping.epochs, -(-steps // plan.steps_per_epoch))
    experiment = replace(
        plan.experiment,
        optimizer=contestant.optimizer,
        stopping=replace(stopping, epochs=epochs, patience=0),
        origin=None,
    )
    return replace(plan, experiment=experiment)


def _places(plan: Plan, steps: int, room: int) -> Array:
    """Return at which steps to record: as many at even spacing as pay, and the last.

    A place is scored on all samples, which for many of them takes longer than an
    update; all places together take about as long as the updates (three passes each).
    """
    samples = len(plan.x_train) + len(plan.x_val)
    paid = 3 * steps * plan.experiment.batch // samples
    most = min(max(room, LEAST_PLACES), max(min(paid, MOST_PLACES), MANY_PLACES))
    spacing = -(-steps // (most - 1))
    return np.append(np.arange(0, steps, spacing), steps)


def _advanced(trainings: list[Training], step: int, steps: int) -> Advanced:
    done = sum(step if one.ended else one.step for one in trainings)
    return Advanced(done, steps * len(trainings))


def _diverged_at(training: Training) -> int:
    return -1 if training.diverged_at is None else training.diverged_at


def _hold_the_diverged(raced: Raced, trainings: list[Training], judges: _Judges) -> None:
    """Keep each diverged contestant at its last good place.

    A loss that blew up with the very last update counts, too: another update
    would have told.
    """
    for row, training in enumerate(trainings):
        step, last = raced.diverged_at[row], int(raced.steps[-1])
        if step < 0 and not raced.losses[-1, row] <= limit_of(raced.losses[0, row]):
            step = raced.diverged_at[row] = last
            training.seek(last - 1)
        if step >= 0:
            held = raced.steps >= step
            theta = training.descent.theta
            raced.thetas[held, row] = theta
            raced.losses[held, row], raced.val_losses[held, row] = judges(theta)
