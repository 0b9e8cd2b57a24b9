"""The sheet that all views show, and what a person does to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from visualnn.experiment.explain import Explanation, Notation, Place
from visualnn.figures.worked import Sheet
from visualnn.ui.backprop.opening import names_of
from visualnn.ui.backprop.relay import Relay, Shows


class OpenSheet(QObject):
    """Changes the sheet by gestures, and passes each on to the views.

    Parameters
    ----------
    views
        In the order in which they are looked at.

    Attributes
    ----------
    sheet
        What is on show; None before the first.
    relay
        Brings it to the views.

    Signals
    -------
    edited
        Something else of the same explanation is on show.
    pointed
        Other places are pointed at.
    check_wanted : Explanation, Place
        Another parameter is chosen, or the same one of another explanation: its
        gradient should be checked by central differences.
    """

    edited = Signal()
    pointed = Signal()
    check_wanted = Signal(object, object)

    def __init__(self, views: Sequence[Shows], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self._checked: tuple[Explanation, Place] | None = None
        self.relay = Relay(views, lambda: self.sheet, self)

    def open(self, sheet: Sheet, *, spread: bool) -> None:
        """Show the sheet of an explanation that has just come; ``spread`` over several frames."""
        self.sheet = sheet
        self.relay.begin(spread=spread)
        self._want_check(sheet)

    def edit(self, **changes: object) -> None:
        """Show the sheet with changes in every view."""
        if self.sheet is None:
            return
        self.sheet = self.sheet.edited(**changes)
        self.relay.begin()
        self.edited.emit()
        self._want_check(self.sheet)

    def point(self, places: frozenset[Place]) -> None:
        """Mark the places that are pointed at."""
        if self.sheet is not None and places != self.sheet.pointed:
            self.sheet = self.sheet.edited(pointed=places)
            self.relay.point()
            self.pointed.emit()

    def go_through(self, place: Place) -> None:
        """Lead the shown path through a neuron; through the one it is led through, no longer."""
        if self.sheet is not None:
            self.edit(through=self.sheet.led_through(place))

    def write_in(self, notation: Notation) -> None:
        """Write everything in another notation."""
        if self.sheet is not None:
            self.edit(names=names_of(self.sheet.explanation, notation, self.sheet))

    def leave_way(self) -> None:
        """Show all paths again where one was chosen."""
        if self.sheet is not None and self.sheet.through:
            self.edit(through=())

    def _want_check(self, sheet: Sheet) -> None:
        """Have the chosen parameter checked, once for each explanation."""
        if sheet.selected is None or (sheet.explanation, sheet.selected) == self._checked:
            return
        self._checked = sheet.explanation, sheet.selected
        self.check_wanted.emit(*self._checked)
