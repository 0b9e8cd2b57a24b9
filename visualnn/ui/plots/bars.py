"""A histogram as an item of a plot."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from visualnn.figures.table import Floats
from visualnn.ui.plots.plot_items import Item

BAR_SHARE = 0.3
"""The highest bar takes so much of the plot's height."""


class Bars(Item):
    """A histogram that stands on the plot's lower edge."""

    def __init__(self) -> None:
        super().__init__(z=-60)
        self.counts: Floats = np.zeros(0)
        self._edges: Floats = np.zeros(1)

    def set_bars(self, counts: Floats, edges: Floats) -> None:
        """Take heights ``(n,)`` and the places between them ``(n + 1,)``."""
        self.counts, self._edges = counts, edges
        self.update()

    def paint(self, painter: QPainter, *_) -> None:
        to_pixels = painter.worldTransform()
        x = [to_pixels.map(QPointF(edge, 0)).x() for edge in self._edges]
        rect = self.in_pixels(painter)
        unit = BAR_SHARE * rect.height() / max(self.counts.max(initial=0), 1)
        for left, right, size in zip(x, x[1:], self.counts, strict=False):
            if size:
                bar = QRectF(left, rect.bottom() - size * unit, right - left - 1, size * unit)
                painter.fillRect(bar, self.color)
