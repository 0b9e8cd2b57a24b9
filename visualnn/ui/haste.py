"""Whether frames come too slowly for a fine map."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer

SLOW = 30.0
"""Milliseconds from frame to frame, on average, above which a map should get coarser."""

LONGEST = 100
"""A pause of the window's, as in a menu, counts as one frame of so many milliseconds."""


class Haste:
    """Watches the time between the frames of a running training; once slow stays slow.

    Attributes
    ----------
    slow
        Whether they have come too slowly.
    """

    def __init__(self) -> None:
        self._clock = QElapsedTimer()
        self._clock.start()
        self.begin()

    def begin(self) -> None:
        """Begin anew, as for another plan."""
        self.slow = False
        self._average = 0.0

    def frame(self, *, running: bool) -> None:
        """Take note of a frame; ``running`` says that it and the one before were of a run."""
        milliseconds = min(self._clock.restart(), LONGEST)
        self._average += 0.1 * (milliseconds - self._average) if running else 0.0
        self.slow = self.slow or self._average > SLOW
