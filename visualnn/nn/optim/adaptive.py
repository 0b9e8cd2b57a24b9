"""A rate of its own for each parameter, from the size of its gradients so far."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, final

import numpy as np

from visualnn.nn.calls import Array, Call, scalar
from visualnn.nn.optim.optimizer import OPTIMIZERS, Optimizer, floor, learning_rate, memory
from visualnn.nn.optim.transform import Link, Place, Transform


@final
@dataclass(frozen=True, slots=True)
class DivideByRootOfSum(Transform):
    """Divide by the root of all squares so far: s ← s + u², u ← u / (√s + ε)."""

    title: ClassVar[str] = "rescaled"
    formula: ClassVar[str] = "u ← u / (√s + ε), s ← s + u²"
    state: ClassVar[tuple[str, ...]] = ("s",)
    eps: float

    def lay(self, link: Link) -> list[Call]:
        (s,), spare = link.state, link.spare
        return [
            partial(np.square, link.source, spare),
            partial(np.add, s, spare, s),
            *_divided_by_root(link, s, self.eps),
        ]

    def join(self, place: Place) -> bool:
        place.track_square(1, 1)
        place.floor.fill(self.eps)
        return True


@final
@dataclass(frozen=True, slots=True)
class DivideByRootOfMean(Transform):
    """Divide by the root of the squares' running mean: s ← α·s + (1 − α)·u², u ← u / (√s + ε)."""

    title: ClassVar[str] = "rescaled"
    formula: ClassVar[str] = "u ← u / (√s + ε), s ← α·s + (1 − α)·u²"
    state: ClassVar[tuple[str, ...]] = ("s",)
    alpha: float
    eps: float

    def lay(self, link: Link) -> list[Call]:
        (s,) = link.state
        return [
            *mean_of_squares(s, self.alpha, link.source, link.spare),
            *_divided_by_root(link, s, self.eps),
        ]

    def join(self, place: Place) -> bool:
        place.track_square(self.alpha, 1 - self.alpha)
        place.floor.fill(self.eps)
        return True


def mean_of_squares(mean: Array, memory: float, u: Array, spare: Array) -> list[Call]:
    """Lay out mean ← memory·mean + (1 − memory)·u²."""
    return [
        partial(np.multiply, mean, scalar(memory, mean), mean),
        partial(np.square, u, spare),
        partial(np.multiply, spare, scalar(1 - memory, mean), spare),
        partial(np.add, mean, spare, mean),
    ]


def _divided_by_root(link: Link, s: Array, eps: float) -> list[Call]:
    """Lay out u ← u / (√s + ε)."""
    spare = link.spare
    return [
        partial(np.sqrt, s, spare),
        partial(np.add, spare, scalar(eps, spare), spare),
        partial(np.divide, link.source, spare, link.target),
    ]


@final
@dataclass(frozen=True, slots=True)
class AdaGrad(Optimizer):
    """The sum of all squared gradients brakes (Duchi et al., 2011; ``torch.optim.Adagrad``).

    s ← s + g²,  θ ← θ − η·g / (√s + ε), with ε outside the root and s beginning at 0.
    """

    key: ClassVar[str] = "adagrad"
    title: ClassVar[str] = "AdaGrad"
    formula: ClassVar[str] = "s ← s + g²;  θ ← θ − η·g / (√s + ε)"

    lr: float = learning_rate(1e-2)
    eps: float = floor(
        1e-10,
        formula="g / (√s + ε)",
        idea="Added to √s, outside the root, so that nothing is divided by zero.",
    )

    def directions(self) -> tuple[Transform, ...]:
        return (DivideByRootOfSum(self.eps),)


@final
@dataclass(frozen=True, slots=True)
class RMSprop(Optimizer):
    """A running mean of squared gradients brakes (Tieleman & Hinton, 2012).

    As ``torch.optim.RMSprop``: s ← α·s + (1 − α)·g²,  θ ← θ − η·g / (√s + ε),
    with ε outside the root, neither centered nor with momentum.
    """

    key: ClassVar[str] = "rmsprop"
    title: ClassVar[str] = "RMSprop"
    formula: ClassVar[str] = "s ← α·s + (1 − α)·g²;  θ ← θ − η·g / (√s + ε)"

    lr: float = learning_rate(1e-2)
    alpha: float = memory(
        0.99,
        0.9999,
        label="Square's memory",
        symbol="α",
        formula="s ← α·s + (1 − α)·g²",
        idea="How slowly the running mean s of the squared gradient forgets.",
    )
    eps: float = floor(
        1e-8,
        formula="g / (√s + ε)",
        idea="Added to √s, outside the root, so that nothing is divided by zero.",
    )

    def directions(self) -> tuple[Transform, ...]:
        return (DivideByRootOfMean(self.alpha, self.eps),)


OPTIMIZERS.add(AdaGrad.key, AdaGrad)
OPTIMIZERS.add(RMSprop.key, RMSprop)
