"""One number that is off at zero, with a switch beside it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from visualnn.specs import Spec
from visualnn.ui.widgets.slider import NumberRow
from visualnn.ui.widgets.switch import Switch


class OptionalRow(NumberRow):
    """A number of which zero means off: the switch turns it on at what is usual.

    Turned off and on again it is what it was before.

    Parameters
    ----------
    spec
        With a value that is usual.
    """

    def __init__(self, spec: Spec, value: float, parent: QWidget | None = None) -> None:
        self._switch, self._before = Switch(), spec.usual
        super().__init__(spec, value, parent=parent)
        self._switch.setObjectName("switch")
        self._switch.setAccessibleName(self._label.text())
        self._switch.setToolTip(self.toolTip())
        self._switch.clicked.connect(self._turn)

    def _beside(self) -> QWidget:
        return self._switch

    def _show(self) -> None:
        super()._show()
        with QSignalBlocker(self._switch):
            self._switch.setChecked(self.value != 0)
        self._switch.update()

    def _turn(self, on: bool) -> None:
        if not on:
            self._before = self.value
        self.set_value(self._before if on else 0.0)
        self.edited.emit(self.value)
        self.committed.emit()
