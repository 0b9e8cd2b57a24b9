"""The job that trains one experiment from many first weights, and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from visualnn.experiment.driving import run_job
from visualnn.experiment.jobs import Job, Progress
from visualnn.experiment.plan import Plan, resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.ensemble import Ensemble, finite_mean
from visualnn.nn.calls import Array


@dataclass(frozen=True, slots=True, eq=False)
class Ensembled:
    """Many trainings of one experiment that differ in their first weights.

    Attributes
    ----------
    plan
        What they were trained on.
    seeds
        One per network.
    history
        Name → scores ``(R, epochs + 1)``; column 0 is before training.
    theta
        The resulting parameters ``(R, P)``.
    """

    plan: Plan
    seeds: tuple[int, ...]
    history: dict[str, Array]
    theta: Array


def train_many_job(plan: Plan, seeds: Iterable[int]) -> Job[Ensembled]:
    """Train from many first weights, reporting the mean of the finite losses after each epoch."""
    ensemble = Ensemble(plan, seeds)
    epochs = plan.experiment.stopping.epochs
    while not ensemble.done:
        ensemble.finish_epoch()
        last = ensemble.history(ensemble.epoch)
        losses = (finite_mean(last[name]) for name in ("train_loss", "val_loss"))
        yield Progress(ensemble.epoch, epochs, *losses)
    return Ensembled(plan, ensemble.seeds, ensemble.history(), ensemble.population.theta.copy())


def train_many(
    experiment: Experiment | Plan,
    seeds: Iterable[int] = range(8),
    progress: Callable[[Progress], None] | None = None,
) -> Ensembled:
    """Train one experiment from many first weights at once, on the same batches.

    Parameters
    ----------
    experiment
        What to train, or its plan.
    seeds
        One per network.
    progress
        Called after every epoch with the mean of the losses that are finite numbers.

    Raises
    ------
    InputError
        If the experiment does not fit together, or no seed is given.
    """
    plan = experiment if isinstance(experiment, Plan) else resolve(experiment)
    return run_job(train_many_job(plan, seeds), progress)
