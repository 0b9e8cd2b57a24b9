"""The marker shapes that stand beside colors."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF, QTransform

_POLYGONS = {
    "triangle": (3, -90.0),
    "triangle_down": (3, 90.0),
    "triangle_left": (3, 180.0),
    "triangle_right": (3, 0.0),
    "diamond": (4, -90.0),
    "pentagon": (5, -90.0),
    "hexagon": (6, 0.0),
}
MARKERS = ("circle", "square", *_POLYGONS, "plus", "cross", "corners")


@cache
def marker_path(name: str) -> QPainterPath:
    """Return a marker's outline about the origin, 1 wide; pyqtgraph takes it as a symbol.

    Raises
    ------
    KeyError
        For a name that is not in `MARKERS`.
    """
    match name:
        case "circle":
            path = QPainterPath()
            path.addEllipse(QRectF(-0.5, -0.5, 1, 1))
            return path
        case "square":
            return _polygon([(-0.44, -0.44), (0.44, -0.44), (0.44, 0.44), (-0.44, 0.44)])
        case "plus":
            return _plus()
        case "cross":
            return QTransform().rotate(45).map(_plus())
        case "corners":
            return _corners()
    corners, start = _POLYGONS[name]
    angles = [math.radians(start + 360 * k / corners) for k in range(corners)]
    return _polygon([(0.56 * math.cos(angle), 0.56 * math.sin(angle)) for angle in angles])


def _corners() -> QPainterPath:
    """Return the four corners of a square, to stand about another mark."""
    path, arm = QPainterPath(), 0.28
    for turn in range(4):
        turned = QTransform().rotate(90 * turn)
        path.moveTo(turned.map(QPointF(0.5 - arm, -0.5)))
        path.lineTo(turned.map(QPointF(0.5, -0.5)))
        path.lineTo(turned.map(QPointF(0.5, -0.5 + arm)))
    return path


def _plus() -> QPainterPath:
    arm, half = 0.54, 0.19
    quarter = [(half, half), (arm, half), (arm, -half), (half, -half)]
    return _polygon(
        [QTransform().rotate(-90 * turn).map(x, y) for turn in range(4) for x, y in quarter]
    )


def _polygon(corners: list[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    path.closeSubpath()
    return path
