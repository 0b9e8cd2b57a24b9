"""Joins the session to the engine: what the person wants becomes commands."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from visualnn.experiment.frames import Frame, Scene
from visualnn.experiment.messages import Failed, Load, Unit
from visualnn.experiment.spec import Experiment, is_live_edit
from visualnn.ui.engine import EngineClient
from visualnn.ui.session import Document, Session

ENDED = ("stopped early", "finished", "diverged")


class Laboratory(QObject):
    """Keeps the engine at the session's document, and steers the training.

    A change of live settings goes on with the run; any other change starts
    over from the first weights, running if it was running.

    Signals
    -------
    running_changed : bool
    refused : str
        A sentence: why the latest change could not be carried out.  The
        session has gone back to what it was before it.
    """

    running_changed = Signal(bool)
    refused = Signal(str)

    def __init__(
        self, session: Session, engine: EngineClient, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._engine = session, engine
        self._frame: Frame | None = None
        self._scene: Scene | None = None
        self._running = False
        self._pace = 0.0
        session.changed.connect(self._follow)
        engine.scene_shown.connect(self._take_scene)
        engine.framed.connect(self._take_frame)
        engine.refused.connect(self._refuse)
        engine.died.connect(lambda _: self._set_running(engine.running))

    @property
    def running(self) -> bool:
        """Whether the training runs, as far as the window knows."""
        return self._running

    @property
    def frame(self) -> Frame | None:
        """The latest frame."""
        return self._frame

    @property
    def scene(self) -> Scene | None:
        """The scene of the latest plan."""
        return self._scene

    def begin(self) -> None:
        """Load the session's experiment and its race into the engine."""
        document = self._session.document
        self._engine.load(document.experiment)
        self._engine.race(document.race)

    def toggle(self) -> None:
        """Train, or pause; a run that has ended starts over from the same first weights."""
        if self._running:
            self.pause()
            return
        if self._engine.experiment is None:  # it was refused, but perhaps it can be had now
            self._engine.load(self._session.document.experiment)
        elif self._frame and self._frame.state in ENDED:
            self._engine.reset()
        self._engine.play(self._pace)
        self._set_running(True)

    def pause(self) -> None:
        """Hold the training at the step it has reached."""
        self._engine.pause()
        self._set_running(False)

    def step(self, unit: Unit) -> None:
        """Do one step or one epoch."""
        if self._frame and self._frame.state in ENDED:
            self._engine.reset()  # as Train does: the same run can be seen again
        self._engine.step(unit)
        self._set_running(False)

    def seek(self, step: int) -> None:
        """Look at a recorded step; training on goes back to the latest one first."""
        self._engine.seek(step)
        self._set_running(False)

    def reset(self) -> None:
        """Go back to the same first weights."""
        self._engine.reset()
        self._set_running(False)

    def set_pace(self, pace: float) -> None:
        """Train at most this many steps a second; 0 is as fast as it goes."""
        self._pace = pace
        if self._running:
            self._engine.play(pace)

    def _follow(self, old: Document, new: Document) -> None:
        if old.race != new.race:
            self._engine.race(new.race)
        if old.experiment == new.experiment or self._session.withdrawing:
            return
        self._want(old.experiment, new.experiment)

    def _want(self, old: Experiment | None, new: Experiment) -> None:
        """Go on with live edits; let anything else start over."""
        if old and self._engine.experiment and is_live_edit(old, new):
            self._engine.adjust(new)
        else:
            self._engine.load(new, self._running)

    def _take_scene(self, scene: Scene) -> None:
        self._scene = scene

    def _take_frame(self, frame: Frame) -> None:
        self._frame = frame
        self._set_running(self._engine.running)

    def _refuse(self, failed: Failed) -> None:
        if isinstance(failed.command, Load):
            self._withdraw()
        self._set_running(self._engine.running)
        self.refused.emit(failed.message)

    def _withdraw(self) -> None:
        """Take back the change that the engine could not carry out; what runs goes on."""
        had = self._engine.experiment
        if self._session.document.experiment == had or not self._session.withdraw():
            return  # nothing had changed, as when the first file or a reset is refused
        wanted = self._session.document.experiment
        if wanted != had:
            self._want(had, wanted)

    def _set_running(self, running: bool) -> None:
        if running != self._running:
            self._running = running
            self.running_changed.emit(running)
