"""Joins the session to the engine: what the person wants becomes commands."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from visualnn.experiment.frames import Frame, Scene
from visualnn.experiment.messages import Adjust, Failed, Load, Unit
from visualnn.experiment.spec import Experiment, is_live_edit
from visualnn.ui.engine import EngineClient
from visualnn.ui.intents import SetWeights
from visualnn.ui.reset_run import ResetRun
from visualnn.ui.rewind import Rewind
from visualnn.ui.session import Document, Session
from visualnn.ui.weight_edits import WeightEdits
from visualnn.ui.words import count

ENDED = ("stopped early", "finished", "diverged")


class Laboratory(QObject):
    """Keeps the engine at the session's document, and steers the training.

    A change of live settings goes on with the run; any other change starts
    over from the first weights, running if it was running.  Undo and redo take
    up the run that there was before, as long as the engine keeps it.

    Attributes
    ----------
    rewind
        Plays the recorded steps; any other command holds it.

    Signals
    -------
    running_changed : bool
    refused : str
        A sentence: why the latest change could not be carried out.  The
        session has gone back to what it was before it.
    gone : str
        A sentence: why undo cannot bring back the run that was reset; what is
        on show stays.
    began_again : Frame
        A run that had ended is trained anew; its last frame.
    canceled
        A load was given up because the person did not want to wait for it; the
        session has gone back to what the engine has.
    """

    running_changed = Signal(bool)
    refused = Signal(str)
    gone = Signal(str)
    began_again = Signal(object)
    canceled = Signal()

    def __init__(
        self, session: Session, engine: EngineClient, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._engine = session, engine
        self._weights = WeightEdits(session, engine, self)
        self._frame: Frame | None = None
        self._scene: Scene | None = None
        self._running = False
        self._pace = 0.0
        self._unit: Unit = "step"
        self.rewind = Rewind(self)
        self.rewind.moved.connect(self._look)
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
        self._engine.errands.race(document.race)

    def toggle(self) -> None:
        """Train, or pause; a run that has ended starts over from the same first weights."""
        self.rewind.hold()
        if self._running:
            self.pause()
            return
        if self._engine.experiment is None:  # it was refused, but perhaps it can be had now
            self._engine.load(self._session.document.experiment)
        elif self._frame and self._frame.state in ENDED:
            self._begin_again(self._frame)
        self.play()

    def play(self) -> None:
        """Train on."""
        self._engine.play(self._pace, self._unit)
        self._set_running(True)

    def ask(self) -> None:
        """Ask for a frame, although nothing has changed: a view wants something else of it."""
        self._engine.ask()

    def pause(self) -> None:
        """Hold the training, or what is played of it, at the step it has reached."""
        self.rewind.hold()
        self._engine.pause()
        self._set_running(False)

    @property
    def unit(self) -> Unit:
        """What one step is."""
        return self._unit

    def set_unit(self, unit: Unit) -> None:
        """Let a step, and what the pace counts, be a sample, a batch, or an epoch."""
        self._unit = unit
        if self._running:
            self._engine.play(self._pace, unit)

    def step(self, unit: Unit | None = None) -> None:
        """Do one step of a unit; while looking back go to the next that is recorded."""
        unit = unit or self._unit
        frame = self._frame
        if frame and frame.step < frame.latest and unit != "sample":
            self.seek(self._later(unit))
            return
        self.rewind.hold()
        if frame and frame.state in ENDED and frame.step == frame.latest:
            self._begin_again(frame)  # as Train does: the same run can be seen again
        self._engine.step(unit)
        self._set_running(False)

    def step_back(self, unit: Unit | None = None) -> None:
        """Look at the sample or the step before, or at the end of the epoch before."""
        unit = unit or self._unit
        if unit == "sample":
            self.rewind.hold()
            self._engine.step(unit, -1)
            self._set_running(False)
        elif self._frame:
            self.seek(self._earlier(unit))

    def seek(self, step: int) -> None:
        """Look at a recorded step; training on goes back to the latest one first."""
        self.rewind.hold()
        self._look(step)

    def look_at_best(self) -> None:
        """Look at the end of the best epoch so far."""
        if self._frame and self._scene:
            self.seek(self._frame.best_step)

    def play_recorded(self, direction: int) -> None:
        """Play the recorded steps backwards (−1) or forwards (1) at the pace of training."""
        if self._running:
            self.pause()
        if self._frame and self._frame.latest:
            self.rewind.play(direction, self._frame.step, self._frame.latest)

    def set_weights(self, wish: SetWeights) -> None:
        """Set weights of the training under way by hand, as a step of undo."""
        frame = self._frame
        if frame and frame.step < frame.latest:
            text = self.tr(
                "You are looking back at step {step}: go to the latest step to set a weight there."
            )
            self.refused.emit(text.format(step=count(frame.step)))
        elif sentence := self._weights.make(wish):
            self.refused.emit(sentence)

    def reset(self) -> None:
        """Go back to the same first weights, as a step of undo that brings the recording back."""
        frame, engine = self._frame, self._engine
        present = frame is not None and frame.generation == engine.generation
        if not present or not frame.latest or engine.experiment is None:
            self.start_over()  # there is nothing that undo could bring back
            return
        self._session.seal()
        command = ResetRun(self.tr("reset"), self._engine, self.start_over, self._hold)
        self._session.push(command)

    def _begin_again(self, ended: Frame) -> None:
        """Begin a run anew that has ended; undo brings its recording back."""
        self.reset()
        self.began_again.emit(ended)

    def _hold(self) -> None:
        self.rewind.hold()
        self._set_running(False)

    def start_over(self) -> None:
        """Go back to the same first weights, for good."""
        self.rewind.hold()
        self._engine.reset()
        self._set_running(False)

    def set_pace(self, pace: float) -> None:
        """Train at most this many units a second; 0 is as fast as it goes."""
        self._pace = pace
        self.rewind.set_pace(pace)
        if self._running:
            self._engine.play(pace, self._unit)

    def _look(self, step: int) -> None:
        self._engine.seek(step)
        self._set_running(False)

    def _later(self, unit: Unit) -> int:
        """Return the recorded step that comes next: by one, or at the end of the epoch."""
        frame = self._frame
        assert frame
        end = frame.ends.after(frame.step) if unit == "epoch" else frame.step + 1
        return frame.latest if end is None else min(end, frame.latest)

    def _earlier(self, unit: Unit) -> int:
        """Return the recorded step before: by one, or at the end of the epoch before."""
        frame = self._frame
        assert frame
        return frame.ends.before(frame.step) if unit == "epoch" else max(frame.step - 1, 0)

    def _follow(self, old: Document, new: Document) -> None:
        if old.race != new.race:
            self._engine.errands.race(new.race)
        if old.experiment == new.experiment or self._session.withdrawing:
            return
        if new.experiment == self._engine.experiment:
            return  # it has it: the document has come back to it
        self._want(old.experiment, new.experiment)

    def _want(self, old: Experiment | None, new: Experiment) -> None:
        """Go on with live edits; let anything else start over."""
        self.rewind.hold()
        if old and self._engine.experiment and is_live_edit(old, new):
            self._engine.adjust(new)
        else:
            self._engine.load(new, self._running, again=self._session.returns)

    def _take_scene(self, scene: Scene) -> None:
        self._scene = scene

    def _take_frame(self, frame: Frame) -> None:
        self._frame = frame
        self._set_running(self._engine.running)

    def _refuse(self, failed: Failed) -> None:
        match failed.command:
            case Load():
                self._withdraw(canceled=not failed.message)
            case Adjust(_, experiment):
                self._take_back(experiment)
        self._set_running(self._engine.running)
        self._tell(failed)

    def _tell(self, failed: Failed) -> None:
        """Say why a command was not carried out."""
        match failed:
            case Failed(message=""):
                self.canceled.emit()
            case Failed(command=Load(back_to=int())):
                self.gone.emit(failed.message)
            case _:
                self.refused.emit(failed.message)

    def _withdraw(self, *, canceled: bool) -> None:
        """Take back the change that the engine could not carry out; what runs goes on.

        A load that was canceled is not tried again: what was edited since gives way, too.
        """
        had = self._engine.experiment
        if self._session.document.experiment == had or not self._session.withdraw():
            return  # nothing had changed, as when the first file or a reset is refused
        document = self._session.document
        if document.experiment == had:
            return
        if canceled and had:
            self._session.propose(document.edited(experiment=had), self.tr("cancel"))
        else:
            self._want(had, document.experiment)

    def _take_back(self, experiment: Experiment) -> None:
        """Take back a live edit that the engine refused; a newer one answers for itself."""
        if self._session.document.experiment == experiment and self._session.withdraw():
            self._engine.adjust(self._session.document.experiment)

    def _set_running(self, running: bool) -> None:
        if running != self._running:
            self._running = running
            self.running_changed.emit(running)
