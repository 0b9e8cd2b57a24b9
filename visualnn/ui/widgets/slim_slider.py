"""A slim slider with a ring for a handle."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QStyle, QWidget

from visualnn.ui.theme import Theme, current, sizes
from visualnn.ui.widgets.paint import painter_on

Tint = Callable[[Theme], QColor]
"""Picks a color from the theme; a function, so that it follows a change of theme."""


def accent(theme: Theme) -> QColor:
    """Pick the accent color."""
    return theme.accent


class SlimSlider(QSlider):
    """A slider that a click moves at once and the wheel moves only when focused.

    Signals
    -------
    committed
        When a drag, a key or a turn of the wheel has ended in another value.
    typed : str
        A digit or a sign was typed: the beginning of an exact value.
    """

    committed = Signal()
    typed = Signal(str)

    def __init__(self, tint: Tint = accent, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.tint = tint
        self._settled = 0
        self._mark: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSingleStep(1)

    def settle(self) -> None:
        """Take the present position as known, so that it is not committed again."""
        self._settled = self.value()

    @property
    def mark(self) -> int | None:
        """The position that a tick marks, or None."""
        return self._mark

    def set_mark(self, position: int | None) -> None:
        """Mark a position by a tick across the groove."""
        if position != self._mark:
            self._mark = position
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, sizes().handle + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, sizes().handle + 4)

    def mousePressEvent(self, event) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setSliderDown(True)
        self._move_to(event.position().x())

    def mouseMoveEvent(self, event) -> None:
        if self.isSliderDown():
            self._move_to(event.position().x())

    def mouseReleaseEvent(self, event) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
            self._commit()

    def wheelEvent(self, event) -> None:
        if not self.hasFocus():
            event.ignore()  # the panel scrolls instead
            return
        super().wheelEvent(event)
        self._commit()

    def keyPressEvent(self, event) -> None:
        text = event.text()
        if text and (text.isdigit() or text in "-−") and not event.modifiers() & _COMMANDS:
            self.typed.emit(text)
        elif event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.typed.emit("")
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event) -> None:
        super().keyReleaseEvent(event)
        if not event.isAutoRepeat():  # holding an arrow down is one edit
            self._commit()

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self._commit()

    def paintEvent(self, event) -> None:
        theme, measure = current(), sizes()
        tint = self.tint(theme) if self.isEnabled() else theme.ink3
        center, groove = self._center(), measure.groove
        top = (self.height() - groove) / 2
        with painter_on(self) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.line)
            whole = QRectF(0, top, self.width(), groove)
            painter.drawRoundedRect(whole, groove / 2, groove / 2)
            painter.setBrush(tint)
            painter.drawRoundedRect(self._filled(center, top), groove / 2, groove / 2)
            if self._mark is not None:
                painter.setBrush(theme.ink2)
                painter.drawRect(QRectF(self._place(self._mark) - 1, 0, 2, self.height()))
            if self.hasFocus():
                painter.setBrush(_faint(theme.accent))
                radius = measure.handle / 2 + 2
                painter.drawEllipse(QPointF(center, self.height() / 2), radius, radius)
            painter.setPen(QPen(tint, measure.focus_ring))
            painter.setBrush(theme.panel)
            radius = measure.handle / 2 - 1
            painter.drawEllipse(QPointF(center, self.height() / 2), radius, radius)

    def _filled(self, center: float, top: float) -> QRectF:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            return QRectF(center, top, self.width() - center, sizes().groove)
        return QRectF(0, top, center, sizes().groove)

    def _center(self) -> float:
        """Return where the middle of the handle is."""
        return self._place(self.sliderPosition())

    def _place(self, position: int) -> float:
        """Return where the middle of the handle is at a position."""
        handle = sizes().handle + 2
        return handle / 2 + QStyle.sliderPositionFromValue(
            self.minimum(),
            self.maximum(),
            position,
            self.width() - handle,
            self.layoutDirection() == Qt.LayoutDirection.RightToLeft,
        )

    def _move_to(self, x: float) -> None:
        handle = sizes().handle + 2
        position = QStyle.sliderValueFromPosition(
            self.minimum(),
            self.maximum(),
            round(x - handle / 2),
            self.width() - handle,
            self.layoutDirection() == Qt.LayoutDirection.RightToLeft,
        )
        self.setSliderPosition(position)

    def _commit(self) -> None:
        if self.value() != self._settled:
            self._settled = self.value()
            self.committed.emit()


_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def _faint(color: QColor) -> QColor:
    faint = QColor(color)
    faint.setAlphaF(0.35)
    return faint
