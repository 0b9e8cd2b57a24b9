"""A button that leads from one marked row of a table to the next, with keys for both ways."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QToolButton, QWidget

FORWARD, BACK = "N", "Shift+N"


class LeapButton(QToolButton):
    """Stands in a card's heading.

    Parameters
    ----------
    text, name, idea
        What it says, what it is called, and what it is good for.
    scope
        The keys work while the focus is in here.

    Signals
    -------
    leapt : int
        1 for the next marked row, -1 for the one before.
    """

    leapt = Signal(int)

    def __init__(self, text: str, name: str, idea: str, scope: QWidget) -> None:
        super().__init__()
        self.setText(text)
        self.setProperty("role", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setToolTip(f"{idea} ({FORWARD}, {BACK})")
        self.clicked.connect(lambda: self.leapt.emit(1))
        for keys, way in ((FORWARD, 1), (BACK, -1)):
            shortcut = QShortcut(QKeySequence(keys), scope)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.leapt.emit, way))
