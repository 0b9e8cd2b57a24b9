"""A strip that floats over the lower edge of a page, beside the numbers or in a row of its own."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from visualnn.ui import fonts, icons
from visualnn.ui.theme import Theme, current, sizes
from visualnn.ui.widgets.berth import Berth
from visualnn.ui.widgets.paint import painter_on, rounded

Kind = Literal["info", "good", "warn", "bad"]
ICONS = {"info": "info", "good": "check", "warn": "warning", "bad": "warning"}
STRIPE = 4
LEAST_HEIGHT = 36
"""One line of text fits over the status line and the gap above it: no figure is covered."""

APART = 16
"""Pixels between the last number of the status line and a strip beside it."""


class FloatingStrip(QFrame):
    """A sign and a text, and whatever a subclass adds to the row; hidden at first.

    Parameters
    ----------
    berth
        Where it lies when it would cover numbers of the status line.

    Attributes
    ----------
    kind
        What kind of thing is said: its sign and its color.
    """

    def __init__(self, parent: QWidget, berth: Berth | None = None) -> None:
        super().__init__(parent)
        self._berth = berth
        if berth is not None:
            berth.crowded.connect(self._make_way)
        self.kind: Kind = "info"
        self._sign, self._text = QLabel(), QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12 + STRIPE, 3, 8, 3)
        self.row.setSpacing(sizes().space_2)
        self.row.addWidget(self._sign)
        self.row.addWidget(self._text, 1)
        self.hide()
        parent.installEventFilter(self)

    @property
    def text(self) -> str:
        """The sentence on show, or an empty string."""
        return "" if self.isHidden() else self._text.text()

    def appear(self) -> None:
        """Come to the front, and let screen readers say it."""
        self.dress()
        self.show()
        self.raise_()
        self.place()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._text.text()))

    def dress(self) -> None:
        """Take up the theme's colors and fonts."""
        color = _sign_color(current(), self.kind)
        self._sign.setPixmap(icons.pixmap(ICONS[self.kind], 16, color, self.devicePixelRatioF()))
        self._text.setFont(fonts.text())

    def place(self) -> None:
        """Take the place over the lower edge, as wide as the text wants."""
        room = self.parentWidget().width() - 2 * sizes().space_4
        width = max(120, min(room, self.sizeHint().width()))
        height = max(LEAST_HEIGHT, self.layout().totalHeightForWidth(width))
        left = self.parentWidget().width() - width - sizes().space_3
        top = self.parentWidget().height() - height - 1 - self._lifted(width, height)
        self.setGeometry(left, top, width, height)

    def _lifted(self, width: int, height: int) -> int:
        """Return how far the strip lies above the edge; once lifted it stays so."""
        if self._berth is None:
            return 0
        beside = width + sizes().space_3 + APART <= self._berth.free and height <= LEAST_HEIGHT
        if beside and not self._berth.holds(self):
            return 0
        self._berth.take_in(self, height)
        return self._berth.below

    def _make_way(self) -> None:
        if not self.isHidden():
            self.place()

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        if self._berth is not None and self.isHidden():
            self._berth.let_go(self)

    def eventFilter(self, watched, event) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.place()
        return False

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self.isHidden():
            self.dress()

    def paintEvent(self, event) -> None:
        theme, box = current(), QRectF(self.rect())
        radius = sizes().radius_control
        with painter_on(self) as painter:
            rounded(painter, box, radius, _tinted(theme, self.kind), theme.line)
            painter.setClipRect(QRectF(0, 0, STRIPE, self.height()))
            rounded(painter, box, radius, _sign_color(theme, self.kind), None)


def _sign_color(theme: Theme, kind: Kind) -> QColor:
    return theme.accent if kind == "info" else getattr(theme, kind)


def _tinted(theme: Theme, kind: Kind) -> QColor:
    sign, share = _sign_color(theme, kind), 0.16 if theme.dark else 0.08
    pairs = zip(theme.panel.getRgbF()[:3], sign.getRgbF()[:3], strict=True)
    return QColor.fromRgbF(*(a + (b - a) * share for a, b in pairs))
