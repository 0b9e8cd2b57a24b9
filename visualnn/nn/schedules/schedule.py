"""What every schedule is, and the one that changes nothing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from math import inf
from typing import ClassVar, final

from visualnn.registry import Registry
from visualnn.specs import validate


@dataclass(frozen=True, slots=True)
class Length:
    """How long a run is: iterations per epoch, and epochs."""

    steps_per_epoch: int
    epochs: int

    @property
    def steps(self) -> int:
        """All updates of the run."""
        return self.steps_per_epoch * self.epochs


@dataclass(frozen=True, slots=True)
class Watch:
    """What a schedule has heard of a run.

    Attributes
    ----------
    best
        The lowest value so far.
    bad
        Epochs without a better one.
    resting
        Epochs for which bad ones do not count yet.
    scale
        What the learning rate has been multiplied by.
    """

    best: float = inf
    bad: int = 0
    resting: int = 0
    scale: float = 1.0

    def begun_anew(self) -> Watch:
        """Return the watch where losses begin that cannot be compared with those before.

        What the learning rate was cut to it stays.
        """
        return replace(self, best=inf, bad=0)


@dataclass(frozen=True, slots=True)
class Schedule(ABC):
    """A rule for η at every update.

    Attributes
    ----------
    key, title, formula
        The stable name, what people call it, and its rule as plain text, with
        η₀ the optimizer's learning rate, e the epoch and t the update, from 0.
    until_the_end
        Whether η depends on how many epochs the run has.
    """

    until_the_end: ClassVar[bool] = False
    key: ClassVar[str]
    title: ClassVar[str]
    formula: ClassVar[str]

    def __post_init__(self) -> None:
        validate(self)

    @abstractmethod
    def rate(self, lr: float, step: int, length: Length, watch: Watch) -> float:
        """Return η of the update that comes after ``step`` updates; ``lr`` is η₀."""

    def heed(self, watch: Watch, value: float, lr: float) -> Watch:
        """Return the watch after an epoch whose monitored loss was ``value``."""
        return watch


SCHEDULES: Registry[type[Schedule]] = Registry("schedule")


@final
@dataclass(frozen=True, slots=True)
class Constant(Schedule):
    """The same η at every update."""

    key: ClassVar[str] = "constant"
    title: ClassVar[str] = "constant"
    formula: ClassVar[str] = "η = η₀"

    def rate(self, lr: float, step: int, length: Length, watch: Watch) -> float:
        return lr


SCHEDULES.add(Constant.key, Constant)
