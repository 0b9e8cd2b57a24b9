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

    def leave(self, experiment: Experiment, generation: int) -> None:
        """Take note that a run gives way to another experiment."""
        self._left.pop(experiment, None)
        self._left[experiment] = self.of(generation)
        for oldest in list(self._left)[:-MOST]:
            del self._left[oldest]

    def come_back(self, experiment: Experiment, generation: int) -> None:
        """Expect that the run of an experiment goes on, if there was one.

        The engine may say otherwise (`begin`), but an edit by hand may be undone
        before its answer.
        """
        if experiment in self._left:
            self._first[generation] = self._left[experiment]

    def begin(self, generation: int) -> None:
        """Take note that a generation is a run of its own."""
        self._first.pop(generation, None)

    def lose(self) -> None:
        """Take note that the engine has died, and keeps no run that gave way."""
        self._left.clear()
