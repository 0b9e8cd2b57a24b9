"""What is drawn in a plot: items that are made once and then given new data.

Lines are drawn in pixels, not in the plane's coordinates: pictures of vectors
then need no pens that ignore the scale, which many programs do not know.

On screen a line is one device pixel wide and drawn several times, a little
apart, until it is as heavy as it should be.  A single antialiased pen wider
than a device pixel costs a hundred times as much on a long jagged curve.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from visualnn.figures.colormaps import Bytes
from visualnn.figures.table import Floats
from visualnn.ui import fonts
from visualnn.ui.plots.plotting import CACHED, Axis

Offsets = tuple[tuple[float, float], ...]

DASHES, DOTS = (5.0, 3.0), (1.5, 2.5)
"""Lengths of line and gap in pixels."""

NOTE_LINE = 15
"""Pixels from line to line of a note."""

HALO = tuple(QPointF(dx, dy) for dx in (-1.5, 0, 1.5) for dy in (-1.5, 0, 1.5) if dx or dy)
"""Where a note is written in the ground's color first, so that it can be read on a line."""

HEAVY = 0.4
PAIR = ((-0.25, -0.25), (0.25, 0.25))
SEAM = 2.5
"""Pixels from a line's middle to the passes that make it heavier."""


class Item(pg.GraphicsObject):
    """Something that may be anywhere in the plot, in one color."""

    def __init__(self, z: float = 0.0) -> None:
        super().__init__()
        self.color = QColor("gray")
        self.setZValue(z)

    def set_color(self, color: QColor) -> None:
        """Take another color."""
        self.color = color
        self.update()

    def boundingRect(self) -> QRectF:
        return self.viewRect()

    def viewRangeChanged(self) -> None:  # noqa: N802
        self.prepareGeometryChange()

    def in_pixels(self, painter: QPainter) -> QRectF:
        """Let the painter draw in pixels, and return the view's rectangle in them."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = painter.worldTransform().mapRect(self.viewRect())
        painter.resetTransform()
        return rect


class Grid(Item):
    """Hairlines across the plot at the ticks of the left axis."""

    def __init__(self, axis: Axis) -> None:
        super().__init__(z=-100)
        self._axis = axis

    def paint(self, painter: QPainter, *_) -> None:
        view, to_pixels = self.viewRect(), painter.worldTransform()
        rect = self.in_pixels(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(self.color, 1))
        for tick in self._axis.ticks_between(view.top(), view.bottom(), rect.height()):
            y = round(to_pixels.map(QPointF(0, tick)).y())
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


class Line(Item):
    """One curve, with gaps where its values are not finite.

    Attributes
    ----------
    halo
        The color of a seam that sets the curve off from what it crosses, or None.
    """

    def __init__(self, *, dashed: bool = False, dotted: bool = False, heavy: bool = True) -> None:
        super().__init__()
        self.dashed, self.dotted = dashed, dotted
        self.halo: QColor | None = None
        self._heavy = heavy
        self._pieces: list[QPolygonF] = []

    def set_data(self, x: Floats, y: Floats) -> None:
        """Take the points of the curve."""
        self._pieces = polygons(x, y)
        self.update()

    def paint(self, painter: QPainter, _option, widget: QWidget | None = None) -> None:
        to_pixels = painter.worldTransform()
        pieces = [to_pixels.map(piece) for piece in self._pieces]
        self.in_pixels(painter)
        ratio = ratio_of(widget)
        if self.halo is not None:
            painter.setPen(thin_pen(self.halo, ratio))
            draw_lines(painter, pieces, disc(SEAM, ratio))
        pattern = DOTS if self.dotted else DASHES if self.dashed else ()
        painter.setPen(thin_pen(self.color, ratio, pattern))
        draw_lines(painter, pieces, heavy(ratio) if self._heavy else disc(0.0, ratio))


class Rule(Item):
    """A line from bottom to top at one x."""

    def __init__(self, *, dashed: bool = False, z: float = -10.0) -> None:
        super().__init__(z)
        self.dashed = dashed
        self.x = 0.0

    def set_x(self, x: float) -> None:
        """Move the line."""
        self.x = x
        self.update()

    def paint(self, painter: QPainter, *_) -> None:
        x = round(painter.worldTransform().map(QPointF(self.x, 0)).x()) + 0.5
        rect = self.in_pixels(painter)
        pen = QPen(self.color, 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        if self.dashed:
            pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))


class Band(Item):
    """The part of the plot between two values of x, shaded."""

    def __init__(self) -> None:
        super().__init__(z=-90)
        self.span = (0.0, 0.0)

    def set_span(self, left: float, right: float) -> None:
        """Move the two sides."""
        self.span = (left, right)
        self.update()

    def paint(self, painter: QPainter, *_) -> None:
        left, right = (painter.worldTransform().map(QPointF(x, 0)).x() for x in self.span)
        rect = self.in_pixels(painter)
        painter.fillRect(QRectF(left, rect.top(), right - left, rect.height()), self.color)


class Note(Item):
    """Lines of text beside a value of x, at the top or the bottom of the plot."""

    def __init__(self) -> None:
        super().__init__(z=5)
        self.text = ""
        self._x = 0.0
        self._bottom = False
        self._ground = QColor(0, 0, 0, 0)

    def set_ground(self, color: QColor) -> None:
        """Take the color of the plot's ground."""
        self._ground = color
        self.update()

    def set_note(self, text: str, x: float, *, bottom: bool = False) -> None:
        """Write a text right of ``x``, or left of it where there is no room; never cut off."""
        self.text, self._x, self._bottom = text, x, bottom
        self.update()

    def paint(self, painter: QPainter, *_) -> None:
        x = painter.worldTransform().map(QPointF(self._x, 0)).x()
        rect = self.in_pixels(painter)
        font = note_font()
        metrics = QFontMetricsF(font)
        lines = self.text.split("\n")
        width = max(map(metrics.horizontalAdvance, lines))
        left = x + 6 if x + 6 + width < rect.right() else max(x - 6 - width, rect.left() + 3)
        height = len(lines) * NOTE_LINE
        top = rect.bottom() - height - 3 if self._bottom else rect.top() + 3
        painter.setFont(font)
        for k, line in enumerate(lines):
            at = QPointF(left, top + NOTE_LINE * k + metrics.ascent())
            painter.setPen(self._ground)
            for offset in HALO:
                painter.drawText(at + offset, line)
            painter.setPen(self.color)
            painter.drawText(at, line)


