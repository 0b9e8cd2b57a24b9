"""Speaks with the engine for the window: sends commands, asks for frames, survives a crash."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from visualnn.experiment.frames import Wants
from visualnn.experiment.messages import (
    Adjust,
    Answer,
    Ask,
    Cancel,
    Command,
    Failed,
    GoOn,
    Load,
    Loaded,
    Pause,
    Play,
    Remember,
    Replaying,
    Reply,
    Resume,
    Seek,
    SetParameters,
    Step,
    Unit,
)
from visualnn.experiment.slices import Slice
from visualnn.experiment.spec import Experiment
from visualnn.ui.engine.errands import Errands
from visualnn.ui.engine.loading import Loading
from visualnn.ui.engine.on_show import OnShow
from visualnn.ui.engine.ports import Port
from visualnn.ui.engine.pulse import AFTER_INPUT, Pulse
from visualnn.ui.engine.runs import Runs

MOST_DEATHS = 3
"""After so many deaths without a frame between them the engine is not started again."""


class EngineClient(QObject):
    """One request of each kind in flight at a time; of several wishes the latest counts.

    The engine answers in order, so what is shown is always what it had at one
    instant.  While a slider is dragged faster than plans can be made, the
    plans in between that were made are shown; the last is always made.

    Parameters
    ----------
    open_port
        Starts an engine and returns a port to it; called again when it dies.
    wants
        Returns what the visible views need, whenever a frame is asked for.
    port
        To the first engine, where it has been started already.

    Attributes
    ----------
    errands
        What is asked besides, with signals of its own.

    Signals
    -------
    scene_shown : Scene
    framed : Frame
        Of the scene shown last.
    refused : Failed
        A command could not be carried out; the engine goes on with what it had.
    replayed : Replaying or None
        How far the load under way is that replays the origin of a fork; None
        when it is over, however it ended.
    lost : int
        How many updates a run had made that undo or redo could not bring back.
    died : bool
        The engine has gone; True if it was started again.
    """

    scene_shown = Signal(object)
    framed = Signal(object)
    refused = Signal(object)
    replayed = Signal(object)
    lost = Signal(int)
    died = Signal(bool)

    def __init__(
        self,
        open_port: Callable[[], Port],
        wants: Callable[[], Wants],
        parent: QObject | None = None,
        port: Port | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_port, self._wants = open_port, wants
        self._port = port or open_port()
        self._experiment: Experiment | None = None
        self._generation = self._latest_generation = 0
        self._runs = Runs()
        self._loading = Loading()
        self._seek: Seek | None = None
        self._on_show = OnShow()
        self._running, self._play = False, Play()
        self._next: GoOn | None = None
        self._budget = 0
        self._deaths = self._latest = 0
        self._timer = Pulse(self)
        self._timer.timeout.connect(self.tick, AFTER_INPUT)
        self.errands = Errands(
            self._send,
            self._timer.quicken,
            lambda: self._on_show.generation,
            lambda: self._generation,
            self,
        )

    @property
    def port(self) -> Port:
        """The port in use."""
        return self._port

    @property
    def generation(self) -> int:
        """The generation of what the engine trains, or is about to."""
        return self._generation

    def run_of(self, generation: int) -> int:
        """Return the generation in which a run began: one that is taken up again gets another."""
        return self._runs.of(generation)

    @property
    def experiment(self) -> Experiment | None:
        """What the engine trains, or is about to; None where it has nothing to train."""
        return self._experiment

    @property
    def has_memory(self) -> bool:
        """Whether the training could go on from past its first step if the engine died now."""
        return self._loading.keepsake.memory is not None

    @property
    def running(self) -> bool:
        """Whether the training runs, or was told to and has not answered yet."""
        return self._running

    @property
    def idle(self) -> bool:
        """Whether nothing is expected of the engine."""
        outdated = self._on_show.stale and self._loading.present is not None
        expected = self._on_show.asked or outdated or self._loading.busy
        return not (expected or self.errands.busy)

    def load(
        self,
        experiment: Experiment,
        run: bool = False,
        back_to: int | None = None,
        again: bool = False,
    ) -> None:
        """Train this experiment from its first weights; of several wishes the last counts.

        ``back_to`` takes up the training of a generation that was reset, ``again``
        that of the experiment, if it gave way to another one and is kept still.
        """
        if self._experiment and self._experiment != experiment:
            self._runs.leave(self._experiment, self._generation, running=self._running)
        self._latest_generation += 1
        self._generation = self._latest_generation
        if back_to is not None:
            self._runs.take_up(self._generation, back_to)
        elif again:
            run = self._runs.come_back(experiment, self._generation) and run
        self._experiment, self._running = experiment, run
        self._seek = None
        self._loading.wish(Load(self._generation, experiment, run, back_to, again))
        self._expect()

    def adjust(self, experiment: Experiment) -> None:
        """Go on with an experiment that differs in live settings only."""
        self._experiment = experiment
        # Samples edited before the first step change what the untrained network scores.
        self._on_show.whole = self._on_show.whole or self._latest == 0
        if self._loading.adjust(experiment):
            self._command(Adjust(self._generation, experiment))

    def set_parameters(self, places: tuple[int, ...], values: tuple[float, ...]) -> None:
        """Set parameters of the training by hand; see `visualnn.experiment.messages`."""
        self._loading.keepsake.outdate()
        self._command(SetParameters(self._generation, places, values))

    def remember(self, budget: int) -> None:
        """Let the recording take so many bytes, also that of an engine that takes over."""
        self._budget = budget
        self._port.send(Remember(budget))

    def play(self, pace: float = 0.0, unit: Unit = "step") -> None:
        """Train on, at most ``pace`` units a second (0: as fast as it goes)."""
        self._running, self._play = True, Play(pace, unit)
        self._command(self._play)

    def pause(self) -> None:
        """Stop after the step under way."""
        self._running = False
        self._command(Pause())

    def step(self, unit: Unit = "step", direction: int = 1) -> None:
        """Do one step or one epoch, or look at the next sample, and stay paused."""
        self._running = False
        self._command(Step(unit, direction))

    def seek(self, step: int) -> None:
        """Pause and look at a recorded step; of several wishes within a frame the last counts."""
        self._running = False
        self._seek = Seek(step)
        self._expect()

    def reset(self) -> None:
        """Go back to the same first weights, as a new generation: its curves begin anew."""
        if self._experiment:
            self.load(self._experiment)

    def cancel(self) -> None:
        """Give up a load that replays; its refusal, without a sentence, is the answer."""
        if self._loading.replaying:
            self._command(Cancel(self._generation))

    def ask(self) -> None:
        """Ask for a frame although nothing has changed, as when another view is shown."""
        self._on_show.stale = True
        self._timer.quicken()

    def close(self) -> None:
        """End the engine."""
        self._timer.stop()
        self._port.close()

    def tick(self) -> None:
        """Deliver what has come and send what is due; the timer does this."""
        if not self._timer.isActive():
            return  # a beat that was in the queue when the engine was ended
        replies = self._port.replies()
        late = self._on_show.asked and not any(isinstance(reply, Answer) for reply in replies)
        self._timer.follow(late=late)
        for reply in replies:
            self._deliver(reply)
        if not self._port.alive:
            self._start_again()
        self._send_due()
        if self.idle:
            self._timer.rest()

    def _send(self, command: Command) -> None:
        self._port.send(command)

    def _expect(self) -> None:
        """Expect another state than the one on show."""
        self._on_show.expect()
        self._timer.quicken()

    def _command(self, command: Command) -> None:
        """Send a command; what is said after a load is about that load, and waits with it."""
        self._seek = None  # every command goes on from the latest step
        self._send_load()
        if self._loading.waits:
            self._loading.say_after(command)
        else:
            self._port.send(command)
        self._expect()

    def _send_due(self) -> None:
        self._send_load()
        self._send_next()
        self.errands.send_due()
        loading, on_show = self._loading, self._on_show
        if on_show.stale and not on_show.asked and loading.present:
            self._send_seek()
            question = on_show.question(
                loading.present, self._wants(), loading.keepsake, self._running
            )
            self._port.send(question)

    def _send_seek(self) -> None:
        """Send the step to look at; its answer is the frame that is asked for next."""
        seek, self._seek = self._seek, None
        if seek:
            self._port.send(seek)

    def _send_load(self) -> None:
        for command in self._loading.due(self._play):
            self._port.send(command)
            self._expect()

    def _send_next(self) -> None:
        """Ask how far the replay is that was heard of last."""
        further, self._next = self._next, None
        if further:
            self._port.send(further)

    def _deliver(self, reply: Reply) -> None:
        if self.errands.deliver(reply):
            if isinstance(reply, Slice):
                self._on_show.stale = True  # where the run stands beside it
            return
        match reply:
            case Answer():
                self._on_show.asked = False
                self._show(reply)
            case Replaying():
                self._follow_replay(reply)
            case Loaded():
                self._take_loaded(reply)
            case Failed():
                self._give_up(reply)

    def _show(self, answer: Answer) -> None:
        """Show a frame, if its scene is or comes with it."""
        frame, scene = answer.frame, answer.scene
        if scene:
            self._on_show.turn_to(frame.generation, scene.experiment)
            self.scene_shown.emit(scene)
        if not self._on_show.take(frame):
            return
        self._deaths, self._latest = 0, frame.latest
        if self._on_show.up_to_date:
            self._running = frame.state == "running"
        self.framed.emit(self._loading.keep(answer))

    def _follow_replay(self, report: Replaying) -> None:
        """Say how far a load is, and ask again, unless a newer one takes its place."""
        load = self._loading.follow()
        if load:
            self._next = GoOn(load.generation)
        self.replayed.emit(report if load else None)

    def _take_loaded(self, loaded: Loaded) -> None:
        if not self._loading.expects(loaded.generation):
            return
        if self._loading.replaying:
            self._expect()  # another training is there, and what is on show is outdated
            self.replayed.emit(None)
        if not loaded.goes_on:
            self._runs.begin(loaded.generation)
        if loaded.lost:
            self.lost.emit(loaded.lost)
        self._loading.accept()
        for failed in loaded.refused:
            self._give_up(failed)

    def _give_up(self, failed: Failed) -> None:
        """Go on after a command that could not be carried out, and say so where it matters."""
        if self.errands.give_up(failed):
            return
        match failed.command:
            case Ask():
                self._on_show.asked = False  # there is no experiment, and why has been said
                return
            case Load(generation) | Resume(generation):
                if not self._loading.expects(generation):
                    return  # it was canceled, and given up for a newer one meanwhile
                self.replayed.emit(None)
                if self._loading.refuse():
                    return  # a newer wish is on its way
                self._go_back()
        self.refused.emit(failed)

    def _go_back(self) -> None:
        """Take up again what the engine has, after a load that failed."""
        had = self._loading.accepted
        self._experiment = had.experiment if had else None
        self._generation = had.generation if had else 0
        self._running = self._running and had is not None
        self._on_show.stale = had is not None

    def _start_again(self) -> None:
        """Start another engine, which gets everything that the lost one had or had to do."""
        self._deaths += 1
        self._port.close()
        if self._deaths > MOST_DEATHS:
            self._timer.stop()
            self._running = False
            self.died.emit(False)
            return
        self._port = self._open_port()
        self._runs.lose()
        self._next = None
        self._on_show.lose()
        self.replayed.emit(None)
        self.errands.again()
        if self._budget:
            self._port.send(Remember(self._budget))
        for command in self._loading.again(self._running, self._play):
            self._port.send(command)
        self._expect()
        self.died.emit(True)
