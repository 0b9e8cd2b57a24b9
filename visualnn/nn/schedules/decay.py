"""Schedules that fall: in steps, exponentially, along a cosine."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi
from typing import ClassVar, final

from visualnn.nn.schedules.schedule import SCHEDULES, Length, Schedule, Watch
from visualnn.specs import integer, number


@final
@dataclass(frozen=True, slots=True)
class StepDecay(Schedule):
    """A stair: every k epochs η is multiplied by γ (``StepLR``)."""

    key: ClassVar[str] = "step"
    title: ClassVar[str] = "step"
    formula: ClassVar[str] = "η = η₀·γ^⌊e/k⌋"

    every: int = integer(
        30,
        1,
        10_000,
        label="Step length",
        symbol="k",
        scale="log",
        live=True,
        idea="How many epochs the learning rate stays the same before it falls.",
    )
    gamma: float = number(
        0.1,
        0.01,
        1.0,
        label="Decay",
        symbol="γ",
        live=True,
        idea="What the learning rate is multiplied by when it falls.",
    )

    def rate(self, lr: float, step: int, length: Length, watch: Watch) -> float:
        falls = step // length.steps_per_epoch // self.every
        return lr * self.gamma**falls


@final
@dataclass(frozen=True, slots=True)
class Exponential(Schedule):
    """After every epoch η is multiplied by γ (``ExponentialLR``, which has no default γ)."""

    key: ClassVar[str] = "exponential"
    title: ClassVar[str] = "exponential"
    formula: ClassVar[str] = "η = η₀·γᵉ"

    gamma: float = number(
        0.98,
        0.01,
        1.0,
        label="Decay",
        symbol="γ",
        live=True,
        idea="What the learning rate is multiplied by after every epoch.",
    )

    def rate(self, lr: float, step: int, length: Length, watch: Watch) -> float:
        epoch = step // length.steps_per_epoch
        return lr * self.gamma**epoch


@final
@dataclass(frozen=True, slots=True)
class Cosine(Schedule):
    """Half a wave from η₀ down to its end over the whole run, update by update.

    ``CosineAnnealingLR`` with T_max the number of all updates, and stepped after each.
    """

    until_the_end: ClassVar[bool] = True
    key: ClassVar[str] = "cosine"
    title: ClassVar[str] = "cosine"
    formula: ClassVar[str] = "η = η₁ + ½·(η₀ − η₁)·(1 + cos(π·t/T))"

    end_rate: float = number(
        0.0,
        0.0,
        1.0,
        label="Final rate",
        symbol="η₁",
        scale="log",
        live=True,
        idea="The learning rate at the end of the last epoch.",
    )

    def rate(self, lr: float, step: int, length: Length, watch: Watch) -> float:
        half_way = cos(0.5 * pi * min(step / length.steps, 1))
        # ½·(1 + cos x) = cos²(x/2), which keeps its digits at the end of the wave.
        return self.end_rate + (lr - self.end_rate) * half_way**2


SCHEDULES.add(StepDecay.key, StepDecay)
SCHEDULES.add(Exponential.key, Exponential)
SCHEDULES.add(Cosine.key, Cosine)
