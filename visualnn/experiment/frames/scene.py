"""What stays the same during one run, as far as views draw it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.spec import Experiment
from visualnn.nn.layout import Layout

Floats = NDArray[np.floating]
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
