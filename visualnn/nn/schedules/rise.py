"""Schedules that rise first: the warm-up and the one-cycle."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi
from typing import ClassVar, final

from visualnn.nn.schedules.schedule import SCHEDULES, Length, Schedule, Watch
from visualnn.specs import integer, number


@final
@dataclass(frozen=True, slots=True)
class LinearWarmUp(Schedule):
    """A straight rise from f·η₀ to η₀ over the first k epochs, update by update.

    ``LinearLR`` stepped after each update, with total_iters the updates of k epochs.
    """

    key: ClassVar[str] = "linear_warmup"
    title: ClassVar[str] = "linear warm-up"
    formula: ClassVar[str] = "η = η₀·(f + (1 − f)·min(t/T, 1)), T the updates of k epochs"

    warmup: int = integer(
        5,
        1,
        1000,
        label="Warm-up",
        symbol="k",
        scale="log",
        live=True,
        idea="How many epochs the learning rate takes to rise to its full size.",
    )
    start_factor: float = number(
        1 / 3,
        0.001,
        1.0,
        label="First share",
        symbol="f",
        live=True,
        idea="The share of the learning rate that the very first update uses.",
    )

    def rate(self, lr: float, step: int, length: Length, watch: Watch) -> float:
        risen = min(step / (self.warmup * length.steps_per_epoch), 1.0)
        return lr * (self.start_factor + (1 - self.start_factor) * risen)


@final
@dataclass(frozen=True, slots=True)
class OneCycle(Schedule):
    """Up to η₀ and down to almost nothing, in half waves (Smith & Topin, 2018).

    ``OneCycleLR`` over all updates, in two phases with cosines, max_lr = η₀ and
    the momentum left alone.
    """

    until_the_end: ClassVar[bool] = True
    key: ClassVar[str] = "one_cycle"
    title: ClassVar[str] = "one-cycle"
    formula: ClassVar[str] = "η₀/d → η₀ during the share p of the run → η₀/(d·D), along cosines"

    rise: float = number(
        0.3,
        0.05,
        0.95,
        label="Share of the rise",
        symbol="p",
        live=True,
        idea="The share of the run during which the learning rate rises.",
    )
    first_divisor: float = number(
        25.0,
        1.0,
        1e4,
        label="First divisor",
        symbol="d",
        scale="log",
        live=True,
        idea="The first update uses the learning rate divided by this.",
    )
    final_divisor: float = number(
        1e4,
        1.0,
        1e8,
        label="Final divisor",
        symbol="D",
        scale="log",
        live=True,
        idea="The last update uses the first update's rate divided by this.",
    )

    def rate(self, lr: float, step: int, length: Length, watch: Watch) -> float:
        first = lr / self.first_divisor
        top, last = self.rise * length.steps - 1, length.steps - 1
        step = min(step, last)
        if step <= top and top > 0:
            return _annealed(first, lr, step / top)
        return _annealed(lr, first / self.final_divisor, (step - top) / (last - top))


def _annealed(start: float, end: float, share: float) -> float:
    """Return the value at this share of half a cosine wave from ``start`` to ``end``."""
    return end + (start - end) / 2 * (1 + cos(pi * share))


SCHEDULES.add(LinearWarmUp.key, LinearWarmUp)
SCHEDULES.add(OneCycle.key, OneCycle)
