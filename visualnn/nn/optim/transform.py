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

    def tick(self) -> None:
        """Count another."""
        self.t += 1


@dataclass(slots=True)
class Link:
    """The buffers that one link of a chain works on.

    Attributes
    ----------
    sources, targets
        ``(2, rows, P)`` or, for a single network, ``(2, P)``; the same buffer except
        for a chain's first link, which reads the gradient.
    source, target
        The direction that comes in, ``sources[0]``, and the one that goes out, ``targets[0]``.
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
    row
        ``(4, …)``: state, source and square where a link of two vectors has them in one
        piece, else None.
    square, spare
        What lies behind source and target, ``sources[1]`` and ``targets[1]``: may be overwritten.
    """

    sources: Array
    targets: Array
    theta: Array
    state: Array
    rate: Array
    scale: Array
    clock: Clock
    row: Array | None
    source: Array = field(init=False)
    square: Array = field(init=False)
    target: Array = field(init=False)
    spare: Array = field(init=False)

    def __post_init__(self) -> None:
        self.target, self.spare = self.targets
        # The very same objects where the buffer is one: of two views NumPy works out at
        # each call whether they overlap, which doubles the price of a small call.
        same = self.sources is self.targets
        self.source, self.square = (self.target, self.spare) if same else self.sources


@dataclass(slots=True)
class Place:
    """One row of `visualnn.nn.optim.team.Team`, as views ``(P,)`` of the team's arrays.

    The team computes for all its rows together, with coefficients of each row's own::

        m ← mean_memory·m + mean_gain·g
        v ← square_memory·v + square_gain·g²          root = √v
        u = (raw·g + mean·m) / (slope·root + floor) · factor

    A link that joins sets the coefficients that differ from these of plain
    descent, and adds what is its own to the calls.

    Attributes
    ----------
    theta, gradient, direction
        θ, g and u.
    m, v, root
        The running means, and √v.
    mean_memory, mean_gain, square_memory, square_gain
        0 at first.
    raw, mean, slope, floor, factor
        1, 0, 0, 1 and 1 at first.
    clock
        Counts the updates.
    first, rooted, last
        Calls of the row's own: before all others, behind √v, and on the finished direction.
    """

    theta: Array
    gradient: Array
    direction: Array
    m: Array
    v: Array
    root: Array
    mean_memory: Array
    mean_gain: Array
    square_memory: Array
    square_gain: Array
    raw: Array
    mean: Array
    slope: Array
    floor: Array
    factor: Array
    clock: Clock
    first: list[Call]
    rooted: list[Call]
    last: list[Call]

    def track_mean(self, memory: float, gain: float) -> None:
        """Let m be a running mean (or sum) of g, and the direction."""
        self.mean_memory.fill(memory)
        self.mean_gain.fill(gain)
        self.raw.fill(0)
        self.mean.fill(1)

    def track_square(self, memory: float, gain: float) -> None:
        """Let v be a running mean (or sum) of g², and √v the divisor."""
        self.square_memory.fill(memory)
        self.square_gain.fill(gain)
        self.slope.fill(1)
        self.floor.fill(0)


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

    def join(self, place: Place) -> bool:
        """Set up one row of a team to do what this link does, to the last bit.

        Returns
        -------
        bool
            Whether the link can; one that cannot runs in a chain of its own.
        """
        return False


@final
@dataclass(frozen=True, slots=True)
class ScaleByRate(Transform):
    """Multiply by the learning rate: u ← η·u.  The update is then θ ← θ − u."""

    title: ClassVar[str] = "step"
    formula: ClassVar[str] = "u ← η·u"

    def lay(self, link: Link) -> list[Call]:
        return [partial(np.multiply, link.source, link.rate, link.target)]
