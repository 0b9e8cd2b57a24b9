"""Speaks with the engine for the window: sends commands, asks for frames, survives a crash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from visualnn.experiment.frames import Extent, Frame, RaceFrame, Relief, Scene, Wants
from visualnn.experiment.messages import (
    Adjust,
    Answer,
    Ask,
    Command,
    Failed,
    Load,
    Loaded,
    Pause,
    Play,
    Reply,
    Reset,
    Resume,
    RunRace,
    Step,
    Survey,
    Unit,
)
from visualnn.experiment.race import Race
from visualnn.experiment.recording import Memory
from visualnn.experiment.spec import Experiment
from visualnn.ui.engine.ports import Port

TICK = 16
"""Milliseconds between two looks at the mailbox: 60 frames a second."""

MEMORY_EVERY = 60
"""Every so many frames the window asks for what it needs to survive the engine's death."""

MOST_DEATHS = 3
"""After so many deaths without a frame between them the engine is not started again."""


class EngineClient(QObject):
    """One request in flight at a time; late answers are dropped by their generation.

    Parameters
    ----------
    open_port
        Starts an engine and returns a port to it; called again when it dies.
    wants
        Returns what the visible views need, whenever a frame is asked for.

    Signals
    -------
    scene_shown : Scene
    framed : Frame
    surveyed : Relief
    raced : RaceFrame
    refused : Failed
        A command could not be carried out; the engine goes on with what it had.
    died : bool
        The engine has gone; True if it was started again.
    """

    scene_shown = Signal(object)
    framed = Signal(object)
    surveyed = Signal(object)
    raced = Signal(object)
    refused = Signal(object)
    died = Signal(bool)

    def __init__(
        self,
        open_port: Callable[[], Port],
        wants: Callable[[], Wants],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_port, self._wants = open_port, wants
        self._port = open_port()
        self._experiment: Experiment | None = None
        self._generation = 0
        self._accepted: Load | None = None
        self._race_generation = 0
        self._next_load: Load | None = None
        self._next_race: RunRace | None = None
        self._next_survey: Survey | None = None
        self._asked = self._racing = self._surveying = False
        self._stale = self._has_scene = self._up_to_date = False
        self._running, self._pace = False, 0.0
        self._sent: dict[int, Load] = {}
        self._memory: Memory | None = None
        self._frames = self._deaths = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._timer.start(TICK)

    @property
    def port(self) -> Port:
        """The port in use."""
        return self._port

    @property
    def generation(self) -> int:
        """The generation of the latest load."""
        return self._generation

    @property
    def experiment(self) -> Experiment | None:
        """What the engine trains, or is about to."""
        return self._experiment

    @property
    def has_memory(self) -> bool:
        """Whether the training could go on if the engine died now."""
        return self._memory is not None

    @property
    def running(self) -> bool:
        """Whether the training runs, or was told to and has not answered yet."""
        return self._running

    def load(self, experiment: Experiment, run: bool = False) -> None:
        """Train this experiment from its first weights; of several in one tick the last counts."""
        self._generation += 1
        self._experiment, self._memory = experiment, None
        self._running = run
        self._has_scene = False
        self._next_load = Load(self._generation, experiment, run)

    def adjust(self, experiment: Experiment) -> None:
        """Go on with an experiment that differs in live settings only."""
        self._experiment = experiment
        if self._next_load:
            self._next_load = Load(self._generation, experiment, self._next_load.run)
        else:
            if self._accepted and self._accepted.generation == self._generation:
                self._accepted = replace(self._accepted, experiment=experiment)
            self._command(Adjust(self._generation, experiment))
            self._has_scene = False  # its experiment is another one now

    def play(self, pace: float = 0.0) -> None:
        """Train on, at most ``pace`` steps a second (0: as fast as it goes)."""
        self._running, self._pace = True, pace
        self._command(Play(pace))

    def pause(self) -> None:
        """Stop after the step under way."""
        self._running = False
        self._command(Pause())

    def step(self, unit: Unit = "step") -> None:
        """Do one step or one epoch and stay paused."""
        self._running = False
        self._command(Step(unit))

    def reset(self) -> None:
        """Go back to the same first weights, as a new generation: its curves begin anew."""
        if self._experiment:
            self.load(self._experiment)

    def race(self, race: Race) -> None:
        """Run a race; while one is under way only the latest wish is kept."""
        self._race_generation += 1
        self._next_race = RunRace(self._race_generation, race)

    def survey(self, surface: str, extent: Extent, resolution: int = 201) -> None:
        """Ask for a surface's relief; while one is under way only the latest wish is kept."""
        self._next_survey = Survey(surface, extent, resolution)

    def ask(self) -> None:
        """Ask for a frame although nothing has changed, as when another view is shown."""
        self._stale = True

    def close(self) -> None:
        """End the engine."""
        self._timer.stop()
        self._port.close()

    def tick(self) -> None:
        """Deliver what has come and send what is due; the timer does this."""
        for reply in self._port.replies():
            self._deliver(reply)
        if not self._port.alive:
            self._start_again()
        self._send_due()

    def _send_due(self) -> None:
        self._send_load()
        if self._next_race and not self._racing:
            self._port.send(self._next_race)
            self._next_race, self._racing = None, True
        if self._next_survey and not self._surveying:
            self._port.send(self._next_survey)
            self._next_survey, self._surveying = None, True
        if self._stale and not self._asked and self._experiment:
            self._frames += 1
            memory = self._frames % MEMORY_EVERY == 0
            self._port.send(Ask(self._due_wants(), not self._has_scene, memory))
            self._asked = self._up_to_date = True
            self._stale = self._running

    def _due_wants(self) -> Wants:
        """Return what the views want; with a new scene the history comes from its beginning."""
        wants = self._wants()
        return wants if self._has_scene else replace(wants, history_from=0)

    def _send_load(self) -> None:
        load, self._next_load = self._next_load, None
        if load is None:
            return
        self._sent[load.generation] = load
        self._command(load)
        if load.run:
            self._command(Play(self._pace))

    def _deliver(self, reply: Reply) -> None:
        match reply:
            case Answer(frame, scene, memory):
                self._asked = False
                self._show(frame, scene, memory)
            case Loaded(generation):
                self._accepted = self._sent.pop(generation, self._accepted)
            case Relief():
                self._surveying = False
                self.surveyed.emit(reply)
            case RaceFrame():
                self._racing = False
                if reply.generation == self._race_generation:
                    self.raced.emit(reply)
            case Failed():
                self._give_up(reply)

    def _show(self, frame: Frame, scene: Scene | None, memory: Memory | None) -> None:
        if frame.generation != self._generation:
            self._stale = True
            return
        self._deaths = 0
        self._memory = memory or self._memory
        if scene:
            self._has_scene = True
            self.scene_shown.emit(scene)
        if self._up_to_date:  # asked after the latest command, so its state is the present one
            self._running = frame.state == "running"
        self.framed.emit(frame)

    def _give_up(self, failed: Failed) -> None:
        match failed.command:
            case Load(generation):
                del self._sent[generation]
                if generation != self._generation or self._next_load:
                    return  # a newer wish is on its way
                self._go_back()
            case Ask():
                self._asked = False
            case Survey():
                self._surveying = False
            case RunRace():
                self._racing = False
        self.refused.emit(failed)

    def _go_back(self) -> None:
        """Take up again what the engine has, after a load that failed."""
        if self._accepted:
            self._generation = self._accepted.generation
        self._experiment = self._accepted.experiment if self._accepted else None
        self._has_scene = False
        self._stale = True

    def _command(self, command: Command) -> None:
        self._send_load()  # what is said after a load is about that load
        self._port.send(command)
        self._stale, self._up_to_date = True, False

    def _start_again(self) -> None:
        """Start another engine and let it go on from the latest memory."""
        self._deaths += 1
        self._port.close()
        if self._deaths > MOST_DEATHS:
            self._timer.stop()
            self.died.emit(False)
            return
        self._port = self._open_port()
        self._asked = self._racing = self._surveying = self._has_scene = False
        self._sent.clear()
        if self._experiment and self._memory:
            self._port.send(Resume(self._generation, self._experiment, self._memory, self._running))
        elif self._experiment:
            self._port.send(Load(self._generation, self._experiment, self._running))
        if self._running:
            self._port.send(Play(self._pace))
        self._stale, self._up_to_date = True, False
        self.died.emit(True)
