"""How many a second."""

from __future__ import annotations

from time import perf_counter


class Meter:
    """Counts something, steps or frames, per second over about the last half second."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Begin counting anew."""
        self._since, self._counted, self.rate = perf_counter(), 0, 0.0

    def count(self, number: int) -> None:
        """Take note of so many more."""
        self._counted += number
        elapsed = perf_counter() - self._since
        if elapsed > 0.5:
            self.rate = self._counted / elapsed
            self._since, self._counted = perf_counter(), 0