class Raster(pg.GraphicsObject):
    """A grid of colors over a part of the plane, its points at the cells' centers.

    Attributes
    ----------
    image
        The colors, a pixel for each point; the lowest row first.
    """

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self._rect = QRectF()
        self.setZValue(-50)

    def set_pixels(self, pixels: Bytes, extent: tuple[float, float, float, float]) -> None:
        """Take colors ``(rows, columns, 3)``, row 0 the lowest, the outermost on the edges."""
        rows, columns = pixels.shape[:2]
        pixels = np.ascontiguousarray(pixels)
        image = QImage(pixels.data, columns, rows, columns * 3, QImage.Format.Format_RGB888)
        # Qt enlarges the screen's own kind of pixels in half the time; and it is a copy.
        self.image = image.convertToFormat(QImage.Format.Format_RGB32)
        left, right, bottom, top = extent
        half_x = (right - left) / max(columns - 1, 1) / 2
        half_y = (top - bottom) / max(rows - 1, 1) / 2
        rect = QRectF(QPointF(left, bottom), QPointF(right, top))
        rect = rect.adjusted(-half_x, -half_y, half_x, half_y)
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = rect
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self.image = QImage()
        self.update()

    def boundingRect(self) -> QRectF:
        return self._rect

    def paint(self, painter: QPainter, *_) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._rect, self.image)


class Corners(Item):
    """The ground's color over the four corners, so that a map looks rounded."""

    def __init__(self, radius: float) -> None:
        super().__init__(z=1000)
        self._radius = radius
        self.setCacheMode(CACHED)

    def paint(self, painter: QPainter, *_) -> None:
        rect = self.in_pixels(painter)
        path = QPainterPath()
        path.addRect(rect.adjusted(-1, -1, 1, 1))
        path.addRoundedRect(rect, self._radius, self._radius)
        painter.fillPath(path, self.color)


def note_font() -> QFont:
    """Return the font of words inside a plot."""
    return fonts.numbers(fonts.font(11))


def polygons(x: Floats, y: Floats) -> list[QPolygonF]:
    """Return a curve as polygons, one for each stretch of finite values."""
    finite = np.isfinite(x) & np.isfinite(y)
    if finite.all():
        return [pg.functions.arrayToQPolygonF(x, y)] if len(x) else []
    edges = np.flatnonzero(np.diff(finite, prepend=False, append=False))
    return [
        pg.functions.arrayToQPolygonF(x[start:stop], y[start:stop])
        for start, stop in zip(edges[::2], edges[1::2], strict=True)
    ]


def draw_lines(painter: QPainter, pieces: list[QPolygonF], offsets: Offsets) -> None:
    """Draw curves given in pixels, once at each offset."""
    for offset in offsets:
        painter.resetTransform()
        painter.translate(*offset)
        for piece in pieces:
            painter.drawPolyline(piece)
    painter.resetTransform()


@cache
def disc(radius: float, ratio: float) -> Offsets:
    """Return offsets that fill a disc, at most a device pixel apart."""
    rings = math.ceil(radius * (ratio or 1.0))
    return sum((circle(radius * k / rings, 2 + k) for k in range(1, rings + 1)), ((0.0, 0.0),))


def heavy(ratio: float) -> Offsets:
    """Return offsets that make a line heavier: on a screen without finer pixels two suffice."""
    return PAIR if ratio == 1 else disc(HEAVY, ratio)


@cache
def circle(radius: float, count: int) -> Offsets:
    """Return so many offsets around a circle."""
    turns = [math.tau * (k + 0.25) / count for k in range(count)]
    return tuple((radius * math.cos(turn), radius * math.sin(turn)) for turn in turns)


def ratio_of(widget: QWidget | None) -> float:
    """Return the device pixels to a pixel on the screen, or 0 for a picture in a file."""
    return widget.devicePixelRatioF() if widget is not None else 0.0


def thin_pen(color: QColor, ratio: float, pattern: tuple[float, ...] = ()) -> QPen:
    """Return the thinnest pen: one device pixel on screen, one pixel in a picture.

    Qt draws the first kind quickly at any ratio, the second at ratio 1 only.
    """
    pen = QPen(color, 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.BevelJoin)
    pen.setCosmetic(ratio > 0)
    if pattern:
        pen.setDashPattern([length * (ratio or 1.0) for length in pattern])
    return pen


def with_alpha(color: QColor, alpha: float) -> QColor:
    """Return a color made transparent, ``alpha`` from 0 to 1."""
    copy = QColor(color)
    copy.setAlphaF(alpha)
    return copy


def rgb(color: QColor) -> tuple[float, float, float]:
    """Return red, green and blue from 0 to 255."""
    return float(color.red()), float(color.green()), float(color.blue())
