"""What stands on a plot while points are edited."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen

from visualnn.ui.plots.marks import draw_mark
from visualnn.ui.plots.plot_items import Item, with_alpha

GHOST = 11.0
REACH = 11.0


class Ghost(Item):
    """What the next press would put, move or remove, at the place of the cursor."""

    def __init__(self) -> None:
        super().__init__(z=40)
        self.at: QPointF | None = None
        self.mark = "circle"
        self.erases = False
        self.crosses = False
        self._fill, self._ink = QColor("gray"), QColor("black")
        self.hide()

    def dress(self, mark: str, fill: QColor, ink: QColor, *, erases: bool) -> None:
        """Look as what would be put, or as a ring that erases."""
        self.mark, self._fill, self._ink, self.erases = mark, fill, ink, erases
        self.update()

    def show_at(self, at: QPointF, *, crosses: bool = False) -> None:
        """Stand at a place in the plane; with a cross where the keyboard moves it."""
        self.at, self.crosses = at, crosses
        self.show()
        self.update()

    def paint(self, painter: QPainter, *_) -> None:
        if self.at is None:
            return
        at = painter.worldTransform().map(self.at)
        self.in_pixels(painter)
        if self.crosses:
            self._paint_cross(painter, at)
        if self.erases:
            draw_mark(painter, "circle", at, 2 * REACH, None, self._ink, 1.2)
        else:
            draw_mark(painter, self.mark, at, GHOST, with_alpha(self._fill, 0.7), self._ink, 1.2)

    def _paint_cross(self, painter: QPainter, at: QPointF) -> None:
        painter.setPen(QPen(self._ink, 1))
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            way = QPointF(dx, dy)
            painter.drawLine(at + way * 9, at + way * 17)
