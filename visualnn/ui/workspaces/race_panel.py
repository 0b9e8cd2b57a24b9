"""The controls of a race: what it is on, and each optimizer's learning rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from visualnn.experiment.together.lineup import Lineup, usual_contestants, usual_lineup
from visualnn.experiment.together.race import Contestant, Race, usual_race
from visualnn.figures.ticks import number_text
from visualnn.landscape.planes import PLANES
from visualnn.nn.optim import OPTIMIZERS
from visualnn.specs import specs_of
from visualnn.surfaces import SURFACES, USUAL_START, find
from visualnn.surfaces.stability import stability_limit
from visualnn.ui import icons, tips
from visualnn.ui.theme import sizes
from visualnn.ui.widgets.formula_row import FormulaRow
from visualnn.ui.widgets.section import Section
from visualnn.ui.widgets.side_panel import SidePanel
from visualnn.ui.widgets.slider import NumberRow
from visualnn.ui.workspaces.contestant_row import ContestantRow
from visualnn.ui.workspaces.slice_controls import SliceControls
from visualnn.ui.workspaces.subject_choice import FORMULA, RACE, Subject, SubjectChoice
from visualnn.ui.workspaces.surface_formula import SurfaceFormula

FIRST_FORMULA = "x^2 + 3*y^2"
"""What a typed-in surface begins as."""


class RacePanel(SidePanel):
    """All controls of a race in one column.

    Signals
    -------
    proposed : Race or Lineup, str, str
        A new race on a function, or who races on the network; the text of its step
        of undo, and the key under which proposals in a row are one step.
    sealed
        The current step of undo has ended.
    turned : str
        To another `Subject`.
    spoiled : bool
        What is typed is no formula; or is one again.
    """

    proposed = Signal(object, str, str)
    sealed = Signal()
    turned = Signal(str)
    spoiled = Signal(bool)

    def __init__(
        self, race: Race, lineup: Lineup | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.setObjectName("race_panel")
        self.setAccessibleName(self.tr("Race"))
        self._race, self._lineup = race, lineup or usual_lineup()
        self._rows: list[ContestantRow] = []
        self._subject: Subject = "function"
        self.slices, self.planes = SliceControls(), SliceControls(racing=True)
        self.add(self._surface_section())
        self.add(self._contestants_section())
        self.show_race(race)

    @property
    def rows(self) -> tuple[ContestantRow, ...]:
        """One row per contestant."""
        return tuple(self._rows)

    @property
    def slicing(self) -> bool:
        """Whether a slice through this network's loss is on show, with the training's own run."""
        return self._subject == "run"

    @property
    def subject(self) -> Subject:
        """What is on show."""
        return self._subject

    @property
    def _event(self) -> Race | Lineup:
        """What the contestants' controls are about."""
        return self._lineup if self._subject == "race" else self._race

    def show_race(self, race: Race, lineup: Lineup | None = None) -> None:
        """Show a race in the controls, and who races on the network, without saying so."""
        self._race, self._lineup = race, lineup or self._lineup
        typed = race.surface not in SURFACES
        self._show_choice()
        self._formula.set_value(race.surface if typed else "")
        if typed:
            self._formula.set_note(self._start_note(race))
        self._show_contestants()

    def _show_contestants(self) -> None:
        """Show who races on what is on show, and how long."""
        event = self._event
        self._steps.set_value(event.steps)
        names = [contestant.name for contestant in event.contestants]
        if names != [row.name for row in self._rows]:
            self._remake_rows()
        limit = stability_limit(find(event.surface)) if isinstance(event, Race) else None
        for row, contestant in zip(self._rows, event.contestants, strict=True):
            row.set_optimizer(contestant.optimizer)
            row.set_limit(limit if contestant.optimizer.key == "sgd" else None)
        self._add.setEnabled(len(names) < len(OPTIMIZERS))

    def _show_choice(self) -> None:
        """Show what is chosen, and the controls that go with it."""
        surface = self._race.surface
        typed = surface not in SURFACES
        chosen = {
            "function": FORMULA if typed else surface,
            "run": self.slices.survey.plane,
            "race": RACE + self.planes.survey.plane,
        }
        self._surface.set_value(chosen[self._subject])
        self._typeset.show_formula(self._surface.formula)
        self._formula.setVisible(typed and self._subject == "function")
        self._steps.setVisible(not self.slicing)
        self._contestants.setVisible(not self.slicing)
        self.slices.setVisible(self.slicing)
        self.planes.setVisible(self._subject == "race")

    def _turn(self, subject: Subject) -> None:
        self._subject = subject
        self._show_choice()
        self._show_contestants()
        self.turned.emit(subject)

    def _start_note(self, race: Race) -> str:
        """Say where the race begins if a formula has no value at the usual start."""
        start = find(race.surface).start
        if start == USUAL_START or race.start != start:
            return ""
        text = self.tr("No finite value or slope at {usual}: the race begins at {start}.")
        return text.format(usual=_place(USUAL_START), start=_place(start))

    def set_notes(self, notes: Mapping[str, str]) -> None:
        """Show a sentence below the sliders of these contestants, and none below the others."""
        for row in self._rows:
            row.set_note(notes.get(row.name, ""))

    def _surface_section(self) -> Section:
        self._surface, self._typeset = SubjectChoice(), SurfaceFormula()
        self._surface.edited.connect(self._choose_surface)
        self._formula = FormulaRow()
        self._formula.edited.connect(self._type_surface)
        self._formula.committed.connect(self.sealed)
        self._formula.spoiled.connect(self.spoiled)
        self._steps = NumberRow(specs_of(Race)["steps"], self._race.steps)
        self._steps.setObjectName("steps")
        self._steps.edited.connect(
            lambda n: self._propose(replace(self._event, steps=n), self.tr("steps"), "steps")
        )
        self._steps.committed.connect(self.sealed)
        controls = (self._formula, self._steps, self.slices, self.planes)
        rows = (self._surface, self._typeset, *controls)
        return Section(self.tr("Surface"), *rows)

    def _contestants_section(self) -> Section:
        self._contestants = Section(self.tr("Optimizers"))
        self._add = QPushButton(self.tr("Add optimizer"))
        self._add.setObjectName("add_optimizer")
        self._add.setIcon(icons.icon("plus"))
        self._add.setToolTip(self.tr("Let another rule start from the same place."))
        self._add.clicked.connect(self._offer_more)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._add)
        row.addStretch(1)
        self._rows_box = QWidget()
        self._rows_column = QVBoxLayout(self._rows_box)
        self._rows_column.setContentsMargins(0, 0, 0, 0)
        self._rows_column.setSpacing(sizes().space_3)
        self._contestants.add(self._rows_box)
        self._contestants.add(foot)
        self._contestants.add(self.planes.waiting)
        return self._contestants

    def _remake_rows(self) -> None:
        for row in self._rows:
            self._rows_column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [ContestantRow(contestant) for contestant in self._event.contestants]
        for row in self._rows:
            row.edited.connect(self._change_rate)
            row.committed.connect(self.sealed)
            row.removed.connect(self._remove)
            row.set_removable(len(self._rows) > 1)
            self._rows_column.addWidget(row)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_add"):
            self._add.setIcon(icons.icon("plus"))

    def _offer_more(self) -> None:
        self.more_menu().popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def more_menu(self) -> QMenu:
        """Return the menu of the optimizers that are not in the race yet."""
        menu = QMenu(self)
        menu.setObjectName("more_optimizers")
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        present = {contestant.optimizer.key for contestant in self._event.contestants}
        for key, cls in OPTIMIZERS.items():
            if key not in present:
                action = menu.addAction(cls.title)
                action.setObjectName(f"join_{key}")
                action.setToolTip(tips.tip("", *tips.rule_words(cls)))
                action.triggered.connect(lambda _=False, key=key: self._join(key))
        return menu

    def _join(self, key: str) -> None:
        event = self._event
        if isinstance(event, Race):
            newcomer = usual_race(event.surface, (key,)).contestants
        else:
            newcomer = usual_contestants((key,))
        event = replace(event, contestants=(*event.contestants, *newcomer))
        self._propose(event, self.tr("add an optimizer"), "")

    def _remove(self, name: str) -> None:
        rest = tuple(c for c in self._event.contestants if c.name != name)
        self._propose(replace(self._event, contestants=rest), self.tr("remove an optimizer"), "")

    def _choose_surface(self, key: str) -> None:
        """Go to another surface, with its own start and the learning rates that suit it."""
        if key in PLANES:
            self.slices.choose(key)
            self._turn("run")
            return
        if key.startswith(RACE):
            self.planes.choose(key.removeprefix(RACE))
            self._turn("race")
            return
        if self._subject != "function":
            self._turn("function")
            if key == (self._race.surface if self._race.surface in SURFACES else FORMULA):
                return  # back to the race as it was
        typed = key == FORMULA
        self._propose(self._race_on(FIRST_FORMULA if typed else key), self.tr("surface"), "")
        if typed:
            self._formula.begin()

    def _type_surface(self, text: str) -> None:
        self._propose(self._race_on(text), self.tr("formula"), "formula")

    def _race_on(self, surface: str) -> Race:
        keys = tuple(contestant.optimizer.key for contestant in self._race.contestants)
        return replace(usual_race(surface, keys), steps=self._race.steps)

    def _change_rate(self, name: str, rate: float) -> None:
        def changed(contestant: Contestant) -> Contestant:
            if contestant.name != name:
                return contestant
            return replace(contestant, optimizer=replace(contestant.optimizer, lr=rate))

        event = replace(self._event, contestants=tuple(map(changed, self._event.contestants)))
        self._propose(event, self.tr("learning rate"), f"rate.{name}")

    def _propose(self, event: Race | Lineup, text: str, merge_key: str) -> None:
        key = f"network.{merge_key}" if merge_key and isinstance(event, Lineup) else merge_key
        self.proposed.emit(event, text, key)


def _place(point: tuple[float, float]) -> str:
    return f"({number_text(point[0])}, {number_text(point[1])})"
