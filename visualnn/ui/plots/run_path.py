"""The way of one run over a slice: its path, its start, and where it is now."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from visualnn.figures.labels import place_labels
from visualnn.figures.table import Floats
from visualnn.figures.thin import thin_path
from visualnn.ui import fonts
from visualnn.ui.plots.inks import CASING, LIGHT
from visualnn.ui.plots.marks import draw_mark, draw_path, star_path
from visualnn.ui.plots.plot_items import Item, ratio_of
from visualnn.ui.plots.race_paths import draw_cased, draw_haloed, mapped


class RunPath(Item):
    """A path with a circle at its start and a star at its end, both named."""

    def __init__(self, start: str, end: str) -> None:
        super().__init__(z=20)
        self.points: Floats = np.zeros((0, 2))
        self._names = start, end
        self.set_color(QColor(LIGHT))

    def set_points(self, points: Floats) -> None:
        """Take the places ``(T, 2)``, the present one last."""
        self.points = points
        self.update()

    def paint(self, painter: QPainter, _option, widget: QWidget | None = None) -> None:
        if not len(self.points):
            return
        places = mapped(painter.worldTransform(), self.points)
        bounds, ratio = self.in_pixels(painter), ratio_of(widget)
        draw_cased(painter, places[thin_path(places, 1.0)], self.color, ratio)
        ends = [QPointF(*place) for place in places[[0, -1]].tolist()]
        draw_mark(painter, "circle", ends[0], 11, LIGHT, CASING, 1.2)
        draw_path(painter, star_path(), ends[1], 18, self.color, CASING, 1.2)
        self._write(painter, ends, bounds)

    def _write(self, painter: QPainter, ends: list[QPointF], bounds: QRectF) -> None:
        font = fonts.font(11, QFont.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        sizes = [(metrics.horizontalAdvance(name) + 4, metrics.height()) for name in self._names]
        room = bounds.adjusted(4, 4, -4, -4)
        boxes = place_labels([(end.x(), end.y()) for end in ends], sizes, room.getRect())
        painter.setFont(font)
        for name, box in zip(self._names, boxes, strict=True):
            draw_haloed(painter, name, QRectF(*box))
