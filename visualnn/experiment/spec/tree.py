"""What a person asks for: a frozen tree of specs, with no arrays in it."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from typing import Any

from visualnn.errors import InputError
from visualnn.experiment.spec.branches import (
    AUTO,
    MAX_HIDDEN_LAYERS,
    MAX_UNITS,
    DataSpec,
    LayerSpec,
    NetworkSpec,
    RegularizationSpec,
    StoppingSpec,
)
from visualnn.experiment.spec.noise import usual_noise
from visualnn.experiment.spec.origin import Origin
from visualnn.experiment.spec.short_names import (
    BRANCHES,
    DEFAULT_LEARNING_RATE,
    LEAVES,
    OPTIMIZER_LEAVES,
    SCHEDULE_LEAVES,
    planted,
)
from visualnn.nn.losses import LOSSES
from visualnn.nn.optim import Adam, Optimizer
from visualnn.nn.schedules import Constant, Schedule
from visualnn.specs import choice, integer, specs_of, validate

__all__ = [
    "AUTO",
    "BRANCHES",
    "DEFAULT_LEARNING_RATE",
    "LEAVES",
    "MAX_HIDDEN_LAYERS",
    "MAX_UNITS",
    "OPTIMIZER_LEAVES",
    "SCHEDULE_LEAVES",
    "DataSpec",
    "Experiment",
    "LayerSpec",
    "NetworkSpec",
    "Origin",
    "RegularizationSpec",
    "StoppingSpec",
    "can_fork",
    "is_live_edit",
]


@dataclass(frozen=True, slots=True, init=False)
class Experiment:
    """Everything that determines a training run; equal experiments give equal numbers.

    Keywords are either branches of the tree (``data=DataSpec(…)``) or the
    command line's short names, which reach into it::

        Experiment(data="moons", hidden=(8, 8), optimizer="adam", lr=0.03)

    With an ``origin`` the run goes on from a recorded step of another, with that
    step's parameters, optimizer's vectors (where it is of the same kind) and
    random stream; its steps are counted on.

    Raises
    ------
    InputError
        For an unknown name (with a suggestion) or a value out of range.
    """

    data: DataSpec = field(default_factory=DataSpec)
    network: NetworkSpec = field(default_factory=NetworkSpec)
    loss: str = choice(
        AUTO,
        lambda: {AUTO: None, **LOSSES},
        label="Loss",
        symbol="L",
        idea="What training makes small; auto takes the one that fits the target.",
    )
    optimizer: Optimizer = field(default_factory=lambda: Adam(lr=DEFAULT_LEARNING_RATE))
    schedule: Schedule = field(default_factory=Constant)
    batch: int = integer(
        32,
        1,
        10_000,
        label="Batch size",
        scale="log",
        formula="g = (1/batch)·Σ ∂L/∂θ, ⌈n / batch⌉ iterations per epoch",
        idea="How many samples share one gradient: small batches are noisy, large ones smooth.",
    )
    regularization: RegularizationSpec = field(default_factory=RegularizationSpec)
    stopping: StoppingSpec = field(default_factory=StoppingSpec)
    seed: int = integer(
        0,
        0,
        999_999,
        label="Seed",
        idea="Decides the first weights and the order of the samples.",
    )
    origin: Origin | None = None

    def __init__(self, **names: Any) -> None:
        tree = {f.name: _default(f) for f in fields(Experiment)}
        for name, branch in planted(tree, names).items():
            object.__setattr__(self, name, branch)
        validate(self)
        _check_origin(self)

    def edited(self, **names: Any) -> Experiment:
        """Return a copy with the named leaves changed, in the constructor's keywords.

        A fork that gets a change which belongs to the beginning of a run (see
        `can_fork`) is a fork no more: the copy begins at the first weights.
        """
        origin = names.pop("origin", None)
        begun = replace(self, **names, origin=None)
        if origin is None and self.origin and can_fork(self.origin.parent, begun):
            origin = self.origin
        return replace(begun, origin=origin) if origin else begun

    def sharing(self, other: Experiment) -> Experiment:
        """Return this experiment with another's branches, the very objects, where they are equal.

        Of the many settings that a run may have had, each then takes only what differs.
        """
        theirs = {f.name: getattr(other, f.name) for f in fields(Experiment)}
        equal = {name: it for name, it in theirs.items() if it == getattr(self, name)}
        return replace(self, **equal)

    def to_json(self) -> str:
        """Return the experiment as JSON text."""
        from visualnn.experiment.spec.codec import encode

        return encode(self)

    @staticmethod
    def from_json(text: str) -> Experiment:
        """Read what `to_json` wrote.

        Raises
        ------
        InputError
            If the text is truncated, of another version, or names an unknown
            key or a value out of range; the message says where.
        """
        from visualnn.experiment.spec.codec import decode

        return decode(text)


def _default(f: Any) -> Any:
    return f.default_factory() if f.default_factory is not MISSING else f.default


def can_fork(parent: Experiment, experiment: Experiment) -> bool:
    """Return whether a run of ``parent`` can go on as ``experiment`` from any of its steps.

    All live fields may differ, and the kind of the optimizer and of the
    schedule.  Data, network, loss, batches and seed belong to the beginning.
    """
    optimizer, schedule = experiment.optimizer, experiment.schedule
    begun = replace(parent, optimizer=optimizer, schedule=schedule, origin=None)
    return is_live_edit(begun, replace(experiment, origin=None))


def _check_origin(experiment: Experiment) -> None:
    origin = experiment.origin
    if origin is None:
        return
    if not isinstance(origin, Origin):
        raise InputError(f"Experiment.origin is {origin!r}: write an Origin, or None.")
    if not can_fork(origin.parent, experiment):
        raise InputError(
            "A fork goes on with the same samples, batches and network: only the optimizer, the "
            "schedule and what can change while training goes on may differ from its origin."
        )


def is_live_edit(old: Experiment, new: Experiment) -> bool:
    """Return whether a running training can go on with ``new``: only live fields differ."""
    return all(_is_live(old, new, f.name) for f in fields(Experiment))


def _is_live(old: Any, new: Any, name: str) -> bool:
    before, after = getattr(old, name), getattr(new, name)
    if before == after:
        return True
    if type(before) is not type(after):
        return False
    cls: Any = type(old)
    spec = specs_of(cls).get(name)
    if spec:
        return spec.live
    if any(f.name == name and f.metadata.get("live") for f in fields(cls)):
        return True
    return is_dataclass(before) and all(_is_live(before, after, f.name) for f in fields(before))


FIRST = Experiment(data="moons", noise=usual_noise("moons"), epochs=1000, patience=50)
"""What a person sees first, in the window or without one: noise enough to overfit, and a stop."""
