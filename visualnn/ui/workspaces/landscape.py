"""The Landscape: optimizers race on a function or on this network's loss; slices show its run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from visualnn.errors import InputError
from visualnn.experiment.frames import Extent, Frame, NetworkRaceFrame, RaceFrame, Relief, Scene
from visualnn.experiment.messages import Scanning
from visualnn.experiment.slices import Slice
from visualnn.experiment.survey import Survey
from visualnn.experiment.together.lineup import Lineup
from visualnn.experiment.together.race import Race
from visualnn.surfaces import find
from visualnn.ui.engine.errands import Errands
from visualnn.ui.intents import MovePlayhead, PlaceStart, ViewExtent
from visualnn.ui.playback import Playback
from visualnn.ui.session import Document
from visualnn.ui.theme import sizes
from visualnn.ui.views.landscape import LandscapeView
from visualnn.ui.views.loss_slice import LossSliceView
from visualnn.ui.views.network_race import NetworkRaceView
from visualnn.ui.views.race_loss import RaceLossView
from visualnn.ui.views.race_table import RaceTableView
from visualnn.ui.views.view import View
from visualnn.ui.widgets.roomy import Roomy
from visualnn.ui.widgets.status_line import StatusLine
from visualnn.ui.words import count
from visualnn.ui.workspaces.network_race_desk import NetworkRaceDesk
from visualnn.ui.workspaces.race_panel import RacePanel, Subject
from visualnn.ui.workspaces.view_card import ViewCard
from visualnn.ui.workspaces.workspace import Runner, Workspace

LEAST = QSize(640, 420)
"""Logical pixels that map, losses and standings need together; a smaller window scrolls them."""


class Landscape(Workspace):
    """A contour map with the contestants' paths, their losses, and who is ahead.

    The race is run whole by the engine, in a few milliseconds; what plays is
    a playhead over its steps.

    Signals
    -------
    survey_wanted : str, tuple
        A surface and the part of the plane whose relief is needed.
    scan_wanted : Survey
        A slice through the loss of the network on show.
    scan_canceled
    turned
        To another subject: the run controls act on something else.
    """

    key = "landscape"
    survey_wanted = Signal(str, object)
    scan_wanted = Signal(object)
    scan_canceled = Signal()
    turned = Signal()

    def __init__(
        self, document: Document, trainer: Runner | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(StatusLine((("keys", 0), ("minimum", 120))), parent)
        self.setAccessibleName(self.tr("Landscape"))
        self._document = document
        self._surface, self._placing = "", False
        self.playback = Playback(self)
        self._trainer = trainer or self.playback
        self._generation = self._cut_of = -1
        self.panel = RacePanel(document.race, document.lineup)
        self.desk = NetworkRaceDesk(document.lineup, self.panel.planes, self)
        self._relief: Relief | None = None
        self._race: RaceFrame | None = None
        self.map, self.losses, self.table = LandscapeView(), RaceLossView(), RaceTableView()
        self.slice, self.network = LossSliceView(), NetworkRaceView()
        self._racing = (self.map, self.losses, self.table)
        self._views = (*self._racing, self.slice, self.network)
        self.cards = (
            ViewCard(self.map),
            ViewCard(self.losses, ("scale",)),
            ViewCard(self.table),
            ViewCard(self.slice),
            ViewCard(self.network),
        )
        self._lay_out()
        self._connect()

    @property
    def views(self) -> tuple[View, ...]:
        """The views of a race, or the slice: those that are on show."""
        shown: dict[Subject, tuple[View, ...]] = {
            "function": self._racing,
            "run": (self.slice,),
            "race": (self.network, self.losses, self.table),
        }
        return shown[self.panel.subject]

    @property
    def runner(self) -> Runner:
        """The race's playback, or the training whose loss is on show."""
        return self._trainer if self.panel.slicing else self.playback

    def join(self, errands: Errands) -> None:
        """Let the engine do what is wished for here, and show what comes of it."""
        self.survey_wanted.connect(errands.survey)
        self.scan_wanted.connect(errands.scan)
        self.scan_canceled.connect(errands.stop_scan)
        errands.surveyed.connect(self.show_relief)
        errands.raced.connect(self.show_race)
        errands.scanned.connect(self.show_slice)
        errands.scanning.connect(self.show_scanning)
        errands.unscanned.connect(self.refuse_slice)
        self.desk.join(errands)

    def show_scene(self, scene: Scene) -> None:
        """Take the names of the network's parameters, and let the race be on this network."""
        self.panel.slices.show_layout(scene.layout)
        self.desk.show_scene(scene)

    def show_frame(self, frame: Frame) -> None:
        """Let the run go on beside the slice; another run gets a slice of its own."""
        self._generation = frame.generation
        if not (self.panel.slicing and self.isVisible()):
            return
        if frame.generation != self._cut_of:
            self.panel.slices.look()
        self.slice.show_frame(frame)
        self.counted.emit((self.tr("step {step}").format(step=count(frame.step)),))

    def show_slice(self, cut: Slice) -> None:
        """Show a slice that has been scanned."""
        self.panel.slices.end_progress()
        self.slice.show_slice(cut)

    def show_scanning(self, report: Scanning) -> None:
        """Show how far the scan under way is."""
        self.panel.slices.show_progress(report.points, report.total)

    def refuse_slice(self, sentence: str) -> None:
        """Say why there is no slice; where a scan was given up the map stays."""
        self.panel.slices.end_progress()
        if sentence:
            self.slice.empty(sentence)

    def heed_key(self, event: QKeyEvent) -> bool:
        """Look again with R."""
        if event.key() == Qt.Key.Key_R and not event.modifiers() and self.panel.slicing:
            self.panel.slices.look()
            return True
        return super().heed_key(event)

    def show_document(self, document: Document) -> None:
        """Show the race in the controls, and ask for the relief of a new surface."""
        self._document = document
        self.panel.show_race(document.race, document.lineup)
        self.desk.show_lineup(document.lineup)
        if document.race.surface != self._surface:
            self._surface = document.race.surface
            self.survey_wanted.emit(self._surface, find(self._surface).extent)
            self.playback.reset()

    def show_relief(self, relief: Relief) -> None:
        """Show the surface; a relief of another surface comes too late."""
        if relief.surface == self._surface:
            self._relief = relief
            for view in self._racing:
                view.show_relief(relief)
            self._note_minima(relief)

    def show_race(self, frame: RaceFrame) -> None:
        """Show a race as it stands at the playhead.

        While the pin is dragged the paths follow it as they come.  Otherwise a
        race from an older start is too late: it would put the pin back.
        """
        late = tuple(frame.paths[0, 0]) != self._document.race.start
        if late and not self._placing:
            return
        self._race = frame
        self.map.show_race(frame)
        if self.panel.subject != "race":
            self._follow(frame)

    def show_network_race(self, frame: NetworkRaceFrame) -> None:
        """Show a race on this network's loss as it stands at the playhead."""
        self.network.show_race(frame)
        if self.panel.subject == "race":
            self._follow(frame)

    def _follow(self, frame: RaceFrame | NetworkRaceFrame) -> None:
        """Let losses, standings, notes and playhead be about this race."""
        self.losses.show_race(frame)
        self.table.show_race(frame)
        self.panel.set_notes(self._notes(frame))
        self.playback.set_steps(int(frame.steps[-1]))
        self._move(self.playback.step_now)

    def run_words(self) -> tuple[str, str]:
        """Return what the buttons for running and for the longer step say here."""
        if self.panel.slicing:
            return super().run_words()
        return self.tr("Race"), self.tr("End")

    def run_ideas(self) -> dict[str, str]:
        """Return what the actions of the run do here: they play a race that has been run."""
        if self.panel.slicing:
            return {}
        return {
            "train": self.tr("Let the optimizers race, or hold them where they are."),
            "step": self.tr("See one step of every optimizer."),
            "step_back": self.tr("Go back by one step of every optimizer."),
            "step_epoch": self.tr("Go to the end of the race."),
            "reset": self.tr("Go back to the start of the race."),
        }

    def _note_minima(self, relief: Relief) -> None:
        self.status.set_field("minimum", self._minimum(relief))
        self._tell_keys()

    def _minimum(self, relief: Relief) -> str:
        if not len(relief.minima):
            return self.tr("minimum not known")
        x, y = relief.minima[0]
        text = self.tr("minimum ({x}, {y}), loss {loss}")
        numbers = {"x": f"{x:.4g}", "y": f"{y:.4g}", "loss": f"{relief.floor:.4g}"}
        trued = {name: number.replace("-", "−") for name, number in numbers.items()}
        return text.format(**trued)

    def _look(self, survey: Survey) -> None:
        self._cut_of = self._generation
        self.scan_wanted.emit(survey)

    def _tell_keys(self) -> None:
        texts: dict[Subject, str] = {
            "function": self.tr(
                "click, or drag the pin, to place the start · wheel to zoom · drag to pan"
            ),
            "run": self.tr("R looks again at the newest parameters · Space trains"),
            "race": self.tr("drag a rate to race anew · Space plays · click the losses for a step"),
        }
        self.status.set_field("keys", texts[self.panel.subject])
        on_function = self.panel.subject == "function"
        self.status.field_widget("minimum").setVisible(on_function)

    def _turn(self, subject: Subject) -> None:
        """Show a race on a function or on this network's loss, or a slice with its own run."""
        self.playback.hold()
        self._pages.setCurrentIndex(int(subject == "run"))
        self._maps.setCurrentIndex(int(subject == "race"))
        self._tell_keys()
        if subject != "run":
            self.scan_canceled.emit()
        self._show_whether_racing()
        race = self.desk.frame if subject == "race" else self._race
        if subject != "run" and race is not None:
            self._follow(race)
        elif subject == "race":
            self._await_first_race()
        self.turned.emit()

    def _await_first_race(self) -> None:
        self._await_race(self.tr("The optimizers are on their way."))

    def _await_race(self, sentence: str) -> None:
        """Say why there is no race on this network, and show nothing of any other."""
        self.network.empty(sentence)
        if self.panel.subject == "race":
            self.losses.clear()
            self.table.clear()
            self.panel.set_notes({})

    def _show_whether_racing(self) -> None:
        self.desk.set_on_show(self.isVisible() and self.panel.subject == "race")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_whether_racing()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.desk.set_on_show(False)

    def _notes(self, frame: RaceFrame | NetworkRaceFrame) -> dict[str, str]:
        """Say of each contestant that diverged when it did."""
        text = self.tr("diverges at step {step}: lower η")
        return {
            name: text.format(step=count(int(step)))
            for name, step in zip(frame.contestants, frame.diverged_at, strict=True)
            if step >= 0
        }

    def _move(self, step: int) -> None:
        subject = self.panel.subject
        for view in (self.network if subject == "race" else self.map, self.losses, self.table):
            view.set_playhead(step)
        if subject == "run":
            return
        text = self.tr("step {step} of {steps}")
        steps = self.playback.steps
        self.counted.emit((text.format(step=count(step), steps=count(steps)),))

    def _connect(self) -> None:
        self.panel.proposed.connect(self._propose)
        self.panel.sealed.connect(self.sealed)
        self.panel.turned.connect(self._turn)
        self.panel.spoiled.connect(self.map.set_outdated)
        self.panel.slices.wished.connect(self._look)
        self.panel.slices.refused.connect(self.refused)
        self.panel.slices.canceled.connect(self.scan_canceled)
        self.panel.planes.refused.connect(self.refused)
        self.desk.raced.connect(self.show_network_race)
        self.desk.awaited.connect(self._await_first_race)
        self.desk.failed.connect(self._await_race)
        self.playback.moved.connect(self._move)
        self.playback.running_changed.connect(self.running_changed)
        for view in self._racing:
            view.intent.connect(self._heed)

    def _heed(self, intent: object) -> None:
        match intent:
            case PlaceStart(x, y, done):
                self._placing = not done
                self._start_at(float(x), float(y), last=done)
                if done:
                    self.sealed.emit()
            case ViewExtent(extent):
                self.survey_wanted.emit(self._surface, _finite(extent))
            case MovePlayhead(step):
                self.playback.go(step)

    def _start_at(self, x: float, y: float, *, last: bool) -> None:
        try:
            race = replace(self._document.race, start=(x, y))
        except InputError as error:  # far outside the window, or without a value
            if last:  # where a drag only passes, nothing need be said
                self.refused.emit(str(error))
                self.map.hold_pin(*self._document.race.start)
            return
        self._propose(race, self.tr("start"), "start")

    def _propose(self, event: Race | Lineup, text: str, merge_key: str) -> None:
        part = {"race" if isinstance(event, Race) else "lineup": event}
        self.proposed.emit(self._document.edited(**part), text, merge_key)

    def _lay_out(self) -> None:
        right = QSplitter(Qt.Orientation.Vertical)
        right.setObjectName("landscape_right")
        for card in self.cards[1:3]:
            right.addWidget(card)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setObjectName("landscape_across")
        self._maps = QStackedWidget()
        self._maps.addWidget(self.cards[0])
        self._maps.addWidget(self.cards[4])
        across.addWidget(self._maps)
        across.addWidget(right)
        across.setSizes([680, 320])
        right.setSizes([500, 500])
        across.setStretchFactor(0, 68)
        across.setStretchFactor(1, 32)
        for splitter in (right, across):
            splitter.setHandleWidth(sizes().space_3)
            splitter.setChildrenCollapsible(False)
        self._pages = QStackedWidget()
        self._pages.setContentsMargins(0, sizes().space_3, 0, sizes().space_3)
        self._pages.addWidget(across)
        self._pages.addWidget(self.cards[3])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, sizes().space_3, 0)
        row.setSpacing(sizes().space_3)
        row.addWidget(self.panel)
        row.addWidget(Roomy(self._pages, LEAST), 1)


def _finite(extent: Extent) -> Extent:
    return tuple(np.clip(extent, -1e6, 1e6).tolist())  # type: ignore[return-value]
