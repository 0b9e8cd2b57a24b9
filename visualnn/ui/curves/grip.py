"""A line in a plot that can be taken: by the mouse, or by the arrow keys where it has the focus."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from visualnn.ui.theme import current, sizes
from visualnn.ui.widgets.paint import painter_on, ring

REACH = 12
"""Pixels across: so near the line the mouse takes it."""

KNOB, NOTCH = QRectF(-5.0, -8.0, 10.0, 16.0), 3.0

WAYS = {
    Qt.Orientation.Vertical: {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1},
    Qt.Orientation.Horizontal: {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1},
}


class Grip(QWidget):
    """Lies over a line that the plot draws, and shows by a knob that it can be moved.

    Parameters
    ----------
    line
        How the line runs: one that is vertical is moved to the left and the right.

    Signals
    -------
    dragged : QPointF
        To where, in the parent.
    nudged : int
        By so many steps, to the right or downwards.
    """

    dragged = Signal(QPointF)
    nudged = Signal(int)

    def __init__(self, line: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = line
        upright = line == Qt.Orientation.Vertical
        self.setCursor(Qt.CursorShape.SplitHCursor if upright else Qt.CursorShape.SplitVCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def lie_over(self, plot: QRectF, at: QPointF) -> None:
        """Lie over the line through a place, as far as the plot goes."""
        if self._line == Qt.Orientation.Vertical:
            box = QRectF(at.x() - REACH / 2, plot.top(), REACH, plot.height())
        else:
            box = QRectF(plot.left(), at.y() - REACH / 2, plot.width(), REACH)
        self.setGeometry(box.toRect())
        self.show()
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the line, which stays where it is until the mouse moves."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Ask for the line to be under the mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(QPointF(self.mapToParent(event.position().toPoint())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the line by a step, with Shift by ten."""
        way = WAYS[self._line].get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
            return
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        self.nudged.emit(far * way)

    def paintEvent(self, event) -> None:
        """Draw the knob, and the ring of the focus around it."""
        theme = current()
        with painter_on(self) as painter:
            painter.translate(self._knob())
            painter.rotate(0 if self._line == Qt.Orientation.Vertical else 90)
            painter.setPen(theme.panel)
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(KNOB, 4, 4)
            for x in (-1.5, 1.5):
                painter.drawLine(QPointF(x, -NOTCH), QPointF(x, NOTCH))
            if self.hasFocus():
                ring(painter, KNOB.adjusted(-1, -4, 1, 4), sizes().radius_control, theme.ink)

    def _knob(self) -> QPointF:
        """Return where the knob is: half way up, or near the right end, so that two never meet."""
        center = QRectF(self.rect()).center()
        if self._line == Qt.Orientation.Horizontal:
            center.setX(self.width() - 2 * KNOB.height())
        return center
