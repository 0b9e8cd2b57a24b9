"""A and B: another experiment that is trained beside the one on show, on the same batches."""

from __future__ import annotations

from dataclasses import replace

from visualnn.errors import InputError
from visualnn.experiment.frames import Beside, Rival
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment, is_live_edit
from visualnn.experiment.training import Training
from visualnn.experiment.training.forking import settings_of

SLICE = 0.008
"""Seconds of training A within one frame: about what B gets between two frames."""


def beside(a: Experiment, b: Experiment) -> Experiment:
    """Return A as it is compared with B: on B's samples, in the order that B's seed draws.

    The first weights come from that seed, too: where the networks are alike
    they begin alike.  A begins at its first weights, whatever B forked off.
    """
    return replace(a, data=b.data, seed=b.seed, origin=None)


class Rivalry:
    """Trains A as far as B has come, and shows it at the step that B is shown at."""

    def __init__(self) -> None:
        self._training: Training | None = None
        self._camera: Camera | None = None
        self._made = 0

    def rival(self, training: Training, wants: Beside, seconds: float = SLICE) -> Rival | None:
        """Return A as it is now; None where it does not fit the samples of B."""
        try:
            a = self._follow(beside(wants.experiment, settings_of(training)))
        except InputError:
            self._training = None
            return None
        a.run_for(seconds, max(training.latest - a.latest, 0))
        step = min(training.step, a.latest)
        if a.step != step:
            a.seek(step)
        assert self._camera
        known = wants.made == self._made
        asked = wants.wants if known else replace(wants.wants, history_from=0)
        frame = self._camera.frame(a, asked, -self._made)
        scene = None if known else a.shown.scene(-self._made)
        return Rival(frame, self._made, scene)

    def lags(self, training: Training) -> bool:
        """Return whether A has more to do to come as far as B."""
        a = self._training
        return a is not None and not a.ended and not a.waits and a.latest < training.latest

    def _follow(self, wanted: Experiment) -> Training:
        """Take up what has changed: live edits go on, anything else begins anew."""
        a = self._training
        if a is not None and settings_of(a) == wanted:
            return a
        if a is not None and is_live_edit(settings_of(a), wanted):
            a.adjust(wanted)
            return a
        self._training = Training(resolve(wanted))
        self._camera, self._made = Camera(self._training.plan), self._made + 1
        return self._training
