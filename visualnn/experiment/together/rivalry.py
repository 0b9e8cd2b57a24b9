"""A and B: another experiment that is trained beside the one on show, on the same batches."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

from visualnn.errors import InputError
from visualnn.experiment.frames import Beside, Rival
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.spec.origin import Change
from visualnn.experiment.together.beside import settings_beside, shares_origin
from visualnn.experiment.training import Training

SLICE = 0.008
"""Seconds of training A within one frame: about what B gets between two frames."""


class Rivalry:
    """Trains A as far as B has come, and shows it at the step that B is shown at."""

    def __init__(self) -> None:
        self._training: Training | None = None
        self._camera: Camera | None = None
        self._taken: list[Change] = []
        self._refused: tuple[Experiment, str] | None = None
        self._made = 0

    def rival(self, training: Training, wants: Beside, seconds: float = SLICE) -> Rival:
        """Return A as it is now, or why it does not fit the samples of B."""
        told = settings_beside(wants.experiment, training)
        first = told[0].experiment
        if not (self._refused and self._refused[0] == first):
            self._follow(told, training)
        if self._refused:
            return Rival(None, self._made, refused=self._refused[1])
        a, camera = self._training, self._camera
        assert a
        assert camera
        if not self._caught_up(a, told, seconds):
            return Rival(None, self._made, refused=self._refused[1] if self._refused else "")
        self._train(a, told, training.latest, seconds)
        step = min(training.step, a.latest)
        if a.step != step:
            a.seek(step)
        if not a.ended:  # so that scores are of the same instant: those of an epoch, or of a step
            a.state = "running" if training.state == "running" else "paused"
        known = wants.made == self._made
        asked = wants.wants if known else replace(wants.wants, history_from=0)
        frame = camera.frame(a, asked, -self._made)
        scene = None if known else a.shown.scene(-self._made)
        return Rival(frame, self._made, scene)

    def lags(self, training: Training) -> bool:
        """Return whether A has more to do to come as far as B."""
        a = self._training
        if a is None:
            return False
        short = not a.ended and not a.waits and a.latest < training.latest
        return a.behind > 0 or short

    def _follow(self, told: list[Change], b: Training) -> None:
        """Begin A anew unless all that it was told is still so, and the rest still to come."""
        self._refused = None
        a, taken = self._training, self._taken
        coming = told[len(taken) :]
        if a and taken == told[: len(taken)] and all(c.step >= a.latest for c in coming):
            return
        try:
            # A fork takes over what B has recorded, so that little is left to replay.
            parent = b if shares_origin(told[0].experiment, b) else None
            plan = resolve(told[0].experiment)
            self._training = Training(plan, parent=parent, at_once=False)
        except InputError as error:
            self._training, self._refused = None, (told[0].experiment, str(error))
            return
        self._taken = told[:1]
        self._camera, self._made = Camera(self._training.plan), self._made + 1

    def _caught_up(self, a: Training, told: list[Change], seconds: float) -> bool:
        """Let A, if it forked off, come to where it did; return whether it is there."""
        try:
            return a.catch_up(seconds)
        except InputError as error:
            self._training, self._refused = None, (told[0].experiment, str(error))
            return False

    def _train(self, a: Training, told: list[Change], latest: int, seconds: float) -> None:
        """Train A up to a step of B, and on the way edit its samples where B's were."""
        end = perf_counter() + seconds
        for change in told[len(self._taken) :]:
            _run_to(a, change.step, end)
            if a.latest < change.step and not a.waits:
                return
            a.adjust(change.experiment)
            self._taken.append(change)
        _run_to(a, latest, end)


def _run_to(a: Training, step: int, end: float) -> None:
    if step > a.latest and not a.waits:
        a.run_for(max(end - perf_counter(), 0.0), step - a.latest)
