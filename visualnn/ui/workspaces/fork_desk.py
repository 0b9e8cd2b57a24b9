"""Forks: from the strip below the timeline to another experiment."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from visualnn.errors import InputError
from visualnn.experiment.frames import Frame, Wants
from visualnn.experiment.spec import Experiment
from visualnn.experiment.spec.origin import Origin
from visualnn.ui.laboratory import Laboratory
from visualnn.ui.widgets.fork_strip import ForkStrip
from visualnn.ui.words import count


class ForkDesk(QObject):
    """Opens the strip, knows the step on show as an origin, and proposes the fork.

    Signals
    -------
    proposed : Experiment, str
        A fork, and the text of its step of undo.
    refused : str
    """

    proposed = Signal(object, str)
    refused = Signal(str)

    def __init__(
        self, laboratory: Laboratory, experiment: Experiment, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._laboratory = laboratory
        self._experiment = experiment
        self._origin: Origin | None = None
        self.strip = ForkStrip(experiment.optimizer)
        self.strip.wanted.connect(self._fork)
        self.strip.closed.connect(self.close)

    def toggle(self) -> None:
        """Open the strip at the step on show, which the training holds at; or close it."""
        if not self.strip.isHidden():
            self.close()
            return
        self._laboratory.pause()
        self.strip.open(self._experiment.optimizer)
        self._laboratory.ask()

    def close(self) -> None:
        """Take the strip away."""
        self.strip.close_up()
        self._origin = None

    def show_experiment(self, experiment: Experiment) -> None:
        """Take note of the experiment that a fork starts from."""
        self._experiment = experiment

    def show_frame(self, frame: Frame) -> None:
        """Take note of the step on show."""
        if self.strip.isHidden():
            return
        self.strip.show_step(frame.step)
        if frame.origin:
            self._origin = frame.origin

    def wants(self, wants: Wants) -> Wants:
        """Return what the views want, and the origin while the strip is open."""
        return wants if self.strip.isHidden() else replace(wants, origin=True)

    def _fork(self, rate: float) -> None:
        if self._origin is None:
            return
        try:
            fork = self._experiment.edited(lr=rate, origin=self._origin)
        except InputError as error:
            self.refused.emit(str(error))
            return
        step = count(self._origin.step)
        self.close()
        self.proposed.emit(fork, self.tr("fork at step {step}").format(step=step))
        self._laboratory.play()
