"""Where the epochs of a run ended: they need not all be equally long."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable


class Epochs:
    """The steps at which epochs ended.

    A division by the iterations per epoch would not do: points that a person
    puts or removes while training goes on change how many batches an epoch has.

    Attributes
    ----------
    ends
        How many updates had been done at the end of each epoch; first 0, for
        the network before training.  Eight bytes each: there may be very many.
    """

    def __init__(self, ends: Iterable[int] = ()) -> None:
        self.ends = array("q", ends)

    def close(self, step: int) -> None:
        """Take note that an epoch has ended after ``step`` updates."""
        self.ends.append(step)

    def of(self, step: int) -> int:
        """Return the epoch that the update before ``step`` belongs to; 0 before the first."""
        return bisect_left(self.ends, step)

    def ended(self, step: int) -> int:
        """Return how many epochs had ended after ``step`` updates."""
        return bisect_right(self.ends, step) - 1

    def place(self, step: int) -> tuple[int, int]:
        """Return how many epochs had ended, and how many updates were done since."""
        if not self.ends:
            return 0, step
        ended = self.ended(step)
        return ended, step - self.ends[ended]

    def end(self, epoch: int) -> int:
        """Return after how many updates a recorded epoch ended."""
        return self.ends[epoch]
