"""The engine: it owns the plan and the training, obeys commands and answers with frames.

`Engine` is the whole of it, without a process: the command line and the tests
drive it directly.  `serve` runs it at the end of a pipe, in a child process of
the window, until the pipe ends.
"""

from __future__ import annotations

import gc
from dataclasses import replace
from multiprocessing.connection import Connection
from time import perf_counter

from visualnn.errors import InputError
from visualnn.experiment.approach import Approach
from visualnn.experiment.explain.check import check_gradient
from visualnn.experiment.explain.reading import explain
from visualnn.experiment.frames import Scene, State
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.messages import (
    Adjust,
    Answer,
    Ask,
    Cancel,
    CheckGradient,
    Command,
    Explain,
    Failed,
    GoOn,
    Load,
    Loaded,
    Pause,
    Play,
    RaceNetwork,
    RaceOn,
    Remember,
    Reply,
    Reset,
    Resume,
    RunRace,
    Scan,
    Scanning,
    ScanOn,
    Seek,
    SetParameters,
    Step,
    StopRace,
    StopScan,
    Survey,
)
from visualnn.experiment.meter import Meter
from visualnn.experiment.network_races import NetworkRaces
from visualnn.experiment.plan import resolve
from visualnn.experiment.slices import Scanner, whereabouts
from visualnn.experiment.together.race import relief, run_race
from visualnn.experiment.together.rivalry import Rivalry
from visualnn.experiment.training import Training
from visualnn.experiment.training.forking import Begun, Shelf, settings_of
from visualnn.experiment.training.recording import BUDGET
from visualnn.landscape.threads import one_blas_thread

WAIT_FOR_SAMPLES = 0.02
"""Seconds between two looks at whether there is something to train on."""

AT_ONCE = 0.05
"""Seconds that a load may take to replay before its answer says how far it is."""

SLICE = 0.004
"""Seconds of training between two looks at the pipe: a command waits no longer."""


