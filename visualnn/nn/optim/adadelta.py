"""AdaDelta: no rate to choose, steps in the parameters' own unit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, final

import numpy as np

from visualnn.nn.calls import Call, scalar
from visualnn.nn.optim.adaptive import mean_of_squares
from visualnn.nn.optim.optimizer import OPTIMIZERS, Optimizer, floor, learning_rate, memory
from visualnn.nn.optim.transform import Link, Place, Transform


@final
@dataclass(frozen=True, slots=True)
class RatioOfRoots(Transform):
    """AdaDelta's direction, in the parameters' own unit.

    s ← ρ·s + (1 − ρ)·u²,  u ← √(d + ε) / √(s + ε) · u,  d ← ρ·d + (1 − ρ)·u²,
    with ε inside both roots.
    """

    title: ClassVar[str] = "rescaled"
    formula: ClassVar[str] = "u ← √(d + ε) / √(s + ε) · u"
    state: ClassVar[tuple[str, ...]] = ("s", "d")
    rho: float
    eps: float

    def lay(self, link: Link) -> list[Call]:
        (s, d), spare, target = link.state, link.spare, link.target
        ratio, eps = np.empty_like(spare), scalar(self.eps, spare)
        return [
            *mean_of_squares(s, self.rho, link.source, spare),
            partial(np.add, d, eps, ratio),
            partial(np.add, s, eps, spare),
            partial(np.divide, ratio, spare, ratio),
            partial(np.sqrt, ratio, ratio),
            partial(np.multiply, link.source, ratio, target),
            *mean_of_squares(d, self.rho, target, spare),
        ]

    def join(self, place: Place) -> bool:
        place.square_memory.fill(self.rho)
        place.square_gain.fill(1 - self.rho)
        d, ratio, spare = (np.zeros_like(place.v) for _ in range(3))
        eps = scalar(self.eps, spare)
        place.rooted += [
            partial(np.add, d, eps, ratio),
            partial(np.add, place.v, eps, spare),
            partial(np.divide, ratio, spare, ratio),
            partial(np.sqrt, ratio, place.raw),
        ]
        place.last += mean_of_squares(d, self.rho, place.direction, spare)
        return True


@final
@dataclass(frozen=True, slots=True)
class AdaDelta(Optimizer):
    """Steps as large as the steps before were (Zeiler, 2012; ``torch.optim.Adadelta``).

    s ← ρ·s + (1 − ρ)·g²,  u = √(d + ε) / √(s + ε) · g,  d ← ρ·d + (1 − ρ)·u²,
    θ ← θ − η·u, with ε inside both roots and η = 1 as the usual rate.
    """

    key: ClassVar[str] = "adadelta"
    title: ClassVar[str] = "AdaDelta"
    formula: ClassVar[str] = "u = √(d + ε) / √(s + ε) · g;  θ ← θ − η·u"
    finds_rate: ClassVar[bool] = True

    lr: float = learning_rate(1.0)
    rho: float = memory(
        0.9,
        0.9999,
        label="Memory",
        symbol="ρ",
        formula="s ← ρ·s + (1 − ρ)·g²;  d ← ρ·d + (1 − ρ)·u²",
        idea="How slowly the running means of the squared gradients and steps forget.",
    )
    eps: float = floor(
        1e-6,
        formula="√(d + ε) / √(s + ε)",
        idea="Added inside both roots; it also decides how large the very first steps are.",
    )

    def directions(self) -> tuple[Transform, ...]:
        return (RatioOfRoots(self.rho, self.eps),)


OPTIMIZERS.add(AdaDelta.key, AdaDelta)
