"""What a measurement says, and whether it keeps the promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Promise:
    """A ratio to keep: how many times as fast as the reference, or as much as it at most.

    Attributes
    ----------
    reference
        What ours is compared with.
    ratio
        For "at least" the reference's time over ours; for "at most" ours over the reference's.
    """

    reference: str
    ratio: float
    sense: Literal["at least", "at most"] = "at least"


@dataclass(frozen=True, slots=True)
class Calling:
    """What work pays for being made of calls, whatever they compute.

    Attributes
    ----------
    count
        How many calls the work makes.
    seconds
        What one call takes that computes a single number.
    shared
        How many pieces of work, of which one is looked at, they do together.
    """

    count: int
    seconds: float
    shared: int = 1

    def share(self, whole: float) -> float:
        """Return which part of so many seconds for one piece goes into calling."""
        return self.count * self.seconds / self.shared / whole


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the table.

    Attributes
    ----------
    work
        What was done.
    ours, theirs
        Seconds, or bytes where ``unit`` says so; ``theirs`` is None where the
        reference is not installed.
    promise
        What was promised.
    memory
        The most bytes that our arrays took while it was done; None where it was not looked at.
    calling
        What calling costs in it; None where it was not looked at.
    """

    work: str
    ours: float
    theirs: float | None
    promise: Promise
    unit: Literal["s", "bytes"] = "s"
    memory: int | None = None
    calling: Calling | None = None

    @property
    def ratio(self) -> float | None:
        """How ours compares with the reference, in the promise's sense."""
        if self.theirs is None:
            return None
        if self.promise.sense == "at least":
            return self.theirs / self.ours
        return self.ours / self.theirs

    @property
    def excess(self) -> float | None:
        """How much more ours is than was promised; below 0 where that much is to spare."""
        if self.theirs is None:
            return None
        factor = self.promise.ratio
        bound = self.theirs / factor if self.promise.sense == "at least" else self.theirs * factor
        return self.ours - bound

    @property
    def met(self) -> bool | None:
        """Whether the promise is kept; None where nothing was compared."""
        if self.ratio is None:
            return None
        if self.promise.sense == "at least":
            return self.ratio >= self.promise.ratio
        return self.ratio <= self.promise.ratio
