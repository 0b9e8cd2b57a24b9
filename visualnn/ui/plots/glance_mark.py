"""The sample that is on its way through the network, marked in a plot."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from visualnn.ui.plots.plot_items import Item, note_font
from visualnn.ui.theme import Theme, current

RADIUS = 9.0
WIDE, NARROW = 5.0, 2.0
"""Of the ring and of the ground below it, so that it is seen on any color."""


class GlanceMark(Item):
    """A ring around one sample, and its place in the batch beside it."""

    def __init__(self) -> None:
        super().__init__(z=29)
        self.text = ""
        self.at = QPointF()
        self._theme = current()
        self.hide()

    def set_sample(self, x: float, y: float, text: str, theme: Theme) -> None:
        """Put the ring around a place, with a note beside it."""
        self.at, self.text, self._theme = QPointF(x, y), text, theme
        self.update()

    def paint(self, painter: QPainter, *_) -> None:
        at = painter.worldTransform().map(self.at)
        bounds = self.in_pixels(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((self._theme.panel, WIDE), (self._theme.ink, NARROW)):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(at, RADIUS, RADIUS)
        self._paint_note(painter, at, bounds)

    def _paint_note(self, painter: QPainter, at: QPointF, bounds: QRectF) -> None:
        painter.setFont(note_font())
        width = painter.fontMetrics().horizontalAdvance(self.text) + 14
        left = at.x() + 17 if at.x() + 17 + width < bounds.right() else at.x() - 17 - width
        box = QRectF(left, at.y() - 11, width, 22)
        painter.setPen(QPen(self._theme.line, 1))
        painter.setBrush(self._theme.panel)
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(self._theme.ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text)
