"""The place that a data set asks about, marked in a plot."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from visualnn.ui import fonts
from visualnn.ui.plots.marks import draw_mark
from visualnn.ui.plots.plot_items import Item, note_font
from visualnn.ui.theme import Theme, current


class QueryMark(Item):
    """A ring with a question mark, and the network's answer beside it."""

    def __init__(self) -> None:
        super().__init__(z=30)
        self.text = ""
        self._at = QPointF()
        self._theme = current()
        self.hide()

    def set_query(self, x: float, y: float, text: str, theme: Theme) -> None:
        """Put the mark at a place, with the answer beside it."""
        self._at, self.text, self._theme = QPointF(x, y), text, theme
        self.update()

    def paint(self, painter: QPainter, *_) -> None:
        at = painter.worldTransform().map(self._at)
        bounds = self.in_pixels(painter)
        draw_mark(painter, "circle", at, 19, self._theme.panel, self._theme.ink, 1.8)
        painter.setFont(fonts.font(12, QFont.Weight.Bold))
        painter.setPen(self._theme.ink)
        painter.drawText(
            QRectF(at.x() - 10, at.y() - 10, 20, 20), Qt.AlignmentFlag.AlignCenter, "?"
        )
        self._paint_answer(painter, at, bounds)

    def _paint_answer(self, painter: QPainter, at: QPointF, bounds: QRectF) -> None:
        font = note_font()
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(self.text) + 14
        left = at.x() + 14 if at.x() + 14 + width < bounds.right() else at.x() - 14 - width
        box = QRectF(left, at.y() - 11, width, 22)
        painter.setPen(QPen(self._theme.line, 1))
        painter.setBrush(self._theme.panel)
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(self._theme.ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text)
