"""Small drawings that stay where they are, kept as pixels and copied."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap

Draw = Callable[[QPainter], None]
Stamp = tuple[Hashable, QRectF, Draw]
"""What tells a drawing apart from all others, the area it lies in, and what draws it."""


class Stamps:
    """Drawings that are painted once and then copied to the same place.

    A copy costs a twentieth of a dashed, antialiased frame.  Where they do not
    go to pixels they are painted each time.
    """

    def __init__(self) -> None:
        self._scale = 0.0
        self._kept: dict[Hashable, tuple[QPointF, QPixmap]] = {}

    def paint(self, painter: QPainter, stamps: Iterable[Stamp]) -> None:
        """Draw these, as copies where they have been drawn at this scale before."""
        if painter.paintEngine().type() != QPaintEngine.Type.Raster:
            for _, _, draw in stamps:
                draw(painter)
            return
        scale = painter.deviceTransform().m11()
        if scale != self._scale:
            self._scale = scale
            self._kept.clear()
        for key, area, draw in stamps:
            if key not in self._kept:
                self._kept[key] = _pixels(area, scale, painter.renderHints(), draw)
            painter.drawPixmap(*self._kept[key])


def _pixels(
    area: QRectF,
    scale: float,
    hints: QPainter.RenderHint,
    draw: Draw,
) -> tuple[QPointF, QPixmap]:
    """Return the drawing as pixels that lie on those of the device, and where they begin."""
    left, top = (math.floor(edge * scale) for edge in (area.left(), area.top()))
    right, bottom = (math.ceil(edge * scale) for edge in (area.right(), area.bottom()))
    pixels = QPixmap(QSize(right - left, bottom - top))
    pixels.setDevicePixelRatio(scale)
    pixels.fill(Qt.GlobalColor.transparent)
    corner = QPointF(left / scale, top / scale)
    onto = QPainter(pixels)
    onto.setRenderHints(hints)
    onto.translate(-corner)
    draw(onto)
    onto.end()
    return corner, pixels
