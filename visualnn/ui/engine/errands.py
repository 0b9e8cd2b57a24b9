"""What the engine is asked beside its training: explanations, races, surveys and slices."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, Signal

from visualnn.experiment.explain import Explanation, GradientCheck, Place, Subject
from visualnn.experiment.frames import Extent, NetworkRaceFrame, RaceFrame, Relief
from visualnn.experiment.messages import (
    CheckGradient,
    Command,
    Explain,
    Failed,
    NetworkRacing,
    RaceNetwork,
    RaceOn,
    Reply,
    RunRace,
    Scan,
    Scanning,
    ScanOn,
    StopRace,
    StopScan,
    Survey,
)
from visualnn.experiment.slices import Slice
from visualnn.experiment.survey import Survey as PlaneSurvey
from visualnn.experiment.together.lineup import Lineup
from visualnn.experiment.together.race import Race
from visualnn.ui.engine.slot import Slot

LONG = 0.4
"""Seconds after which a race on a network gives way to a newer wish; until then it is ended."""


class Errands(QObject):
    """One errand of each kind under way at a time; of several wishes the latest counts.

    Parameters
    ----------
    send
        Sends a command at once.
    quicken
        Lets what is due be sent soon.
    on_show
        Returns the generation on show, whose network is looked at.
    coming
        Returns the generation that will be on show, whose network is explained.

    Signals
    -------
    explained : Explanation
    checked : GradientCheck
    surveyed : Relief
    raced : RaceFrame
        On the surface of the latest race; a newer one may be under way.
    scanned : Slice
    scanning : Scanning
        How far the scan of a slice is that is under way.
    unscanned : str
        Why there is no slice; empty where it was given up.
    network_raced : NetworkRaceFrame
    network_racing : NetworkRacing
        How far the race on the network is that is under way.
    network_unraced : str
        Why there is no race on the network; empty where it was given up, but not for
        a newer wish.
    """

    explained = Signal(object)
    checked = Signal(object)
    surveyed = Signal(object)
    raced = Signal(object)
    scanned = Signal(object)
    scanning = Signal(object)
    unscanned = Signal(str)
    network_raced = Signal(object)
    network_racing = Signal(object)
    network_unraced = Signal(str)

    def __init__(
        self,
        send: Callable[[Command], None],
        quicken: Callable[[], None],
        on_show: Callable[[], int],
        coming: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._send, self._quicken = send, quicken
        self._on_show, self._coming = on_show, coming
        self._race_generation = 0
        self._races: Slot[RunRace] = Slot()
        self._surveys: Slot[Survey] = Slot()
        self._scans: Slot[Scan] = Slot()
        self._network_races: Slot[RaceNetwork] = Slot()
        self._explanations: Slot[Explain] = Slot()
        self._checks: Slot[CheckGradient] = Slot()
        self._further: list[Command] = []
        self._began = 0.0

    @property
    def _slots(self) -> tuple[Slot, ...]:
        beside = self._races, self._surveys, self._scans, self._network_races
        return *beside, self._explanations, self._checks

    @property
    def busy(self) -> bool:
        """Whether anything is under way or waits."""
        return any(slot.busy for slot in self._slots)

    def explain(self, subject: Subject) -> None:
        """Ask for an explanation; while one is under way only the latest wish is kept."""
        self._explanations.wish(Explain(self._coming(), subject))
        self._quicken()

    def check_gradient(self, explanation: Explanation, place: Place) -> None:
        """Ask for a parameter's central differences; of several wishes the latest counts."""
        self._checks.wish(CheckGradient(explanation, place))
        self._quicken()

    def race(self, race: Race) -> None:
        """Run a race; while one is under way only the latest wish is kept."""
        self._race_generation += 1
        self._races.wish(RunRace(self._race_generation, race))
        self._quicken()

    def survey(self, surface: str, extent: Extent, resolution: int = 201) -> None:
        """Ask for a surface's relief; while one is under way only the latest wish is kept."""
        self._surveys.wish(Survey(surface, extent, resolution))
        self._quicken()

    def scan(self, survey: PlaneSurvey) -> None:
        """Ask for a slice through the parameters on show; an older wish is given up."""
        if self._scans.under_way:
            self.stop_scan()
        self._scans.wish(Scan(self._on_show(), survey))
        self._quicken()

    def stop_scan(self) -> None:
        """Give up the scan under way; `unscanned`, without a sentence, is the answer."""
        self._send(StopScan())
        self._quicken()

    def race_network(self, lineup: Lineup, survey: PlaneSurvey) -> None:
        """Race on the network on show; the latest wish waits.

        A race that takes longer than `LONG` is given up for it, others are ended.
        """
        if self._network_races.under_way and self._takes_long:
            self._send(StopRace())
        self._network_races.wish(RaceNetwork(self._on_show(), lineup, survey))
        self._quicken()

    def stop_network_race(self) -> None:
        """Give up the race on the network under way; nothing else is raced then."""
        self._network_races.waiting = None
        self._send(StopRace())
        self._quicken()

    def send_due(self) -> None:
        """Send what is due: the next of each kind, and what asks how far the latest reports are."""
        further, self._further = self._further, []
        due = [request for slot in self._slots if (request := slot.due())]
        if any(isinstance(request, RaceNetwork) for request in due):
            self._began = perf_counter()
        for command in (*further, *due):
            self._send(command)

    def deliver(self, reply: Reply) -> bool:
        """Take a reply to one of these requests; return whether it was one."""
        match reply:
            case Explanation():
                self._explanations.done()
                self.explained.emit(reply)
            case GradientCheck():
                self._checks.done()
                self.checked.emit(reply)
            case Relief():
                self._surveys.done()
                self.surveyed.emit(reply)
            case RaceFrame():
                self._show_race(reply)
            case Scanning():
                self._further.append(ScanOn())
                self.scanning.emit(reply)
            case Slice():
                self._scans.done()
                self.scanned.emit(reply)
            case NetworkRacing():
                outdated = self._network_races.waiting and self._takes_long
                self._further.append(StopRace() if outdated else RaceOn())
                self.network_racing.emit(reply)
            case NetworkRaceFrame():
                self._network_races.done()
                self.network_raced.emit(reply)
            case _:
                return False
        return True

    def give_up(self, failed: Failed) -> bool:
        """Go on after a request that failed; return whether there is nothing more to say of it."""
        match failed.command:
            case Explain(generation):
                self._explanations.done()
                # Of a run that is gone nothing is said; the next frame leads to another wish.
                return generation != self._on_show()
            case CheckGradient():
                self._checks.done()
            case Survey():
                self._surveys.done()
            case RunRace():
                self._races.done()
            case Scan():
                self._scans.done()
                self.unscanned.emit(failed.message)
                return True
            case RaceNetwork():
                self._network_races.done()
                if self._network_races.waiting is None:  # else a newer wish will be answered
                    self.network_unraced.emit(failed.message)
                return True
        return False

    def again(self) -> None:
        """Let what was under way wait again: the engine that had it is gone."""
        self._further.clear()
        for slot in self._slots:
            slot.again()

    @property
    def _takes_long(self) -> bool:
        """Whether the race on the network has been under way for `LONG`."""
        return perf_counter() - self._began > LONG

    def _show_race(self, frame: RaceFrame) -> None:
        done = self._races.done()
        latest = self._races.waiting
        if done and (latest is None or latest.race.surface == done.race.surface):
            self.raced.emit(frame)
