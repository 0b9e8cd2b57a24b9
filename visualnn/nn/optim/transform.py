"""Links of an optimizer's chain: each turns a direction into another, in place."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, final

import numpy as np

from visualnn.nn.calls import Array, Call


@dataclass(slots=True)
class Clock:
    """How many updates have been made; shared by the links of a population."""

    t: int = 0


@dataclass(slots=True)
class Link:
    """The buffers that one link of a chain works on.

    Attributes
    ----------
    source, target
        The direction that comes in and the one that goes out, ``(rows, P)`` or,
        for a single network, ``(P,)``; the same buffer except for a chain's
        first link, which reads the gradient.
    theta
        The parameters, for links that look at them.
    state
        The link's own vectors, one stack ``(k, *theta.shape)`` in the order of
        `Transform.state`; they survive live edits.
    rate
        η, 0-d or ``(rows, 1)``.
    scale
        By how much clipping has shortened the direction so far, shaped as ``rate``.
    clock
        Counts the updates; it is set before the links run.
    spare
        A buffer of ``target``'s shape that may be overwritten.
    """

    source: Array
    target: Array
    theta: Array
    state: Array
    rate: Array
    scale: Array
    clock: Clock
    spare: Array = field(init=False)

    def __post_init__(self) -> None:
        self.spare = np.empty_like(self.target)


class Transform(ABC):
    """One link: raw gradient → … → step.

    Attributes
    ----------
    title, formula
        What the link does, in a word or two and as a formula of the direction u.
    state
        The names of the vectors that it keeps from update to update; they
        begin at zero.
    """

    title: ClassVar[str]
    formula: ClassVar[str]
    state: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def lay(self, link: Link) -> list[Call]:
        """Lay out the calls that fill ``link.target`` from ``link.source``."""


@final
@dataclass(frozen=True, slots=True)
class ScaleByRate(Transform):
    """Multiply by the learning rate: u ← η·u.  The update is then θ ← θ − u."""

    title: ClassVar[str] = "step"
    formula: ClassVar[str] = "u ← η·u"

    def lay(self, link: Link) -> list[Call]:
        return [partial(np.multiply, link.source, link.rate, link.target)]
