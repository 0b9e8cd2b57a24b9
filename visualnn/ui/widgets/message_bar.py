"""One sentence to the person, in place, without a dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from visualnn.ui import fonts, icons
from visualnn.ui.theme import Theme, current, sizes
from visualnn.ui.widgets.paint import painter_on, rounded

Kind = Literal["info", "good", "warn", "bad"]
ICONS = {"info": "info", "good": "check", "warn": "warning", "bad": "warning"}
WIDEST = 860
STRIPE = 4
LEAST_HEIGHT = 36
"""One line of text fits over the status line and the gap above it: no figure is covered."""


class MessageBar(QFrame):
    """A strip that floats over the lower edge of its parent, so that nothing jumps.

    A new message takes the place of the old one; screen readers announce it.

    Signals
    -------
    closed
        The strip has gone.
    """

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind: Kind = "info"
        self._act: Callable[[], object] | None = None
        self._overtaken = QTimer(self)
        self._overtaken.setSingleShot(True)
        self._overtaken.timeout.connect(self._go)
        self.setObjectName("message_bar")
        self.setAccessibleName(self.tr("Message"))
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = QPushButton()
        self._action.setObjectName("message_action")
        self._action.clicked.connect(self._perform)
        self._close = self._close_button()
        row = QHBoxLayout(self)
        row.setContentsMargins(12 + STRIPE, 3, 8, 3)
        row.setSpacing(sizes().space_2)
        for widget in (self._sign, self._text, self._action, self._close):
            row.addWidget(widget, int(widget is self._text))
        self.hide()
        parent.installEventFilter(self)

    @property
    def text(self) -> str:
        """The sentence on show, or an empty string."""
        return "" if self.isHidden() else self._text.text()

    def show_message(
        self,
        kind: Kind,
        text: str,
        action_text: str = "",
        action: Callable[[], object] | None = None,
        *,
        overtaken_after: int = 0,
    ) -> None:
        """Show a sentence, with one thing to do about it where there is one.

        One that is ``overtaken_after`` so many milliseconds goes by itself then,
        but not while the mouse is on it.
        """
        self._overtaken.stop()
        if overtaken_after:
            self._overtaken.start(overtaken_after)
        self.kind, self._act = kind, action
        self._text.setText(text)
        self._action.setText(action_text)
        self._action.setVisible(bool(action_text))
        self._dress()
        self.show()
        self.raise_()
        self._place()
        self._announce(text)

    def _go(self) -> None:
        """Go, unless somebody is reading."""
        if self.underMouse():
            self._overtaken.start()
        else:
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

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched, event) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self.isHidden():
            self._dress()

    def paintEvent(self, event) -> None:
        theme, box = current(), QRectF(self.rect())
        radius = sizes().radius_control
        with painter_on(self) as painter:
            rounded(painter, box, radius, _tinted(theme, self.kind), theme.line)
            painter.setClipRect(QRectF(0, 0, STRIPE, self.height()))
            rounded(painter, box, radius, _sign_color(theme, self.kind), None)

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

    def _dress(self) -> None:
        color = _sign_color(current(), self.kind)
        scale = self.devicePixelRatioF()
        self._sign.setPixmap(icons.pixmap(ICONS[self.kind], 16, color, scale))
        self._close.setIcon(icons.icon("close"))
        self._text.setFont(fonts.text())

    def _place(self) -> None:
        room = self.parentWidget().width() - 2 * sizes().space_4
        width = max(120, min(room, self.sizeHint().width()))
        height = max(LEAST_HEIGHT, self.layout().totalHeightForWidth(width))
        left = self.parentWidget().width() - width - sizes().space_3
        top = self.parentWidget().height() - height - 1
        self.setGeometry(left, top, width, height)

    def _announce(self, text: str) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))


def _sign_color(theme: Theme, kind: Kind) -> QColor:
    return theme.accent if kind == "info" else getattr(theme, kind)


def _tinted(theme: Theme, kind: Kind) -> QColor:
    sign, share = _sign_color(theme, kind), 0.16 if theme.dark else 0.08
    pairs = zip(theme.panel.getRgbF()[:3], sign.getRgbF()[:3], strict=True)
    return QColor.fromRgbF(*(a + (b - a) * share for a, b in pairs))
