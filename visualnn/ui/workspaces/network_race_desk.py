"""Keeps the race on this network's loss at what the person has chosen, while it is on show."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from visualnn.experiment.frames import NetworkRaceFrame, Scene
from visualnn.experiment.messages import NetworkRacing
from visualnn.experiment.spec import Experiment
from visualnn.experiment.survey import Survey
from visualnn.experiment.together.lineup import Lineup
from visualnn.experiment.together.network_race import what_counts
from visualnn.ui.engine.errands import Errands
from visualnn.ui.workspaces.slice_controls import SliceControls

Wish = tuple[int, Experiment, Lineup, Survey]


class NetworkRaceDesk(QObject):
    """Asks for a race when line-up, plane, or anything of the network has changed since the last.

    Nothing is asked while it is hidden; a race that was canceled is not asked
    for again until something changes.

    Attributes
    ----------
    frame
        The race that came last, or None.

    Signals
    -------
    wanted : Lineup, Survey
    canceled
    raced : NetworkRaceFrame
    awaited
        A race is asked for, and there is none to show until it comes.
    failed : str
        Why there is no race.
    """

    wanted = Signal(object, object)
    canceled = Signal()
    raced = Signal(object)
    awaited = Signal()
    failed = Signal(str)

    def __init__(self, lineup: Lineup, controls: SliceControls, parent: QObject | None) -> None:
        super().__init__(parent)
        self.frame: NetworkRaceFrame | None = None
        self._lineup, self._controls = lineup, controls
        self._network: tuple[int, Experiment] | None = None
        self._asked: Wish | None = None
        self._on_show = False
        controls.wished.connect(lambda _: self._ask_again())
        controls.canceled.connect(self.canceled)

    def join(self, errands: Errands) -> None:
        """Send wishes to the engine, and take what it answers."""
        self.wanted.connect(errands.race_network)
        self.canceled.connect(errands.stop_network_race)
        errands.network_raced.connect(self._show)
        errands.network_racing.connect(self._show_progress)
        errands.network_unraced.connect(self._refuse)

    def set_on_show(self, on_show: bool) -> None:
        """Take note of whether the race is looked at; when it is, it is brought up to date."""
        if self._on_show and not on_show and self._controls.busy:
            self._asked = None  # it is asked for again when a person comes back
            self.canceled.emit()
        self._on_show = on_show
        self._ask()

    def show_scene(self, scene: Scene) -> None:
        """Take another network, or other settings of it."""
        self._network = scene.generation, what_counts(scene.experiment)
        self._controls.show_layout(scene.layout)
        self._ask()

    def show_lineup(self, lineup: Lineup) -> None:
        """Take who races."""
        self._lineup = lineup
        self._ask()

    def _ask_again(self) -> None:
        """Race on a plane that a person has chosen, also on the one of a race that was given up."""
        self._asked = None
        self._ask()

    def _ask(self) -> None:
        if not self._on_show or self._network is None:
            return
        wish = (*self._network, self._lineup, self._controls.survey)
        if wish != self._asked:
            self._asked = wish
            if self.frame is None:
                self.awaited.emit()
            self.wanted.emit(self._lineup, self._controls.survey)

    def _show(self, frame: NetworkRaceFrame) -> None:
        self._controls.end_progress()
        self._controls.show_axes(frame.axes)
        self.frame = frame
        self.raced.emit(frame)

    def _show_progress(self, report: NetworkRacing) -> None:
        self._controls.show_progress(report.done, report.total)

    def _refuse(self, sentence: str) -> None:
        """Say why there is no race; where it was given up, one on this network stays."""
        self._controls.end_progress()
        if sentence or not self._is_of_this_network:
            self.frame = None
        if not sentence and self.frame is None:
            sentence = self.tr("The race was given up: choose it again, or change a rate.")
        if sentence:
            self.failed.emit(sentence)

    @property
    def _is_of_this_network(self) -> bool:
        """Whether the race that came last was on the network that is on show now."""
        frame, network = self.frame, self._network
        return frame is not None and network is not None and frame.generation == network[0]
