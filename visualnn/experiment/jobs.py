"""Jobs: generators that yield their progress and return their result.

A ``yield`` is the report and the point where the job can be stopped.  The same
job runs in the command line, in scripts and in tests; `run_job` drives it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from time import perf_counter
from typing import TypeVar

import numpy as np

from visualnn.errors import InputError
from visualnn.experiment.driving import run_job
from visualnn.experiment.frames import Frame, Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import Plan, resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.experiment.training.scoring import quality_name
from visualnn.nn.calls import Array, quiet
from visualnn.nn.finite import finite
from visualnn.nn.network import Tape

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a training has come."""

    epoch: int
    epochs: int
    train_loss: float
    val_loss: float


Job = Generator[Progress, None, Result]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A finished training.

    Attributes
    ----------
    plan, training
        What was trained on, and the training as it ended, with its recording.
    history
        Name → values per epoch.  Row 0 is the network before training, so that
        ``history["val_loss"][best_epoch]`` is the best epoch's loss.
    theta
        The resulting parameters ``(P,)``: the best epoch's where patience was
        switched on, else the last.
    epochs, steps
        How many were done.
    best_epoch
        The epoch with the lowest validation loss.
    stopped_early
        Whether patience ran out.
    diverged_at
        The update after which the loss blew up (see
        `visualnn.experiment.training.Training`), or None; then ``theta`` is the
        best epoch's before it.
    scores
        ``train_loss``, ``val_loss``, ``test_loss`` and ``train_accuracy`` …
        (for regression ``train_r2`` …) of ``theta``.
    steps_per_second
        Updates per second of training, scoring of the epochs included.
    """

    plan: Plan
    training: Training
    history: dict[str, Array]
    theta: Array
    epochs: int
    steps: int
    best_epoch: int
    stopped_early: bool
    diverged_at: int | None
    scores: dict[str, float]
    steps_per_second: float

    @property
    def message(self) -> str:
        """One sentence on how the training ended."""
        if self.diverged_at is not None:
            return (
                f"The run diverged at step {self.diverged_at}: the loss blew up. "
                f"Lower the learning rate; the best weights (epoch {self.best_epoch}) are kept."
            )
        if self.stopped_early:
            watched = "validation" if len(self.plan.x_val) else "training"
            return (
                f"Stopped early at epoch {self.epochs}: "
                f"the {watched} loss has not improved since epoch {self.best_epoch}."
            )
        return f"Trained for {self.epochs} epochs."

    def frame(self, wants: Wants) -> Frame:
        """Return what views need to draw this run."""
        return Camera(self.plan).frame(self.training, wants)

    def predict(self, x: Array) -> Array:
        """Return the outputs ``(rows, outputs)`` at inputs in the features' own units.

        Probabilities for classes; for regression values in the target's own units.

        Raises
        ------
        InputError
            If ``x`` has not one column per feature, or an entry is not a finite number.
        """
        x = np.atleast_2d(finite("x", x))
        features = self.plan.samples.x.shape[1]
        if x.ndim != 2 or x.shape[1] != features:
            raise InputError(f"x has the shape {x.shape}: this network reads (rows, {features}).")
        theta = self.theta[None].copy()
        tape = Tape(self.plan.architecture, theta, np.zeros_like(theta), len(x))
        tape.x[...] = self.plan.scaler.apply(x)
        with quiet():
            tape.forward()
        output = tape.a[-1][0]
        return self.plan.target_scaler.invert(output) if self.plan.task == "regression" else output


def train_job(plan: Plan) -> Job[Run]:
    """Train to the end, reporting after every epoch."""
    training = Training(plan)
    began = perf_counter()
    while not training.ended:
        training.finish_epoch()
        yield progress_of(training)
    seconds = perf_counter() - began
    return finished(training, seconds)


def progress_of(training: Training) -> Progress:
    """Return how far the training has come."""
    train_loss, val_loss = training.recording.rows.values[-1][:2]
    epochs = training.experiment.stopping.epochs
    return Progress(training.epoch, epochs, float(train_loss), float(val_loss))


def finished(training: Training, seconds: float) -> Run:
    """Return what came out of a training that took this long."""
    plan = training.plan
    return Run(
        plan=plan,
        training=training,
        history=training.recording.history(),
        theta=training.theta.copy(),
        epochs=training.epoch,
        steps=training.step,
        best_epoch=training.patience.best_epoch,
        stopped_early=training.state == "stopped early",
        diverged_at=training.diverged_at,
        scores=_scores(training),
        steps_per_second=training.step / seconds if seconds > 0 else 0.0,
    )


def _scores(training: Training) -> dict[str, float]:
    plan, quality = training.plan, quality_name(training.plan.task)
    shares = {
        "train": (plan.x_train, plan.y_train),
        "val": (plan.x_val, plan.y_val),
        "test": (plan.x_test, plan.y_test),
    }
    judged = {name: training.score(x, y) for name, (x, y) in shares.items()}
    losses = {f"{name}_loss": score.loss for name, score in judged.items()}
    return losses | {f"{name}_{quality}": score.quality for name, score in judged.items()}


def train(experiment: Experiment | Plan, progress: Callable[[Progress], None] | None = None) -> Run:
    """Train an experiment to its end and return the run.

    Parameters
    ----------
    experiment
        What to train, or its plan.
    progress
        Called after every epoch.

    Raises
    ------
    InputError
        If the experiment does not fit together.  A divergence does not raise;
        see `Run.diverged_at`.
    """
    plan = experiment if isinstance(experiment, Plan) else resolve(experiment)
    return run_job(train_job(plan), progress)