class Engine:
    """Obeys commands one at a time, and trains a slice when told to work."""

    def __init__(self) -> None:
        self._generation = -1
        self._budget = BUDGET
        self._training: Training | None = None
        self._approach: Approach | None = None
        self._camera: Camera | None = None
        self._shelf, self._begun = Shelf(), Begun()
        self._rivalry = Rivalry()
        self._scanner = Scanner()
        self._scan: Scan | None = None
        self._races = NetworkRaces()
        self._running = False
        self._play = Play()
        self._owed = 0.0
        self._clock = perf_counter()
        self._meter = Meter()

    @property
    def busy(self) -> bool:
        """Whether there is training to do."""
        training = self._running if self._approach is None else not self._approach.is_over
        return training or self._scanner.busy or self._races.busy

    def obey(self, command: Command) -> Reply | None:
        """Carry out a command; a failure changes nothing and is the answer."""
        try:
            return self._obey(command)
        except InputError as error:
            return Failed(command, str(error))

    def work(self, seconds: float = SLICE) -> float:
        """Train for a slice of time, within the pace; return the seconds until the next.

        What is being loaded comes first: the training on show holds meanwhile.
        """
        self._scanner.work(seconds)
        self._races.work(seconds)
        if self._approach:
            self._approach.work(seconds)
            return 0.0
        training = self._training
        if training is None or not self._running:
            return 0.0
        now, pace = perf_counter(), self._pace(training)
        allowed = None
        if pace:
            self._owed = min(self._owed + (now - self._clock) * pace, pace * 0.25 + 1)
            allowed = int(self._owed)
        self._clock = now
        self._owed -= self._run(training, seconds, allowed) if allowed != 0 else 0
        if training.ended:
            self._running = False
        if training.waits:
            return WAIT_FOR_SAMPLES
        return 1e-3 if pace and self._owed < 1 else 0.0

    def _pace(self, training: Training) -> float:
        """Return how many steps, or looks at a sample, are done in a second; 0 for no limit."""
        by_epochs = self._play.unit == "epoch"
        return self._play.pace * (training.steps_per_epoch if by_epochs else 1)

    def _run(self, training: Training, seconds: float, allowed: int | None) -> int:
        """Train, or look at samples, for a slice of time; return how many of these were done."""
        if self._play.unit != "sample":
            done = training.run_for(seconds, allowed)
            self._meter.count(done)
            return done
        before = training.step
        looks = training.look_for(seconds, allowed)
        self._meter.count(training.step - before)
        return looks

    def _obey(self, command: Command) -> Reply | None:
        match command:
            case Remember(budget):
                self._remember(budget)
            case Load():
                return self._load(command)
            case GoOn(generation):
                return self._go_on(generation)
            case Cancel(generation):
                return self._cancel(generation)
            case Resume(generation):
                self._approach = None
                self._shelf.clear()
                self._take(resumed(command), command)
                return Loaded(generation, goes_on=True)
            case Ask():
                return self._answer(command)
            case Survey(surface, extent, resolution):
                return relief(surface, extent, resolution)
            case Scan():
                return self._begin_scan(command)
            case ScanOn():
                return self._report_scan()
            case StopScan():
                self._scanner.stop()
                return self._report_scan()
            case RunRace(generation, race):
                return run_race(race, generation)
            case RaceNetwork(generation):
                return self._races.begin(command, self._loaded(generation), AT_ONCE)
            case RaceOn():
                return self._races.report()
            case StopRace():
                return self._races.stop()
            case Explain(generation, subject):
                return explain(subject, self._loaded(generation), generation)
            case CheckGradient(explanation, place):
                return check_gradient(explanation, place)
            case _:
                self._steer(command)
        return None

    def _load(self, load: Load) -> Reply | None:
        """Begin to load, and be done with it at once where little has to be replayed."""
        before, self._approach = self._approach, None
        holds = before is not None and before.holds
        try:
            training = self._prepared(load, before)
        except InputError as error:
            return self._give_up(load, str(error), holds)
        self._approach = Approach(load, training, holds)
        self._approach.work(AT_ONCE)
        if self._running and not self._approach.is_over:
            self._set_running(False)
            self._approach.holds = True
        return self._go_on(load.generation)

    def _prepared(self, load: Load, before: Approach | None) -> Training:
        """Return the training to load, which may have to replay its origin still."""
        if load.back_to is not None:
            return self._begun.take(load.back_to, load.experiment)
        if before and before.load.experiment == load.experiment:
            return before.training  # wished for again while it is on its way
        return self._shelf.prepare(load.experiment, self._training, load.again)

    def _go_on(self, generation: int) -> Reply | None:
        """Return how far a load is; when it is there it takes the place of what was on show."""
        approach = self._approach
        if approach is None or approach.load.generation != generation:
            return None
        if not approach.is_over:
            return approach.report()
        if approach.failure:
            return self._give_up(approach.load, approach.failure, approach.holds)
        self._approach = None
        training, load = approach.training, approach.load
        goes_on = load.back_to is not None or self._shelf.holds(training)
        lost = self._shelf.dropped(load.experiment) if load.again and not goes_on else 0
        self._exchange(training, load)
        answers = [self.obey(command) for command in approach.said]
        failed = tuple(a for a in answers if isinstance(a, Failed))
        return Loaded(generation, failed, goes_on, lost)

    def _exchange(self, training: Training, load: Load) -> None:
        """Let a training take the place of the present one, which is kept where undo wants it."""
        present = self._training
        if present and load.back_to is None and settings_of(present) == load.experiment:
            self._begun.keep(self._generation, present)
        self._shelf.exchange(present, training)
        self._take(training, load)

    def _cancel(self, generation: int) -> Reply | None:
        approach = self._approach
        if approach is None or approach.load.generation != generation:
            return None
        return self._give_up(approach.load, "", approach.holds)

    def _give_up(self, load: Load, reason: str, holds: bool) -> Failed:
        """Let the training on show go on where it was held for a load that comes to nothing."""
        self._approach = None
        if holds:
            self._set_running(True)
        return Failed(load, reason)

    def _begin_scan(self, scan: Scan) -> Reply | None:
        training = self._loaded(scan.generation)
        if training is None:
            return Failed(scan, "")  # another run takes its place, and its own slice is asked for
        self._scan = scan
        self._scanner.look(training, scan.survey, scan.generation)
        self._scanner.work(AT_ONCE)
        return self._report_scan()

    def _report_scan(self) -> Reply | None:
        """Return the slice, or how far it is; after that nothing more is said of this scan."""
        scanner, scan = self._scanner, self._scan
        if scan is None:
            return None
        if scanner.busy and scanner.progress:
            return Scanning(scanner.progress.points, scanner.progress.total)
        self._scan, done = None, scanner.latest
        if scanner.failure or done is None or done.landscape.survey is not scan.survey:
            return Failed(scan, scanner.failure)
        return done

    def _loaded(self, generation: int) -> Training | None:
        """Return the training of a generation; None where another one is loaded, or none."""
        return self._training if generation == self._generation else None

    def _steer(self, command: Command) -> None:
        """Carry out a command to the training under way; without one there is nothing to do."""
        if self._approach:
            self._approach.hear(command)
            return
        training = self._training
        if training is None:
            return
        match command:
            case Adjust(generation, experiment) if generation == self._generation:
                training.adjust(experiment)
            case SetParameters(generation, places, values) if generation == self._generation:
                training.assign(places, values)
            case Play():
                self._play = command
                self._set_running(True)
            case Pause():
                self._set_running(False)
            case Step("sample", direction):
                training.step_sample(direction)
                self._set_running(False)
            case Step(unit):
                training.finish_epoch() if unit == "epoch" else training.advance()
                self._set_running(False)
            case Seek(step):
                self._set_running(False)
                training.seek(min(max(step, 0), training.latest))
            case Reset():
                self._set_running(False)
                training.reset()

    def _remember(self, budget: int) -> None:
        self._budget = budget
        self._shelf.remember(budget)
        self._begun.remember(budget)
        if self._training:
            self._training.remember(budget)

    def _take(self, training: Training, command: Load | Resume) -> None:
        """Put a training in the place of the one before; whatever can fail has been done."""
        training.remember(self._budget)
        self._training, self._camera = training, Camera(training.plan)
        self._generation = command.generation
        self._set_running(command.run)

    def _set_running(self, running: bool) -> None:
        training = self._training
        assert training
        self._running = running and not training.ended
        if not training.ended:
            held: State = "paused" if training.latest else "ready"
            training.state = "running" if running else held
        self._clock, self._owed = perf_counter(), 1.0
        self._meter.restart()

    def _answer(self, ask: Ask) -> Reply:
        if self._training is None or self._camera is None:
            return Failed(ask, "There is no experiment yet.")
        speed = self._meter.rate if self._running else 0.0
        frame = self._camera.frame(self._training, ask.wants, self._generation, speed)
        cut = self._scanner.latest
        if ask.wants.whereabouts and cut and cut.generation == self._generation:
            frame = replace(frame, whereabouts=whereabouts(cut, self._training))
        if ask.wants.rival:
            rival = self._rivalry.rival(self._training, ask.wants.rival)
            lags = frame.unfinished or self._rivalry.lags(self._training)
            frame = replace(frame, rival=rival, unfinished=lags)
        return Answer(
            frame,
            self._scene() if ask.scene else None,
            None if ask.memory is None else self._training.memory(ask.memory),
        )

    def _scene(self) -> Scene:
        """Return the plan's scene with the live edits made since."""
        assert self._training
        shown, settings = self._training.shown, settings_of(self._training)
        if shown.experiment.data.edits != settings.data.edits:  # looking back at other samples
            shown = shown.edited(settings)
        branches = self._shelf.branches(self._training)
        return replace(shown.scene(self._generation), experiment=settings, branches=branches)


def resumed(command: Resume) -> Training:
    """Return a training that goes on from a memory, with the settings that are wanted now."""
    # Begun with the samples it began with: those of now may be none at all.
    wanted, first = command.experiment, command.memory.changes[0].experiment
    begun = wanted.edited(data=replace(wanted.data, edits=first.data.edits))
    training = Training(resolve(begun), memory=command.memory)
    if command.experiment != command.memory.changes[-1].experiment:
        training.adjust(command.experiment)
    return training


def serve(pipe: Connection) -> None:
    """Run an engine at the end of ``pipe`` until the pipe ends.

    One thread for matrix products: on two cores a second one would wait for the
    window's, and the window for both.
    """
    gc.freeze()  # a round of the garbage collector through all modules takes longer than a frame
    try:
        with one_blas_thread():
            _serve(pipe, Engine())
    except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        return


def _serve(pipe: Connection, engine: Engine) -> None:
    wait = 0.0
    while True:
        if not engine.busy or pipe.poll(wait):
            reply = engine.obey(pipe.recv())
            if reply is not None:
                pipe.send(reply)
            wait = 0.0
        else:
            wait = engine.work()
