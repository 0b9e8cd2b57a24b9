"""What every optimizer is: hyper-parameters, and the chain of links they make."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from visualnn.nn.optim.transform import ScaleByRate, Transform
from visualnn.registry import Registry
from visualnn.specs import number, validate


def learning_rate(default: float) -> Any:
    """Declare η with this default."""
    return number(
        default,
        1e-6,
        10.0,
        label="Learning rate",
        symbol="η",
        scale="log",
        live=True,
        formula="θ ← θ − η·(direction of the method)",
        idea="How far a step goes along the gradient: too small crawls, too large overshoots.",
    )


def memory(
    default: float, highest: float, *, label: str, symbol: str, formula: str, idea: str
) -> Any:
    """Declare the share of a running mean that an update keeps, from 0 to ``highest`` < 1."""
    return number(
        default,
        0.0,
        highest,
        label=label,
        symbol=symbol,
        live=True,
        formula=formula,
        idea=idea,
    )


def momentum(*, formula: str, idea: str) -> Any:
    """Declare β, the share of the last direction that is kept."""
    return memory(0.9, 0.999, label="Momentum", symbol="β", formula=formula, idea=idea)


def floor(default: float, *, formula: str, idea: str) -> Any:
    """Declare ε with this default."""
    return number(
        default,
        1e-12,
        1.0,
        label="Floor",
        symbol="ε",
        scale="log",
        live=True,
        formula=formula,
        idea=idea,
    )


@dataclass(frozen=True, slots=True)
class Optimizer(ABC):
    """A rule that turns a gradient into an update, θ ← θ − u.

    Definitions and defaults are those of ``torch.optim``, so that numbers can
    be compared.  What PyTorch's classes offer besides, and leave off by
    default, is not part of the rule here: penalties are the experiment's
    regularization, and rates that fall are its schedule.

    Attributes
    ----------
    key, title, formula
        The stable name, what people call it, and its rule as plain text.
    finds_rate
        Whether its steps find their own size, so that η only scales them and
        what is a good rate for the others is none for it.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    formula: ClassVar[str]
    finds_rate: ClassVar[bool] = False

    lr: float = learning_rate(1e-3)

    def __post_init__(self) -> None:
        validate(self)

    @abstractmethod
    def directions(self) -> tuple[Transform, ...]:
        """Return the links before the learning rate."""

    def chain(self) -> tuple[Transform, ...]:
        """Return all links, from the raw gradient to the step."""
        return (*self.directions(), ScaleByRate())


OPTIMIZERS: Registry[type[Optimizer]] = Registry("optimizer")
