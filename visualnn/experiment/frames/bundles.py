"""What the views are given: frozen bundles of arrays, as they were at one instant."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

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
from visualnn.experiment.frames.probe import Probe, Workings
from visualnn.experiment.spec import Experiment
from visualnn.experiment.spec.origin import Origin
from visualnn.nn.layout import Layout

Floats = NDArray[np.floating]
State = Literal["ready", "running", "paused", "stopped early", "finished", "diverged"]
Task = Literal["binary", "multiclass", "regression"]
Extent = tuple[float, float, float, float]

TRAIN, VALIDATION, TEST = 0, 1, 2
"""The values of `Scene.part`."""


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """Another future of the run on show: of what it forked off, or of a fork of it.

    Attributes
    ----------
    step
        Where the two part.
    parting
        The same in epochs, counted with fractions.
    is_parent
        Whether the run on show forked off it.
    experiment
        The settings that it went on with.
    epochs, history
        Some of its epochs from the parting on ``(k,)``, and their scores by name.
    """

    step: int
    parting: float
    is_parent: bool
    experiment: Experiment
    epochs: Floats
    history: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Offer:
    """The inputs that can be computed from two features (`visualnn.data.INPUTS`).

    Attributes
    ----------
    keys, names
        All of them.
    used
        The keys of those that the network reads.
    maps
        ``(inputs, m, m)``, each over the input plane, standardized there; row 0
        is the lowest y.
    """

    keys: tuple[str, ...]
    names: tuple[str, ...]
    used: tuple[str, ...]
    maps: Floats


@dataclass(frozen=True, slots=True)
class Scene:
    """What stays the same during one run: the plan, as far as views draw it.

    Attributes
    ----------
    generation
        Grows with every new plan; frames of another generation are dropped.
    sizes
        Units per layer, the input first, for example ``(2, 8, 8, 1)``.
    activations
        One key per layer after the input; the last is the output's.
    layout
        Names the slices of a parameter vector ``(P,)``.
    loss
        The key of the loss that is optimized.
    classes
        The classes' names in label order; empty for regression.
    axes
        The two features that span the input plane, those that say most about
        the target (`visualnn.data.relevance`); all others are held at their
        mean over the training samples.  With one feature both are 0.
    extent
        ``(left, right, bottom, top)`` of the plane, in the features' own units.
    points, targets, part
        The samples: position ``(n, 2)`` on the plane, class index or value
        ``(n,)``, and share ``(n,)`` (`TRAIN`, `VALIDATION` or `TEST`).
    query
        A point ``(2,)`` whose prediction the data set asks for, or None.
    notes
        Sentences: what was adjusted to make the experiment fit.
    numbers, drawn
        The number ``(n,)`` of each sample, which stays the same when others are
        put or removed, and how many samples there were before any was.
    levels
        The targets at the two ends of a color scale, as far from the mean of the
        samples that were drawn or read on both sides; 0 and 1 for classes.
    computed
        What the network's inputs are called where they are computed from the
        features; empty where the features are the inputs.
    offer
        All inputs that can be computed from two features; None for other sets.
    branches
        Other futures of this run.
    """

    generation: int
    experiment: Experiment
    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    layout: Layout
    loss: str
    task: Task
    classes: tuple[str, ...]
    features: tuple[str, ...]
    target: str
    axes: tuple[int, int]
    extent: Extent
    points: Floats
    targets: NDArray[np.generic]
    part: NDArray[np.uint8]
    query: Floats | None
    steps_per_epoch: int
    notes: tuple[str, ...] = ()
    numbers: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    drawn: int = 0
    levels: tuple[float, float] = (0.0, 1.0)
    branches: tuple[Branch, ...] = ()
    computed: tuple[str, ...] = ()
    offer: Offer | None = None

    @property
    def inputs(self) -> tuple[str, ...]:
        """What the network's inputs are called, in the order of its first layer."""
        return self.computed or self.features

    @property
    def columns(self) -> tuple[str, ...]:
        """The features' names, and beside them those of the inputs computed from them."""
        return (*self.features, *(name for name in self.computed if name not in self.features))

    def goes_on_from(self, other: Scene) -> bool:
        """Return whether no more than live settings have changed since another scene."""
        forked = bool(self.branches or other.branches)
        return not forked and (
            self.generation == other.generation
            and self.experiment.data == other.experiment.data
            and self.steps_per_epoch == other.steps_per_epoch
            and self.notes == other.notes
        )

    @property
    def parameters(self) -> int:
        """How many numbers training adjusts."""
        return self.layout.trained


