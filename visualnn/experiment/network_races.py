"""Races on the loss of the network on show, run by the engine beside its training."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from visualnn.experiment.aside import Aside
from visualnn.experiment.frames import NetworkRaceFrame
from visualnn.experiment.messages import Failed, NetworkRacing, RaceNetwork, Reply
from visualnn.experiment.plan import Plan
from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.lineup import Lineup
from visualnn.experiment.together.network_race import Advanced, Raced, network_race_job, what_counts
from visualnn.experiment.together.race_plane import paths_job, race_frame, race_map_job
from visualnn.experiment.training import Training
from visualnn.experiment.training.forking import settings_of

POLL_SECONDS = 0.004
"""The engine waits no longer for the threads of a map before it looks at its other work."""


class NetworkRaces:
    """At most one race under way; the latest is kept, so that another plane takes a map only."""

    def __init__(self) -> None:
        self._aside: Aside[Advanced, NetworkRaceFrame] = Aside()
        self._wish: RaceNetwork | None = None
        self._raced: tuple[int, Experiment, Lineup, Raced] | None = None

    @property
    def busy(self) -> bool:
        """Whether a race is under way."""
        return self._aside.busy

    def work(self, seconds: float) -> None:
        """Race on for a slice of time."""
        self._aside.work(seconds)

    def begin(self, wish: RaceNetwork, training: Training | None, seconds: float) -> Reply | None:
        """Begin a race on a training's network, and be done with it where that takes no longer.

        All begin at its first weights, with the settings and samples that hold
        now; the training itself is left alone.
        """
        if training is None:
            return Failed(wish, "")  # another network takes its place, and will be raced on
        self._wish = wish
        self._aside.begin(self._job(wish, _plan(training)))
        self._aside.work(seconds)
        return self.report()

    def stop(self) -> Reply | None:
        """Give up the race under way; what is answered is its refusal, without a sentence."""
        self._aside.stop()
        return self.report()

    def report(self) -> Reply | None:
        """Return the race, or how far it is; after that nothing more is said of it."""
        aside, wish = self._aside, self._wish
        if wish is None:
            return None
        if aside.busy:
            advanced = aside.progress or Advanced(0, 1)
            return NetworkRacing(advanced.done, advanced.total)
        self._wish, frame = None, aside.latest
        aside.latest = None
        return Failed(wish, aside.failure) if frame is None else frame

    def _job(self, wish: RaceNetwork, plan: Plan) -> Generator[Advanced, None, NetworkRaceFrame]:
        key = wish.generation, what_counts(plan.experiment), wish.lineup
        raced = self._raced[-1] if self._raced and self._raced[:-1] == key else None
        if raced is None:
            lineup = wish.lineup
            raced = yield from network_race_job(plan, lineup.contestants, lineup.steps)
            self._raced = (*key, raced)
        paths = yield from paths_job(raced, wish.survey)
        values = yield from race_map_job(raced, paths, poll=POLL_SECONDS)
        return race_frame(raced, paths, values, wish.generation)


def _plan(training: Training) -> Plan:
    """Return the plan of a training with the settings and the samples that hold now."""
    # Where every training sample has been taken away, those of the epoch under way count.
    samples = training.shown if len(training.shown.x_train) else training.plan
    return replace(samples, experiment=replace(settings_of(training), origin=None))
