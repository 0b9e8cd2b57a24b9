"""One yes or no: its name, the word on or off, and a switch."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from visualnn.ui import fonts
from visualnn.ui.theme import current
from visualnn.ui.widgets.paint import painter_on, ring

TRACK = QSize(28, 16)
GAP = 6


class Switch(QCheckBox):
    """A check box drawn as a switch, with its state in words beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(fonts.value())
        words = max(metrics.horizontalAdvance(word) for word in self._words())
        return QSize(words + GAP + TRACK.width() + 6, TRACK.height() + 6)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event) -> None:
        theme, on = current(), self.isChecked()
        track = QRectF(
            self.width() - TRACK.width(), (self.height() - TRACK.height()) / 2,
            TRACK.width(), TRACK.height(),
        )  # fmt: skip
        radius = TRACK.height() / 2
        with painter_on(self) as painter:
            painter.setFont(fonts.value())
            painter.setPen(theme.ink if self.isEnabled() else theme.ink3)
            room = QRectF(0, 0, track.left() - GAP, self.height())
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, right, self._words()[on])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent if on and self.isEnabled() else theme.ink3)
            painter.drawRoundedRect(track, radius, radius)
            painter.setBrush(theme.panel)
            x = track.right() - radius if on else track.left() + radius
            painter.drawEllipse(QPointF(x, track.center().y()), radius - 2, radius - 2)
            if self.hasFocus():
                ring(painter, track.adjusted(-3, -3, 0, 3), radius + 2, theme.accent)

    def _words(self) -> tuple[str, str]:
        return self.tr("off"), self.tr("on")


class FlagRow(QWidget):
    """A name at the left and a switch at the right; a click on the name turns it too.

    Signals
    -------
    edited : bool
        The state that a person chose.
    """

    edited = Signal(bool)

    def __init__(
        self, label: str, value: bool = False, *, tip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._switch = Switch()
        self._switch.setObjectName("switch")
        self._switch.setAccessibleName(label)
        self._switch.setAccessibleDescription(tip)
        self._switch.setChecked(value)
        self._switch.clicked.connect(self.edited)
        name = QLabel(label)
        name.setProperty("role", "second")
        name.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(name, 1)
        row.addWidget(self._switch)
        self.setToolTip(tip)

    @property
    def value(self) -> bool:
        """Whether it is on."""
        return self._switch.isChecked()

    def set_value(self, value: bool) -> None:
        """Turn it on or off without saying so."""
        with QSignalBlocker(self._switch):
            self._switch.setChecked(value)
        self._switch.update()

    def mouseReleaseEvent(self, event) -> None:
        if self.rect().contains(event.position().toPoint()):
            self._switch.click()
