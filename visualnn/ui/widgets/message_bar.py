"""One sentence to the person, in place, without a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from visualnn.ui import icons
from visualnn.ui.widgets.berth import Berth
from visualnn.ui.widgets.floating_strip import FloatingStrip, Kind

WIDEST = 860

DONE = 8_000
"""Milliseconds after which a sentence that something is done goes by itself."""


class MessageBar(FloatingStrip):
    """A sentence that stays until it is closed, or overtaken by time or by the next act.

    A new message takes the place of the old one; screen readers announce it.

    Signals
    -------
    closed
        The strip has gone.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, berth: Berth | None = None) -> None:
        super().__init__(parent, berth)
        self._act: Callable[[], object] | None = None
        self._answers = False
        self._overtaken = QTimer(self)
        self._overtaken.setSingleShot(True)
        self._overtaken.timeout.connect(self._go)
        self.setObjectName("message_bar")
        self.setAccessibleName(self.tr("Message"))
        self._action = QPushButton()
        self._action.setObjectName("message_action")
        self._action.clicked.connect(self._perform)
        self._close = self._close_button()
        self.row.addWidget(self._action)
        self.row.addWidget(self._close)

    def show_message(
        self,
        kind: Kind,
        text: str,
        action_text: str = "",
        action: Callable[[], object] | None = None,
        *,
        overtaken_after: int = 0,
        until_next_act: bool = False,
    ) -> None:
        """Show a sentence, with one thing to do about it where there is one.

        One that is ``overtaken_after`` so many milliseconds goes by itself then,
        but not while the mouse is on it.  One that answers an act is true only
        ``until_next_act``.
        """
        self._overtaken.stop()
        if overtaken_after:
            self._overtaken.start(overtaken_after)
        self.kind, self._act, self._answers = kind, action, until_next_act
        self._text.setText(text)
        self._action.setText(action_text)
        self._action.setVisible(bool(action_text))
        self.appear()

    def _go(self) -> None:
        """Go, unless somebody is reading."""
        if self.underMouse():
            self._overtaken.start()
        else:
            self.dismiss()

    def heed_act(self) -> None:
        """Go, if what is said answers an act: the next one is made."""
        if self._answers:
            self.dismiss()

    def dismiss(self) -> None:
        """Take the message away."""
        self._overtaken.stop()
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def sizeHint(self) -> QSize:
        words = self._text.fontMetrics().horizontalAdvance(self._text.text())
        others = super().sizeHint().width() - self._text.sizeHint().width()
        width = min(WIDEST, words + others + 2)
        return QSize(width, self.layout().totalHeightForWidth(width))

    def dress(self) -> None:
        """Take up the theme's colors and fonts."""
        super().dress()
        self._close.setIcon(icons.icon("close"))

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _close_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("message_close")
        button.setProperty("role", "quiet")
        button.setAccessibleName(self.tr("Close the message"))
        button.setToolTip(self.tr("Close the message (Escape)"))
        button.clicked.connect(self.dismiss)
        return button

    def _perform(self) -> None:
        act = self._act
        self.dismiss()
        if act is not None:
            act()
