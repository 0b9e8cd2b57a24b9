"""A run at one instant: the arrays that were asked for, frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames.epoch_ends import EpochEnds
from visualnn.experiment.frames.faces import Faces
from visualnn.experiment.frames.insights import (
    Band,
    Glance,
    HeldOut,
    Inputs,
    Judged,
    Outcomes,
    SampleGradients,
    Space,
    Sums,
    Traces,
)
from visualnn.experiment.frames.probe import Workings
from visualnn.experiment.frames.scene import Floats, Scene
from visualnn.experiment.frames.whereabouts import Whereabouts
from visualnn.experiment.spec.origin import Origin

State = Literal["ready", "running", "paused", "stopped early", "finished", "diverged"]


@dataclass(frozen=True, slots=True)
class Frame:
    """A training run at one instant.

    Attributes
    ----------
    state, diverged_at
        What the run is doing, and the update after which the loss blew up, or None.
    step, epoch
        Updates done so far, and the epoch they belong to (0 before the first).
    learning_rate
        η of the latest update; before the first, of the coming one.
    clip_scale
        By how much clipping shortened the gradient of the latest update; 1 without.
    latest
        The latest recorded step; `step` is an earlier one while a person looks back.
    outcomes
        The network's answers beside the targets.
    sums
        Per layer after the input, its z over the latest batch.
    samples
        The features of all samples; None too where the window has them.
    workings
        The network's inside, as far as `Wants.probe` asks for it.
    glance
        The sample that a person looks at while walking through the coming batch,
        or None.  Then that batch stands for the latest one in `batch`, `sums`,
        `scatter` and `workings`, and `gradient` is that sample's own, without
        the penalty.
    origin
        The step on show, as a fork from it begins.
    band
        The same experiment from several first weights.
    rival
        The experiment that this one is compared with.
    theta, gradient, update
        Parameters, the latest batch's gradient (penalty included, taken before
        its update; before the first step that of the coming batch; after
        parameters were set by hand the same batch's at those), and the latest
        change of the parameters, each ``(P,)``.  The parameters alone
        are in single precision (`Wants.theta`).
    neurons
        Per layer, the input first: ``(units, k, k)``, each unit's output over
        the input plane; row 0 is the lowest y.
    faces
        Per layer, the input first, what is drawn of its neurons.
    boundary
        ``(outputs, m, m)``, the network's output over the plane; row 0 is the lowest y.
    history
        Name → values per epoch from `history_from` on.  Row 0 is the network
        before training.  Names: ``train_loss``, ``val_loss`` (without the
        penalty), ``penalty`` and, for classes, ``train_accuracy``,
        ``val_accuracy``; for regression ``train_r2``, ``val_r2``; and
        ``gradient_1`` and so on (`visualnn.experiment.training.gradient_sizes`).
    batch
        The numbers (`Scene.numbers`) of the samples in the latest batch; before
        the first step and during a `glance` in the coming one.
    scores
        Named as the history.  While training runs the latest epoch's row; else
        losses and accuracies (or R²) of the network and the samples on show.
    scored_epoch
        The epoch of `scores`: while training runs the last one that ended, else that of
        the network on show.
    best_epoch, best_step, waited
        The epoch with the lowest validation loss, after how many updates it
        ended, and how many epochs have passed without a better one.
    forked_at
        The epoch at which a fork began, from which its patience counts.
    edited_at
        The epochs that were the first to count samples changed by hand, in order:
        the best epoch is one since the last of them.
    ends
        After how many updates the epochs ended.
    test_loss, test_score
        Of the test share, NaN until the run has ended.
    query, untrained_query
        The output ``(outputs,)`` at `Scene.query`, and that with the first weights
        of all; or None.
    test_scores, judged
        The test share by epoch, and that of the one epoch asked about.
    space
        What the layers do to space.
    scatter
        The gradients of the latest batch's samples.
    check
        How far the coming batch's gradient is from central differences
        (`visualnn.experiment.frames.checking`); NaN while training runs.
    watched
        The watched parameters over time.
    whereabouts
        Where the parameters lie beside the slice that was scanned last, of this run.
    unfinished
        Whether more of what was asked for is being made: ask again.
    """

    generation: int
    state: State
    step: int
    epoch: int
    learning_rate: float
    steps_per_second: float
    best_epoch: int
    waited: int
    diverged_at: int | None
    history: dict[str, Floats]
    history_from: int
    theta: Floats | None = None
    gradient: Floats | None = None
    update: Floats | None = None
    neurons: tuple[Floats, ...] | None = None
    boundary: Floats | None = None
    test_loss: float = float("nan")
    test_score: float = float("nan")
    query: Floats | None = None
    clip_scale: float = 1.0
    latest: int = 0
    scores: dict[str, float] = field(default_factory=dict)
    outcomes: Outcomes | None = None
    sums: tuple[Sums, ...] | None = None
    samples: Inputs | None = None
    glance: Glance | None = None
    origin: Origin | None = None
    band: Band | None = None
    rival: Rival | None = None
    test_scores: HeldOut | None = None
    judged: Judged | None = None
    space: Space | None = None
    scatter: SampleGradients | None = None
    check: float = float("nan")
    unfinished: bool = False
    workings: Workings | None = None
    best_step: int = 0
    forked_at: int = 0
    edited_at: tuple[int, ...] = ()
    ends: EpochEnds = field(default_factory=EpochEnds)
    scored_epoch: int = 0
    untrained_query: Floats | None = None
    batch: NDArray[np.int64] | None = None
    watched: Traces | None = None
    whereabouts: Whereabouts | None = None
    faces: tuple[Faces, ...] | None = None

    @property
    def waits_from(self) -> int:
        """The epoch from which patience counts."""
        return max(self.best_epoch, self.forked_at)

    @property
    def last_epoch(self) -> int:
        """The last epoch of the run that is over, whatever step is on show."""
        return self.waits_from + self.waited


@dataclass(frozen=True, slots=True)
class Rival:
    """Experiment A at the step at which B is shown, or as far as it has come.

    Attributes
    ----------
    frame, scene
        As for B, with −``made`` for a generation, which no run of B has; no scene
        where the window has it.  No frame where A does not fit B's samples, or
        while it still comes to where it forked off.
    made
        Another number says that A has begun anew.
    refused
        The sentence that says why A does not fit.
    """

    frame: Frame | None
    made: int
    scene: Scene | None = None
    refused: str = ""
