"""Where a run forks off another: everything that led to the step it goes on from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from visualnn.errors import InputError

if TYPE_CHECKING:
    from visualnn.experiment.spec import Experiment


@dataclass(frozen=True, slots=True)
class Change:
    """The settings of a run, and the step after which they hold."""

    step: int
    experiment: Experiment


@dataclass(frozen=True, slots=True)
class HandSet:
    """Parameters that were set by hand after ``step`` updates: θ[places] ← values."""

    step: int
    places: tuple[int, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.places) != len(self.values):
            raise InputError(
                f"{len(self.places)} places and {len(self.values)} values set by hand at step "
                f"{self.step} do not go together: give each place one."
            )


@dataclass(frozen=True, slots=True)
class Origin:
    """The recorded step that a fork goes on from.

    It holds what was decided on the way to that step, and no arrays: equal
    decisions give equal numbers, so the step is computed again, bit for bit.

    Attributes
    ----------
    changes
        The first settings, at step 0, and all changes up to `step`, in order.
        Forks of forks are flat: an earlier fork is one of the changes.
    step
        How many updates the fork has in common with the run it forks off.
    sets
        The parameters set by hand up to `step`, in order.
    """

    changes: tuple[Change, ...]
    step: int
    sets: tuple[HandSet, ...] = ()

    def __post_init__(self) -> None:
        if not self.changes or self.changes[0].step != 0:
            raise InputError("A fork needs the first settings, at step 0, of what it forks off.")
        for made in (self.changes, self.sets):
            _check_order([change.step for change in made], self.step)
        if any(change.experiment.origin for change in self.changes):
            raise InputError("The settings in a fork's origin carry no origins of their own.")

    @property
    def parent(self) -> Experiment:
        """The settings that the step was reached with."""
        return self.changes[-1].experiment


def _check_order(steps: list[int], end: int) -> None:
    in_order = all(early <= late for early, late in pairwise([0, *steps, end]))
    if not in_order:
        raise InputError(
            f"The changes on the way to a fork at step {end} were made after {steps} steps: "
            "put them in order, none after the fork."
        )
