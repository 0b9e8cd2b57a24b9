"""One mark at many places of a plot: drawn once, and copied there in every frame."""

from __future__ import annotations

import math

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from visualnn.figures.table import Floats
from visualnn.ui.plots.marks import draw_mark
from visualnn.ui.plots.plot_items import Item, ratio_of

NOWHERE: Floats = np.zeros((0, 2))


class Stamped(Item):
    """A shape of `visualnn.ui.widgets.marker`, so many pixels wide, wherever it is wanted.

    pyqtgraph's own item makes a table of its marks whenever they move; these
    move in every frame, and are all alike.  In a picture they are outlines.

    Parameters
    ----------
    shape, size
        What it looks like, and how many pixels wide.
    outline
        How wide a line is drawn about it instead of filling it; 0 fills it.
    """

    def __init__(self, shape: str, size: float, *, outline: float = 0.0, z: float = 0.0) -> None:
        super().__init__(z)
        self._shape, self._size, self._outline = shape, size, outline
        self._stamp: QPixmap | None = None
        self._ratio = 0.0
        self._at, self._places = NOWHERE, QPolygonF()

    @property
    def at(self) -> Floats:
        """Where the marks stand, ``(n, 2)``."""
        return self._at

    def set_color(self, color: QColor) -> None:
        """Take another color."""
        self._stamp = None
        super().set_color(color)

    def show_at(self, at: Floats) -> None:
        """Put marks at these places ``(n, 2)``, and nowhere else."""
        if not np.array_equal(at, self._at):
            self._at = np.asarray(at, dtype=float)
            self._places = arrayToQPolygonF(*self._at.T) if len(at) else QPolygonF()
            self.update()

    def paint(self, painter: QPainter, _option, widget: QWidget | None = None) -> None:
        places = painter.worldTransform().map(self._places)
        self.in_pixels(painter)
        ratio = ratio_of(widget)
        if not ratio:
            for place in places:
                self._draw(painter, place)
            return
        if self._stamp is None or ratio != self._ratio:
            self._stamp, self._ratio = self._drawn(ratio), ratio
        half = self._stamp.deviceIndependentSize() / 2
        corner = QPointF(half.width(), half.height())
        for place in places:
            painter.drawPixmap(place - corner, self._stamp)

    def _drawn(self, ratio: float) -> QPixmap:
        """Return the mark as pixels, in the middle of them."""
        side = math.ceil((self._size + self._outline + 2) * ratio)
        stamp = QPixmap(side, side)
        stamp.setDevicePixelRatio(ratio)
        stamp.fill(Qt.GlobalColor.transparent)
        painter = QPainter(stamp)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter, QPointF(side, side) / (2 * ratio))
        painter.end()
        return stamp

    def _draw(self, painter: QPainter, place: QPointF) -> None:
        fill, ring = (None, self.color) if self._outline else (self.color, None)
        draw_mark(painter, self._shape, place, self._size, fill, ring, self._outline)
