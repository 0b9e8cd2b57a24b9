"""A place that scrolls where the window is too small for what stands in it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class Roomy(QScrollArea):
    """Gives a widget all the room there is, and never less than it can be read in.

    Parameters
    ----------
    body
        Fills the area; where the area is smaller than ``least``, it scrolls.
    least
        Logical pixels that the body gets at least.
    """

    def __init__(self, body: QWidget, least: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("roomy")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        body.setMinimumSize(least)
        self.setWidget(body)
        # The page's ground shows through, as it does beside the cards.
        body.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        """Return little: what does not fit scrolls."""
        return QSize(120, 120)
