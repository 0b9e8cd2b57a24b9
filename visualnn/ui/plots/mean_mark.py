"""The mean of a cloud of arrows from the origin, and a ring of where it may lie."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from visualnn.ui.plots.plot_items import Item

HEAD = 9.0


class MeanMark(Item):
    """An arrow from (0, 0) to (1, 0), and a dashed ring about its head."""

    def __init__(self) -> None:
        super().__init__(z=20)
        self.radius = 0.0
        self.ring = QColor("gray")

    def set_colors(self, arrow: QColor, ring: QColor) -> None:
        """Take the colors of arrow and ring."""
        self.ring = ring
        self.set_color(arrow)

    def set_radius(self, radius: float) -> None:
        """Make the ring so large."""
        self.radius = radius
        self.update()

    def paint(self, painter: QPainter, *_) -> None:
        to_pixels = painter.worldTransform()
        start, end = to_pixels.map(QPointF(0, 0)), to_pixels.map(QPointF(1, 0))
        edge = to_pixels.map(QPointF(1 + self.radius, 0)).x() - end.x()
        self.in_pixels(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(self.ring, 1.4)
        pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.drawEllipse(end, edge, edge)
        painter.setPen(QPen(self.color, 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(start, end - QPointF(HEAD / 2, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.color)
        back = [QPointF(HEAD, side * HEAD * math.tan(math.radians(24))) for side in (1, -1)]
        painter.drawPolygon(QPolygonF([end, end - back[0], end - back[1]]))
