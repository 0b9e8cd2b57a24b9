"""Numbers on the edges, where there are few: small pills that cover no other."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from visualnn.figures.diagram import Edges
from visualnn.figures.pills import placed
from visualnn.ui.diagram.readings import Reading
from visualnn.ui.theme import Theme

WIDEST = {"linear": "−0.888", "log": "−8.8e−8"}
SIZE = 10
PADDING = 4.0
HEIGHT = 15.0
HALO = 2.5
"""So much of the ground sets a pill off from the edges and dashes below it."""


class Pills:
    """The numbers on one arrangement's edges; there are none where they would not fit."""

    def __init__(self, edges: Edges, reading: Reading, font: QFont) -> None:
        self._font = QFont(font)
        self._font.setPixelSize(SIZE)
        advance = QFontMetricsF(self._font).horizontalAdvance(WIDEST[reading.scale])
        self.width = advance + 2 * PADDING
        self.scale = reading.scale
        self.centers = placed(edges.samples, self.width, HEIGHT)

    def paint(self, painter: QPainter, theme: Theme, reading: Reading, values: np.ndarray) -> None:
        """Draw each value in the color of its sign."""
        if self.centers is None or len(values) != len(self.centers):
            return
        painter.setFont(self._font)
        for (x, y), value in zip(self.centers.tolist(), values.tolist(), strict=True):
            box = QRectF(x - self.width / 2, y - HEIGHT / 2, self.width, HEIGHT)
            painter.setBrush(theme.panel)
            painter.setPen(Qt.PenStyle.NoPen)
            seam = box.adjusted(-HALO, -HALO, HALO, HALO)
            painter.drawRoundedRect(seam, HEIGHT / 2 + HALO, HEIGHT / 2 + HALO)
            painter.setPen(QPen(reading.color(theme, value > 0) if value else theme.line, 1.0))
            painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
            painter.setPen(theme.ink)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text(value))


def text(value: float) -> str:
    """Return a signed number in at most seven characters."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+∞" if value > 0 else "−∞"
    size = abs(value)
    if value == 0.0:
        return "0"
    if 0.01 <= size < 999.5:
        digits = 3 if size < 0.9995 else max(0, 2 - math.floor(math.log10(size)))
        said = f"{value:+.{digits}f}"
    else:
        mantissa, _, power = f"{value:+.1e}".partition("e")
        said = f"{mantissa}e{int(power)}"
    return said.replace("-", "−")


def tiny(value: float) -> str:
    """Return a signed number in at most five characters, for inside a neuron."""
    size = abs(value)
    if not math.isfinite(value) or value == 0.0:
        return text(value)
    if 0.005 <= size < 99.5:
        return f"{value:+.{2 if size < 9.995 else 1}f}".replace("-", "−")
    mantissa, _, power = f"{value:+.0e}".partition("e")
    return f"{mantissa}e{int(power)}".replace("-", "−")
