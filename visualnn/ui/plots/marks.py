"""Drawing the shapes that stand beside colors, so that no color carries meaning alone."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from visualnn.ui.widgets.marker import marker_path

CLASS_MARKS = (
    "circle",
    "square",
    "triangle",
    "diamond",
    "pentagon",
    "triangle_down",
    "hexagon",
    "plus",
    "cross",
    "triangle_right",
)
"""One shape per class, in label order; more classes begin again with the first."""


def class_mark(index: int) -> str:
    """Return the shape of a class."""
    return CLASS_MARKS[index % len(CLASS_MARKS)]


@cache
def star_path() -> QPainterPath:
    """Return the star of a minimum about the origin, 1 wide."""
    points = [_at(36.0 * k, 0.24 if k % 2 else 0.56) for k in range(10)]
    path = QPainterPath()
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path


def _at(degrees: float, radius: float) -> QPointF:
    angle = math.radians(degrees)
    return QPointF(radius * math.sin(angle), -radius * math.cos(angle))


def draw_path(
    painter: QPainter,
    path: QPainterPath,
    at: QPointF,
    size: float,
    fill: QColor | None,
    ring: QColor | None = None,
    width: float = 1.4,
) -> None:
    """Draw an outline that is 1 wide about the origin ``size`` pixels wide at a place."""
    placed = QTransform.fromTranslate(at.x(), at.y()).scale(size, size).map(path)
    painter.setPen(QPen(ring, width) if ring is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawPath(placed)


def draw_mark(
    painter: QPainter,
    shape: str,
    at: QPointF,
    size: float,
    fill: QColor | None,
    ring: QColor | None = None,
    width: float = 1.4,
) -> None:
    """Draw one of the shapes of `visualnn.ui.widgets.marker`."""
    draw_path(painter, marker_path(shape), at, size, fill, ring, width)
