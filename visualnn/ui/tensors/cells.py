"""The picture of a tensor: cells in rows, grids and stacks, read by mouse and arrow keys."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    qGray,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualnn.figures.colormaps import colored, diverging
from visualnn.figures.decimals import decimals_text
from visualnn.figures.table import Floats
from visualnn.figures.tensor_picture import DEEP, DOWN, Picture, picture
from visualnn.figures.tensors import Tensor
from visualnn.figures.ticks import nice_ceiling
from visualnn.ui import fonts
from visualnn.ui.plots.inks import DARK, LIGHT
from visualnn.ui.tensors.words import axis_name
from visualnn.ui.theme import Theme, current
from visualnn.ui.widgets.paint import painter_on, ring
from visualnn.ui.words import count

LARGEST = 40.0
"""Pixels of a cell at most; from `READABLE` on its number stands in it."""

READABLE = 34.0
LINE = 17.0
DOT = 1.4
SEAM = 0.08
"""The width of the line between two cells, as a share of a cell."""

KEYS = {
    Qt.Key.Key_Right: (-1, 1),
    Qt.Key.Key_Left: (-1, -1),
    Qt.Key.Key_Down: (-2, 1),
    Qt.Key.Key_Up: (-2, -1),
    Qt.Key.Key_PageDown: (-3, 1),
    Qt.Key.Key_PageUp: (-3, -1),
}
"""The axis along which a key goes, and which way.  With Ctrl it is the axis three further out."""


class TensorCells(QWidget):
    """One tensor with its axes; the cell that is read has a frame.

    Signals
    -------
    read : tuple
        The index of another cell is read.
    """

    read = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tensor_cells")
        self.setAccessibleName(self.tr("Cells of the tensor"))
        self.setToolTip(
            self.tr(
                "Point at a cell to read its number. Arrow keys go along the last two axes, Page "
                "Up and Page Down along the third; with Ctrl they go along the outer ones."
            )
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, policy)
        self.tensor: Tensor | None = None
        self.values: Floats | None = None
        self.cursor: tuple[int, ...] = ()
        self.pointed: tuple[int, ...] | None = None
        self.drawn: Picture = picture((), ())

    def sizeHint(self) -> QSize:
        return QSize(300, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 70)

    @property
    def index(self) -> tuple[int, ...]:
        """The cell that is read: the one under the mouse, else that of the cursor."""
        return self.cursor if self.pointed is None else self.pointed

    def set_tensor(self, tensor: Tensor | None, values: Floats | None) -> None:
        """Show a tensor; the cursor stays, as far as there is such a cell."""
        same = tensor == self.tensor
        if same and values is None and self.values is None:
            return
        self.tensor, self.values = tensor, values
        if tensor is not None and not same:
            at = self.cursor if len(self.cursor) == tensor.rank else (0,) * tensor.rank
            pairs = zip(at, tensor.shape, strict=True)
            self.pointed = None
            self._put(tuple(min(k, length - 1) for k, length in pairs))
        self.update()

    def _put(self, cursor: tuple[int, ...]) -> None:
        self.cursor = cursor
        self.drawn = picture(self.tensor.shape, cursor)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from cell to cell."""
        axis, step = KEYS.get(event.key(), (0, 0))
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            axis -= 3
        if self.tensor is None or not step or -axis > self.tensor.rank:
            return super().keyPressEvent(event)
        at = list(self.cursor)
        at[axis] = min(max(at[axis] + step, 0), self.tensor.shape[axis] - 1)
        self.pointed = None
        self._put(tuple(at))
        self.read.emit(self.index)
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the cell under the mouse."""
        self._point(self._cell_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor on a cell."""
        cell = self._cell_at(event.position())
        if cell is not None:
            self._put(cell)
            self._point(None)

    def leaveEvent(self, event: QEvent) -> None:
        """Read the cursor's cell again."""
        self._point(None)

    def _point(self, cell: tuple[int, ...] | None) -> None:
        if cell != self.pointed:
            self.pointed = cell
            self.read.emit(self.index)
            self.update()

    def _cell_at(self, place: QPointF) -> tuple[int, ...] | None:
        if self.tensor is None:
            return None
        box, side = self._room(QRectF(self.rect()))
        return self.drawn.at((place.x() - box.x()) / side, (place.y() - box.y()) / side)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tensor."""
        self.paint(painter_on(self), QRectF(self.rect()), current(), self.hasFocus())

    def paint(self, painter: QPainter, rect: QRectF, theme: Theme, focused: bool = False) -> None:
        """Draw the tensor into a box, on the screen or for a file."""
        if self.tensor is None:
            return
        box, side = self._room(rect)
        self._paint_cells(painter, box.topLeft(), side, theme)
        self._paint_dots(painter, box.topLeft(), side, theme)
        self._paint_axes(painter, box, side, theme, rect.bottom())
        self._paint_frame(painter, box.topLeft(), side, theme, focused)

    def _room(self, rect: QRectF) -> tuple[QRectF, float]:
        """Return where the cells lie in a box, and how large one is."""
        rank = self.tensor.rank
        left = LINE * ((rank >= 2) + (rank >= 5))
        below = LINE * sum(rank >= least for least in (1, 4, 6))
        inner = rect.adjusted(left + 2, LINE * (rank >= 3) + 2, -6, -below - 4)
        width, height = self.drawn.size
        side = max(min(inner.width() / width, inner.height() / height, LARGEST), 1.0)
        return QRectF(inner.x(), inner.y(), width * side, height * side), side

    def _fills(self, theme: Theme) -> list[QColor]:
        if self.values is None:
            return [theme.line] * len(self.drawn.indices)
        rgb = [color.getRgb()[:3] for color in (theme.neg, theme.mid, theme.pos, theme.ink3)]
        numbers = np.array([self.values[index] for index in self.drawn.indices], dtype=float)
        top = self.reach()
        table = diverging(*rgb[:3])
        return [QColor(*map(int, c)) for c in colored(numbers, (-top, top), table, rgb[3])]

    def reach(self) -> float:
        """Return the size of the numbers at either end of the colors."""
        finite = self.values[np.isfinite(self.values)]
        return nice_ceiling(float(np.abs(finite).max(initial=0.0)) or 1.0)

    def _paint_cells(self, painter: QPainter, at: QPointF, side: float, theme: Theme) -> None:
        # The seams are drawn too, so that a sheet hides the one behind it.
        painter.setPen(QPen(theme.panel, max(SEAM * side, 0.5)))
        painter.setFont(fonts.numbers(fonts.small()))
        cells = zip(self.drawn.indices, self.drawn.places, self._fills(theme), strict=True)
        for index, (x, y), fill in cells:
            cell = QRectF(at.x() + x * side, at.y() + y * side, side, side)
            painter.setBrush(fill)
            painter.drawRect(cell)
            if side >= READABLE and self.values is not None:
                self._paint_number(painter, cell, float(self.values[index]), fill)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_number(self, painter: QPainter, cell: QRectF, value: float, fill: QColor) -> None:
        pen = painter.pen()
        painter.setPen(DARK if qGray(fill.rgb()) > 127 else LIGHT)
        text = decimals_text(value, 2)
        if painter.fontMetrics().horizontalAdvance(text) < cell.width():
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(pen)

    def _paint_dots(self, painter: QPainter, at: QPointF, side: float, theme: Theme) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.ink2)
        radius = min(DOT, 0.11 * side)
        for x, y, (right, down) in self.drawn.dots:
            step = (0.3 if (right, down) != DEEP else 0.17) * side
            for k in (-1, 0, 1):
                middle = QPointF(x * side + k * step * right, y * side + k * step * down)
                painter.drawEllipse(at + middle, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_axes(
        self, painter: QPainter, box: QRectF, side: float, theme: Theme, lowest: float
    ) -> None:
        painter.setFont(fonts.numbers(fonts.small()))
        below = beside = 0
        for axis in reversed(range(self.tensor.rank)):
            text = f"{axis_name(self.tensor.axes[axis])} {count(self.tensor.shape[axis])}"
            rail = self.drawn.rails[axis]
            begin, end = (side * k for k in self.drawn.span_of(axis))
            if rail.direction == DEEP:
                self._write(painter, QRectF(box.left(), box.top() - LINE, 300, LINE), text, theme)
            elif rail.direction == DOWN:
                x = box.left() - LINE * beside - 2
                beside += 1
                ends = (QPointF(x, box.top() + k) for k in (begin, end))
                self._rule(painter, *ends, theme)
                corner = QPointF(x - LINE + 2, box.top() + (begin + end) / 2)
                self._write_up(painter, corner, (box.top(), lowest), text, theme)
            else:
                y = box.bottom() + LINE * below + 2
                below += 1
                ends = (QPointF(box.left() + k, y) for k in (begin, end))
                self._rule(painter, *ends, theme)
                line = QRectF(box.left() + begin, y + 1, max(end - begin, 300), LINE - 2)
                self._write(painter, line, text, theme)

    def _rule(self, painter: QPainter, begin: QPointF, end: QPointF, theme: Theme) -> None:
        painter.setPen(QPen(theme.ink3, 1))
        painter.drawLine(begin, end)

    def _write(self, painter: QPainter, box: QRectF, text: str, theme: Theme) -> None:
        painter.setPen(theme.ink2)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _write_up(
        self,
        painter: QPainter,
        middle: QPointF,
        bounds: tuple[float, float],
        text: str,
        theme: Theme,
    ) -> None:
        """Write along an axis that goes down, turned by a quarter."""
        width = painter.fontMetrics().horizontalAdvance(text) + 4
        bottom = min(max(middle.y() + width / 2, bounds[0] + width), bounds[1])
        painter.save()
        painter.translate(middle.x(), bottom)
        painter.rotate(-90)
        self._write(painter, QRectF(0, 0, width, LINE - 3), text, theme)
        painter.restore()

    def _paint_frame(
        self, painter: QPainter, at: QPointF, side: float, theme: Theme, focused: bool
    ) -> None:
        """Draw the frame of the cell that is read."""
        if self.index not in self.drawn.indices:
            return
        x, y = self.drawn.places[self.drawn.indices.index(self.index)]
        cell = QRectF(at.x() + x * side, at.y() + y * side, side, side)
        ring(painter, cell.adjusted(-1, -1, 1, 1), 2, theme.accent if focused else theme.ink)
