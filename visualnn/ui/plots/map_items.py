"""What stands on a landscape besides paths: contour lines, minima, the pin of the start."""

from __future__ import annotations

from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPolygonF
from PySide6.QtWidgets import QWidget

from visualnn.figures.contours import Lines
from visualnn.ui.plots.inks import CASING, LIGHT
from visualnn.ui.plots.marks import draw_mark, draw_path, star_path
from visualnn.ui.plots.plot_items import Item, disc, draw_lines, ratio_of, thin_pen


class Contours(Item):
    """All lines of equal loss."""

    def __init__(self) -> None:
        super().__init__(z=-40)
        self._lines: list[QPolygonF] = []
        self.set_color(QColor(255, 255, 255, 64))

    def set_lines(self, lines: Lines) -> None:
        """Take the lines in the plane's coordinates."""
        self._lines = [arrayToQPolygonF(*line.T) for line in lines]
        self.update()

    def paint(self, painter: QPainter, _option, widget: QWidget | None = None) -> None:
        to_pixels = painter.worldTransform()
        lines = [to_pixels.map(line) for line in self._lines]
        self.in_pixels(painter)
        painter.setPen(thin_pen(self.color, ratio_of(widget)))
        # Line by line: as one path they take a hundred times as long on a fine screen.
        draw_lines(painter, lines, disc(0.0, 1.0))


class Minima(Item):
    """A star at every known minimum."""

    def __init__(self) -> None:
        super().__init__(z=10)
        self._places: list[QPointF] = []

    def set_places(self, places: list[QPointF]) -> None:
        """Take the minima."""
        self._places = places
        self.update()

    def paint(self, painter: QPainter, *_) -> None:
        to_pixels = painter.worldTransform()
        self.in_pixels(painter)
        for place in self._places:
            at = to_pixels.map(place)
            draw_path(painter, star_path(), at, 16, LIGHT, CASING, 1.0)


class Pin(Item):
    """Where the race starts: a white disc with a dark center."""

    def __init__(self) -> None:
        super().__init__(z=25)
        self.at: QPointF | None = None

    def set_place(self, place: QPointF) -> None:
        """Move the pin."""
        self.at = place
        self.update()

    def paint(self, painter: QPainter, *_) -> None:
        if self.at is None:
            return
        at = painter.worldTransform().map(self.at)
        self.in_pixels(painter)
        draw_mark(painter, "circle", at, 14, LIGHT, CASING, 1.0)
        draw_mark(painter, "circle", at, 6, CASING)
