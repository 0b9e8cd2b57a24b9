"""Where the epochs of a run ended: they need not all be equally long."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from visualnn.experiment.frames.epoch_ends import EpochEnds


class Epochs:
    """The steps at which epochs ended.

    A division by the iterations per epoch would not do: points that a person
    puts or removes while training goes on change how many batches an epoch has.

    Attributes
    ----------
    ends
        How many updates had been done at the end of each epoch; first 0, for
        the network before training.  Eight bytes each: there may be very many.
    edited
        The epochs that were the first to count samples changed by hand, in order:
        losses before and from there on are of different samples.
    """

    def __init__(self, ends: Iterable[int] = ()) -> None:
        self.ends = array("q", ends)
        self.edited: list[int] = []
        self._bends: list[tuple[int, int]] = []

    def close(self, step: int, *, edited: bool = False) -> None:
        """Take note that an epoch has ended after ``step`` updates, perhaps on other samples."""
        ends = self.ends
        if edited:
            self.edited.append(len(ends))
        if len(ends) > 1 and step - ends[-1] != ends[-1] - ends[-2]:
            self._bends.append((len(ends) - 1, ends[-1]))
        ends.append(step)

    def fill(self, ends: Iterable[int], edited: Iterable[int]) -> None:
        """Hold these epochs, and of the edited ones those among them."""
        self.ends, self.edited, self._bends = array("q"), [], []
        first = frozenset(edited)
        for epoch, end in enumerate(ends):
            self.close(end, edited=epoch in first)

    def told(self) -> EpochEnds:
        """Return the ends as stretches of equally long epochs."""
        last = len(self.ends) - 1
        if last < 1:
            return EpochEnds()
        return EpochEnds(((0, 0), *self._bends, (last, self.ends[last])))

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
