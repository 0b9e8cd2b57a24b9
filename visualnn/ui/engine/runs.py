"""Which generations are one run: a training that is taken up again gets another number."""

from __future__ import annotations

from visualnn.experiment.spec import Experiment

MOST = 1000
"""So many runs are known that gave way; the engine keeps fewer."""


class Runs:
    """Knows in which generation the run of a generation began."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._left: dict[Experiment, int] = {}

    def of(self, generation: int) -> int:
        """Return the generation in which a run began."""
        return self._first.get(generation, generation)

    def take_up(self, generation: int, before: int) -> None:
        """Take note that a generation goes on with the run of one before."""
        self._first[generation] = self.of(before)

    def exchange(self, old: Experiment, before: int, new: Experiment, generation: int) -> None:
        """Take note that another experiment is loaded: its run goes on, if it had one.

        That is what is expected, until the engine says otherwise (`begin`): an
        edit by hand may be undone before its answer.
        """
        self._left.pop(old, None)
        self._left[old] = self.of(before)
        for oldest in list(self._left)[:-MOST]:
            del self._left[oldest]
        if new in self._left:
            self._first[generation] = self._left[new]

    def begin(self, generation: int) -> None:
        """Take note that a generation is a run of its own."""
        self._first.pop(generation, None)

    def lose(self) -> None:
        """Take note that the engine has died, and keeps no run that gave way."""
        self._left.clear()
