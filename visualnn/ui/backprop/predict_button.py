"""The button that has one predict what comes next, and the keys that write an answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from visualnn.ui import fonts


class PredictButton(QToolButton):
    """Hides what comes next, and has it asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("predict")
        self.setProperty("role", "tab")
        self.setCheckable(True)
        self.setText(self.tr("Predict first"))
        self.setFont(fonts.small())
        idea = self.tr(
            "Hide what comes next and ask for it: a number, a sign, or which weight moves most."
        )
        self.setToolTip(f"<qt>{idea}</qt>")
        self.setAccessibleDescription(idea)


def is_figure(event: QKeyEvent) -> bool:
    """Return whether a key writes a part of a number."""
    plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
    return event.modifiers() in plain and event.text() in tuple("0123456789.,-")
