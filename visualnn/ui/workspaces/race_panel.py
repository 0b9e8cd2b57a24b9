"""The controls of a race: the surface, and each optimizer's learning rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from visualnn.experiment.together.race import Contestant, Race, usual_race
from visualnn.figures.ticks import number_text
from visualnn.landscape.planes import PLANES
from visualnn.nn.optim import OPTIMIZERS
from visualnn.specs import specs_of
from visualnn.surfaces import SURFACES, USUAL_START, find
from visualnn.surfaces.stability import stability_limit
from visualnn.ui import icons, tips
from visualnn.ui.theme import sizes
from visualnn.ui.widgets.choice import ChoiceRow
from visualnn.ui.widgets.formula_row import FormulaRow
from visualnn.ui.widgets.section import Section
from visualnn.ui.widgets.side_panel import SidePanel
from visualnn.ui.widgets.slider import NumberRow
from visualnn.ui.workspaces.contestant_row import ContestantRow
from visualnn.ui.workspaces.slice_controls import SliceControls
from visualnn.ui.workspaces.surface_formula import SurfaceFormula

LONG = 166
"""Pixels for the list of surfaces, whose names are long."""

FORMULA, FIRST_FORMULA = "formula", "x^2 + 3*y^2"
"""Stands in the list of surfaces for a typed-in one, which begins as this."""


class RacePanel(SidePanel):
    """All controls of a race in one column.

    Signals
    -------
    proposed : Race, str, str
        A new race, the text of its step of undo, and the key under which
        proposals in a row are one step.
    sealed
        The current step of undo has ended.
    turned : bool
        From the race to slices through this network's loss, or back.
    """

    proposed = Signal(object, str, str)
    sealed = Signal()
    turned = Signal(bool)

    def __init__(self, race: Race, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("race_panel")
        self.setAccessibleName(self.tr("Race"))
        self._race = race
        self._rows: list[ContestantRow] = []
        self._notes: dict[str, str] = {}
        self._slicing = False
        self.slices = SliceControls()
        self.add(self._surface_section())
        self.add(self._contestants_section())
        self.show_race(race)

    @property
    def rows(self) -> tuple[ContestantRow, ...]:
        """One row per contestant."""
        return tuple(self._rows)

    @property
    def slicing(self) -> bool:
        """Whether a slice through this network's loss is on show."""
        return self._slicing

    def show_race(self, race: Race) -> None:
        """Show a race in the controls, without saying so."""
        self._race = race
        typed = race.surface not in SURFACES
        self._show_choice()
        if typed:
            self._formula.set_value(race.surface)
            self._formula.set_note(self._start_note(race))
        self._steps.set_value(race.steps)
        names = [contestant.name for contestant in race.contestants]
        if names != [row.name for row in self._rows]:
            self._remake_rows()
        for row, contestant in zip(self._rows, race.contestants, strict=True):
            row.set_optimizer(contestant.optimizer)
            plain = contestant.optimizer.key == "sgd"
            row.set_limit(stability_limit(find(race.surface)) if plain else None)
        self._add.setEnabled(len(names) < len(OPTIMIZERS))

    def _show_choice(self) -> None:
        """Show what is chosen, and the controls that go with it."""
        surface = self._race.surface
        typed = surface not in SURFACES
        slicing = self._slicing
        function = FORMULA if typed else surface
        self._surface.set_value(self.slices.survey.plane if slicing else function)
        self._typeset.show_formula(self._surface.formula)
        self._formula.setVisible(typed and not slicing)
        self._steps.setVisible(not slicing)
        self._contestants.setVisible(not slicing)
        self.slices.setVisible(slicing)

    def _turn(self, slicing: bool) -> None:
        self._slicing = slicing
        self._show_choice()
        self.turned.emit(slicing)

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
        titles = [(key, _title(surface)) for key, surface in SURFACES.items()]
        titles.append((FORMULA, self.tr("Your own formula")))
        tip = self.tr("A function of two parameters that stands for a loss.")
        rules = {key: (surface.formula, "") for key, surface in SURFACES.items()}
        rules |= self._plane_rules()
        self._surface = ChoiceRow(
            self.tr("Function"), titles, tip=tip, rules=rules, most_width=LONG, captioned=False
        )
        self._typeset = SurfaceFormula()
        self._surface.setObjectName("surface")
        planes = (
            ("weights", self.tr("Two weights")),
            ("random", self.tr("Random directions")),
            ("pca", self.tr("Plane of the run")),
        )
        self._surface.add_group(self.tr("This network’s loss"), planes)
        self._surface.edited.connect(self._choose_surface)
        self._formula = FormulaRow()
        self._formula.edited.connect(self._type_surface)
        self._formula.committed.connect(self.sealed)
        self._steps = NumberRow(specs_of(Race)["steps"], self._race.steps)
        self._steps.setObjectName("steps")
        self._steps.edited.connect(
            lambda steps: self._propose(replace(self._race, steps=steps), self.tr("steps"), "steps")
        )
        self._steps.committed.connect(self.sealed)
        rows = (self._surface, self._typeset, self._formula, self._steps, self.slices)
        return Section(self.tr("Surface"), *rows)

    def _plane_rules(self) -> dict[str, tuple[str, str]]:
        """Return formula and variant of the planes through this network's parameters."""
        return {
            "weights": ("L(w₁ + u, w₂ + v)", self.tr("All other parameters are held.")),
            "random": (
                "L(θ + u·d₁ + v·d₂)",
                self.tr(
                    "Normally distributed directions; the weights into each neuron are scaled to "
                    "the norm of its own (filter normalization), biases are held."
                ),
            ),
            "pca": (
                "L(θ + u·c₁ + v·c₂)",
                self.tr("The first two principal components of the recorded parameters."),
            ),
        }

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
        return self._contestants

    def _remake_rows(self) -> None:
        for row in self._rows:
            self._rows_column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [ContestantRow(contestant) for contestant in self._race.contestants]
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
        present = {contestant.optimizer.key for contestant in self._race.contestants}
        for key, cls in OPTIMIZERS.items():
            if key not in present:
                action = menu.addAction(cls.title)
                action.setObjectName(f"join_{key}")
                action.setToolTip(tips.tip("", *tips.rule_words(cls)))
                action.triggered.connect(lambda _=False, key=key: self._join(key))
        return menu

    def _join(self, key: str) -> None:
        newcomer = usual_race(self._race.surface, (key,)).contestants
        race = replace(self._race, contestants=(*self._race.contestants, *newcomer))
        self._propose(race, self.tr("add an optimizer"), "")

    def _remove(self, name: str) -> None:
        rest = tuple(c for c in self._race.contestants if c.name != name)
        race = replace(self._race, contestants=rest)
        self._propose(race, self.tr("remove an optimizer"), "")

    def _choose_surface(self, key: str) -> None:
        """Go to another surface, with its own start and the learning rates that suit it."""
        if key in PLANES:
            self.slices.choose(key)
            self._turn(slicing=True)
            return
        if self._slicing:
            self._turn(slicing=False)
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

        race = replace(self._race, contestants=tuple(map(changed, self._race.contestants)))
        self._propose(race, self.tr("learning rate"), f"rate.{name}")

    def _propose(self, race: Race, text: str, merge_key: str) -> None:
        self.proposed.emit(race, text, merge_key)


def _title(surface: Any) -> str:
    return QCoreApplication.translate("surfaces", surface.title)


def _place(point: tuple[float, float]) -> str:
    return f"({number_text(point[0])}, {number_text(point[1])})"
