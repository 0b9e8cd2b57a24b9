"""Who races on a network's own loss, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.race import Contestant, check_contestants
from visualnn.nn.optim import OPTIMIZERS
from visualnn.specs import integer, validate

USUAL = ("sgd", "momentum", "adam")
"""Who races where nobody is named."""


@dataclass(frozen=True, slots=True)
class Lineup:
    """Who races on a network's own loss, and for how many updates."""

    contestants: tuple[Contestant, ...]
    steps: int = integer(
        500,
        1,
        20_000,
        label="Steps",
        scale="log",
        idea="Every contestant gets the same number of updates, each on one batch.",
    )

    def __post_init__(self) -> None:
        validate(self)
        check_contestants(self.contestants)


def usual_contestants(keys: Sequence[str] = USUAL) -> tuple[Contestant, ...]:
    """Return contestants with the learning rates that a training begins with.

    Raises
    ------
    InputError
        For an unknown optimizer, with a suggestion.
    """
    rules = [(OPTIMIZERS[key], Experiment(optimizer=key).optimizer) for key in keys]
    return tuple(Contestant(cls.title, optimizer) for cls, optimizer in rules)


def usual_lineup() -> Lineup:
    """Return the line-up that a race on a network begins with."""
    return Lineup(usual_contestants())
