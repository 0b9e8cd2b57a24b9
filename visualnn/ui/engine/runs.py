"""Which generations are one run: a training that is taken up again gets another number."""

from __future__ import annotations

from visualnn.experiment.spec import Experiment

MOST = 1000
"""So many runs are known that gave way; the engine keeps fewer."""


class Runs:
    """Knows in which generation the run of a generation began."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._left: dict[Experiment, tuple[int, bool]] = {}

    def of(self, generation: int) -> int:
        """Return the generation in which a run began."""
        return self._first.get(generation, generation)

    def take_up(self, generation: int, before: int) -> None:
        """Take note that a generation goes on with the run of one before."""
        self._first[generation] = self.of(before)

    def leave(self, experiment: Experiment, generation: int, *, running: bool) -> None:
        """Take note that a run gives way to another experiment, and whether it was running."""
        self._left.pop(experiment, None)
        self._left[experiment] = self.of(generation), running
        for oldest in list(self._left)[:-MOST]:
            del self._left[oldest]

    def come_back(self, experiment: Experiment, generation: int) -> bool:
        """Expect that the run of an experiment goes on; return whether it may be running.

        One that was held when it gave way comes back as it was.  The engine may
        have no such run (`begin`), but an edit by hand may be undone before its answer.
        """
        if experiment not in self._left:
            return True
        self._first[generation], was_running = self._left[experiment]
        return was_running

    def begin(self, generation: int) -> None:
        """Take note that a generation is a run of its own."""
        self._first.pop(generation, None)

    def lose(self) -> None:
        """Take note that the engine has died, and keeps no run that gave way."""
        self._left.clear()
