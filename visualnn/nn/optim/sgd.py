"""Gradient descent without memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from visualnn.nn.optim.optimizer import OPTIMIZERS, Optimizer
from visualnn.nn.optim.transform import Transform


@final
@dataclass(frozen=True, slots=True)
class SGD(Optimizer):
    """Stochastic gradient descent, θ ← θ − η·g (``torch.optim.SGD``)."""

    key: ClassVar[str] = "sgd"
    title: ClassVar[str] = "SGD"
    formula: ClassVar[str] = "θ ← θ − η·g"

    def directions(self) -> tuple[Transform, ...]:
        return ()


OPTIMIZERS.add(SGD.key, SGD)
