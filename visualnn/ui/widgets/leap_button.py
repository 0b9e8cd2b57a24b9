"""A button that leads from one marked row of a table to the next, with keys for both ways."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

FORWARD, BACK = "N", "Shift+N"
ARROW = "↓"


class LeapButton(QToolButton):
    """Stands in a card's heading, and says less where there is little room.

    Parameters
    ----------
    text, name, idea
        What it says before its arrow, what it is called, and what it is good for.
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
        self._words = f"{text} {ARROW}"
        self.setText(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setProperty("role", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setToolTip(f"{idea} ({FORWARD}, {BACK})")
        self.clicked.connect(lambda: self.leapt.emit(1))
        for keys, way in ((FORWARD, 1), (BACK, -1)):
            shortcut = QShortcut(QKeySequence(keys), scope)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.leapt.emit, way))

    def sizeHint(self) -> QSize:
        """Return room for all it can say."""
        return self._room(self._words)

    def minimumSizeHint(self) -> QSize:
        """Return room for its arrow."""
        return self._room(ARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self.setText(self._words if self.width() >= self.sizeHint().width() else ARROW)

    def _room(self, text: str) -> QSize:
        hint, metrics, flag = super().sizeHint(), self.fontMetrics(), Qt.TextFlag.TextShowMnemonic
        wider = metrics.size(flag, text).width() - metrics.size(flag, self.text()).width()
        return QSize(hint.width() + wider, hint.height())
