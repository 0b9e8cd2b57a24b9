"""Points of a small plot."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from visualnn.figures.table import Floats
from visualnn.ui.plots.plot_items import Item


class Dots(Item):
    """A dot at every point."""

    def __init__(self) -> None:
        super().__init__(z=5.0)
        self._x = self._y = np.empty(0)

    def set_data(self, x: Floats, y: Floats) -> None:
        """Show other points."""
        self._x, self._y = x, y
        self.update()

    def paint(self, painter: QPainter, *_) -> None:
        to_pixels = painter.worldTransform()
        self.in_pixels(painter)
        painter.setPen(QPen(self.color, 1))
        painter.setBrush(self.color)
        for x, y in zip(self._x.tolist(), self._y.tolist(), strict=True):
            center = to_pixels.map(QPointF(x, y))
            painter.drawEllipse(QRectF(center.x() - 2.5, center.y() - 2.5, 5, 5))
