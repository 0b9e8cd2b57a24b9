"""The Landscape: optimizers race downhill on a function of two parameters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from visualnn.errors import InputError
from visualnn.experiment.frames import Extent, RaceFrame, Relief
from visualnn.experiment.together.race import Race
from visualnn.surfaces import find
from visualnn.ui.intents import MovePlayhead, PlaceStart, ViewExtent
from visualnn.ui.playback import Playback
from visualnn.ui.session import Document
from visualnn.ui.theme import sizes
from visualnn.ui.views.landscape import LandscapeView
from visualnn.ui.views.race_loss import RaceLossView
from visualnn.ui.views.race_table import RaceTableView
from visualnn.ui.widgets.roomy import Roomy
from visualnn.ui.widgets.status_line import StatusLine
from visualnn.ui.words import count
from visualnn.ui.workspaces.race_panel import RacePanel
from visualnn.ui.workspaces.view_card import ViewCard
from visualnn.ui.workspaces.workspace import Workspace

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
    """

    key = "landscape"
    survey_wanted = Signal(str, object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(StatusLine((("keys", 0), ("minimum", 120))), parent)
        self.setAccessibleName(self.tr("Landscape"))
        self._document = document
        self._surface, self._placing = "", False
        self.runner = self.playback = Playback(self)
        self.panel = RacePanel(document.race)
        self.map, self.losses, self.table = LandscapeView(), RaceLossView(), RaceTableView()
        self._views = (self.map, self.losses, self.table)
        self.cards = (
            ViewCard(self.map),
            ViewCard(self.losses, ("scale",)),
            ViewCard(self.table),
        )
        self._lay_out()
        self._connect()

    def show_document(self, document: Document) -> None:
        """Show the race in the controls, and ask for the relief of a new surface."""
        self._document = document
        self.panel.show_race(document.race)
        if document.race.surface != self._surface:
            self._surface = document.race.surface
            self.survey_wanted.emit(self._surface, find(self._surface).extent)
            self.playback.reset()

    def show_relief(self, relief: Relief) -> None:
        """Show the surface; a relief of another surface comes too late."""
        if relief.surface == self._surface:
            for view in self._views:
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
        for view in self._views:
            view.show_race(frame)
        self.panel.set_notes(self._notes(frame))
        self.playback.set_steps(len(frame.paths) - 1)
        self._move(self.playback.step_now)

    def run_words(self) -> tuple[str, str]:
        """Return what the buttons for running and for the longer step say here."""
        return self.tr("Race"), self.tr("End")

    def run_ideas(self) -> dict[str, str]:
        """Return what the actions of the run do here: they play a race that has been run."""
        return {
            "train": self.tr("Let the optimizers race, or hold them where they are."),
            "step": self.tr("See one step of every optimizer."),
            "step_back": self.tr("Go back by one step of every optimizer."),
            "step_epoch": self.tr("Go to the end of the race."),
            "reset": self.tr("Go back to the start of the race."),
        }

    def _note_minima(self, relief: Relief) -> None:
        self.status.set_field(
            "keys",
            self.tr("click, or drag the pin, to place the start · wheel to zoom · drag to pan"),
        )
        if not len(relief.minima):
            self.status.set_field("minimum", self.tr("minimum not known"))
            return
        x, y = relief.minima[0]
        text = self.tr("minimum ({x}, {y}), loss {loss}")
        numbers = {"x": f"{x:.4g}", "y": f"{y:.4g}", "loss": f"{relief.floor:.4g}"}
        trued = {name: number.replace("-", "−") for name, number in numbers.items()}
        self.status.set_field("minimum", text.format(**trued))

    def _notes(self, frame: RaceFrame) -> dict[str, str]:
        """Say of each contestant that diverged when it did."""
        text = self.tr("diverges at step {step}: lower η")
        return {
            name: text.format(step=count(int(step)))
            for name, step in zip(frame.contestants, frame.diverged_at, strict=True)
            if step >= 0
        }

    def _move(self, step: int) -> None:
        for view in self._views:
            view.set_playhead(step)
        text = self.tr("step {step} of {steps}")
        steps = self.playback.steps
        self.counted.emit(text.format(step=count(step), steps=count(steps)))

    def _connect(self) -> None:
        self.panel.proposed.connect(self._propose)
        self.panel.sealed.connect(self.sealed)
        self.playback.moved.connect(self._move)
        self.playback.running_changed.connect(self.running_changed)
        for view in self._views:
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

    def _propose(self, race: Race, text: str, merge_key: str) -> None:
        self.proposed.emit(self._document.edited(race=race), text, merge_key)

    def _lay_out(self) -> None:
        right = QSplitter(Qt.Orientation.Vertical)
        right.setObjectName("landscape_right")
        for card in self.cards[1:]:
            right.addWidget(card)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setObjectName("landscape_across")
        across.addWidget(self.cards[0])
        across.addWidget(right)
        across.setSizes([680, 320])
        right.setSizes([500, 500])
        across.setStretchFactor(0, 68)
        across.setStretchFactor(1, 32)
        for splitter in (right, across):
            splitter.setHandleWidth(sizes().space_3)
            splitter.setChildrenCollapsible(False)
        across.setContentsMargins(0, sizes().space_3, 0, sizes().space_3)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, sizes().space_3, 0)
        row.setSpacing(sizes().space_3)
        row.addWidget(self.panel)
        row.addWidget(Roomy(across, LEAST), 1)


def _finite(extent: Extent) -> Extent:
    return tuple(np.clip(extent, -1e6, 1e6).tolist())  # type: ignore[return-value]
