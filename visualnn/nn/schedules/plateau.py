"""The schedule that listens to the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from visualnn.nn.schedules.schedule import SCHEDULES, Length, Schedule, Watch
from visualnn.specs import integer, number


@final
@dataclass(frozen=True, slots=True)
class ReduceOnPlateau(Schedule):
    """When the validation loss has not improved for more than k epochs, η is cut.

    ``ReduceLROnPlateau`` in its mode "min" with a relative threshold: better is
    below best·(1 − threshold), and a cut smaller than 1e-8 is not made.  Without
    validation samples it listens to the training loss.  Where samples are changed
    by hand the best begins anew, as losses before and after are of different ones.
    """

    key: ClassVar[str] = "reduce_on_plateau"
    title: ClassVar[str] = "reduce on plateau"
    formula: ClassVar[str] = "η ← max(γ·η, η₁) after more than k epochs without a better loss"

    factor: float = number(
        0.1,
        0.01,
        0.99,
        label="Cut",
        symbol="γ",
        live=True,
        idea="What the learning rate is multiplied by when the loss has stopped falling.",
    )
    wait: int = integer(
        10,
        0,
        1000,
        label="Wait",
        symbol="k",
        live=True,
        idea="How many epochs without a better loss are put up with.",
    )
    threshold: float = number(
        1e-4,
        0.0,
        0.5,
        label="Threshold",
        scale="log",
        live=True,
        idea="The share by which the loss must fall below the best to count as better.",
    )
    cooldown: int = integer(
        0,
        0,
        1000,
        label="Cool-down",
        live=True,
        idea="How many epochs after a cut do not count.",
    )
    floor_rate: float = number(
        0.0,
        0.0,
        1.0,
        label="Lowest rate",
        symbol="η₁",
        scale="log",
        live=True,
        idea="The learning rate is never cut below this.",
    )

    def rate(self, lr: float, step: int, length: Length, watch: Watch) -> float:
        return lr * watch.scale

    def heed(self, watch: Watch, value: float, lr: float) -> Watch:
        better = value < watch.best * (1 - self.threshold)
        best, bad = (value, 0) if better else (watch.best, watch.bad + 1)
        resting = watch.resting
        if resting:
            resting, bad = resting - 1, 0
        if bad <= self.wait:
            return Watch(best, bad, resting, watch.scale)
        return Watch(best, 0, self.cooldown, self._cut(lr * watch.scale) / lr)

    def _cut(self, rate: float) -> float:
        cut = max(rate * self.factor, self.floor_rate)
        return cut if rate - cut > 1e-8 else rate


SCHEDULES.add(ReduceOnPlateau.key, ReduceOnPlateau)
