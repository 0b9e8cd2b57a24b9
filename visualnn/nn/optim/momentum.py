"""Gradient descent with a memory of its direction, and its link."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, final

import numpy as np

from visualnn.nn.calls import Call, assign, scalar
from visualnn.nn.optim.optimizer import OPTIMIZERS, Optimizer, momentum
from visualnn.nn.optim.transform import Link, Place, Transform


@final
@dataclass(frozen=True, slots=True)
class Accumulate(Transform):
    """Heavy-ball momentum, v ← β·v + u, u ← v (Polyak, 1964), undamped as in ``torch.optim``."""

    title: ClassVar[str] = "momentum"
    formula: ClassVar[str] = "v ← β·v + u, u ← v"
    state: ClassVar[tuple[str, ...]] = ("v",)
    beta: float

    def lay(self, link: Link) -> list[Call]:
        (v,) = link.state
        return [*_accumulated(link, self.beta), assign(link.target, v)]

    def join(self, place: Place) -> bool:
        place.track_mean(self.beta, 1)
        return True


@final
@dataclass(frozen=True, slots=True)
class AccumulateAhead(Transform):
    """Momentum that looks one step ahead, v ← β·v + u, u ← u + β·v, as in ``torch.optim``."""

    title: ClassVar[str] = "momentum"
    formula: ClassVar[str] = "v ← β·v + u, u ← u + β·v"
    state: ClassVar[tuple[str, ...]] = ("v",)
    beta: float

    def lay(self, link: Link) -> list[Call]:
        (v,), beta = link.state, scalar(self.beta, link.state)
        return [
            *_accumulated(link, self.beta),
            partial(np.multiply, v, beta, link.spare),
            partial(np.add, link.source, link.spare, link.target),
        ]

    def join(self, place: Place) -> bool:
        place.track_mean(self.beta, 1)
        place.raw.fill(1)
        place.mean.fill(self.beta)
        return True


def _accumulated(link: Link, memory: float) -> list[Call]:
    """Lay out v ← β·v + u."""
    (v,), beta = link.state, scalar(memory, link.state)
    return [partial(np.multiply, v, beta, v), partial(np.add, v, link.source, v)]


@final
@dataclass(frozen=True, slots=True)
class Momentum(Optimizer):
    """Heavy-ball momentum, v ← β·v + g, θ ← θ − η·v (``torch.optim.SGD(momentum=β)``)."""

    key: ClassVar[str] = "momentum"
    title: ClassVar[str] = "Momentum"
    formula: ClassVar[str] = "v ← β·v + g;  θ ← θ − η·v"

    beta: float = momentum(
        formula="v ← β·v + g, undamped",
        idea="How much of the last step's direction is kept: it rolls through small dips.",
    )

    def directions(self) -> tuple[Transform, ...]:
        return (Accumulate(self.beta),)


@final
@dataclass(frozen=True, slots=True)
class Nesterov(Optimizer):
    """Momentum that looks ahead, v ← β·v + g, θ ← θ − η·(g + β·v).

    ``torch.optim.SGD(momentum=β, nesterov=True)``, the form of Sutskever et al., 2013.
    """

    key: ClassVar[str] = "nesterov"
    title: ClassVar[str] = "Nesterov"
    formula: ClassVar[str] = "v ← β·v + g;  θ ← θ − η·(g + β·v)"

    beta: float = momentum(
        formula="v ← β·v + g, the step along g + β·v",
        idea="How much of the direction is kept; the step looks as far ahead as it will roll.",
    )

    def directions(self) -> tuple[Transform, ...]:
        return (AccumulateAhead(self.beta),)


OPTIMIZERS.add(Momentum.key, Momentum)
OPTIMIZERS.add(Nesterov.key, Nesterov)