@dataclass(frozen=True, slots=True)
class Wants:
    """What the visible views need in the next frame; zero or False asks for nothing.

    Attributes
    ----------
    boundary, neurons
        Grid points per side for the output map and for each neuron's thumbnail.
    weights
        Whether `Frame.theta`, `Frame.gradient` and `Frame.update` are wanted.
    history_from
        The first epoch row that the window does not have yet.
    outcomes, sums, batch
        Whether the fields of `Frame` with these names are wanted.
    samples_but
        The generation whose `Frame.samples` the window has: those of any other
        are wanted.  None asks for none.
    test_from
        The first epoch whose test scores are missing.  None leaves the test
        share alone, as it should be until somebody asks.
    judge
        The epoch whose `Frame.judged` is wanted, or None.
    watched
        Indices in θ of the parameters that are watched step by step.
    probe
        What `Frame.workings` is wanted to hold; None for no workings.
    origin
        Whether `Frame.origin` is wanted.
    seeds, band_from
        From how many first weights `Frame.band` is wanted (0 for none), and its
        first epoch that is missing.
    rival
        Which other experiment is to be trained beside this one, or None.
    space
        Grid points per side for `Frame.space`.
    scatter, check
        Whether `Frame.scatter` and `Frame.check` are wanted.
    """

    boundary: int = 0
    neurons: int = 0
    weights: bool = False
    history_from: int = 0
    outcomes: bool = False
    sums: bool = False
    samples_but: int | None = None
    batch: bool = False
    test_from: int | None = None
    judge: int | None = None
    probe: Probe | None = None
    watched: tuple[int, ...] = ()
    origin: bool = False
    seeds: int = 0
    band_from: int = 0
    rival: Beside | None = None
    space: int = 0
    scatter: bool = False
    check: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """An experiment A to train beside the one on show, and what is wanted of it.

    Attributes
    ----------
    wants
        For its own frame.
    made
        The number of the run whose scene the window has.
    """

    experiment: Experiment
    wants: Wants
    made: int = 0


@dataclass(frozen=True, slots=True)
class Rival:
    """Experiment A at the step at which B is shown, or as far as it has come.

    Attributes
    ----------
    frame, scene
        As for B, with −``made`` for a generation, which no run of B has; no scene
        where the window has it.  No frame where A does not fit B's samples.
    made
        Another number says that A has begun anew.
    refused
        The sentence that says why A does not fit.
    """

    frame: Frame | None
    made: int
    scene: Scene | None = None
    refused: str = ""


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
        its update; before the first step that of the coming batch), and the
        latest change of the parameters, each ``(P,)``.
    neurons
        Per layer, the input first: ``(units, k, k)``, each unit's output over
        the input plane; row 0 is the lowest y.
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
    best_step
        The step at the end of the best epoch.
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
    scored_epoch: int = 0
    untrained_query: Floats | None = None
    batch: NDArray[np.int64] | None = None
    watched: Traces | None = None


@dataclass(frozen=True, slots=True)
class Relief:
    """A function of two parameters on a grid.

    Attributes
    ----------
    values
        ``(m, m)``; row 0 is the lowest y, column 0 the lowest x.
    minima
        ``(k, 2)``, the known minima, and ``floor``, the value there.
    """

    surface: str
    extent: Extent
    values: Floats
    minima: Floats
    floor: float


@dataclass(frozen=True, slots=True)
class RaceFrame:
    """A whole race of optimizers on a function of two parameters.

    Attributes
    ----------
    paths
        ``(steps + 1, R, 2)``; row 0 is the start.  After a divergence a
        contestant stays at its last finite place.
    losses
        ``(steps + 1, R)``.
    gradients
        ``(steps + 1, R, 2)``, the gradient at each place.
    diverged_at
        ``(R,)`` the step at which a contestant left the map for good, or -1.
    optimizers
        The contestants' optimizers, as keys of the registry.
    """

    generation: int
    contestants: tuple[str, ...]
    paths: Floats
    losses: Floats
    gradients: Floats
    diverged_at: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    optimizers: tuple[str, ...] = ()
