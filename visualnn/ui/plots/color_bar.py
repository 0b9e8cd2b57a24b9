"""The values that the colors of a map stand for."""

from __future__ import annotations

from math import ceil

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualnn.figures.ticks import linear_ticks, tick_texts
from visualnn.ui import fonts
from visualnn.ui.theme import Theme, current
from visualnn.ui.widgets.paint import painter_on

BAR = 10.0
HEIGHT = 30
STOPS = 9
TICKS = 4

GAP = 6
"""Pixels that stay free between the texts of two ticks."""


class ColorBar(QWidget):
    """A bar of the map's colors from the lowest to the highest value, with ticks in its units."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("color_bar")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.name, self.levels = "", (0.0, 1.0)
        self._colors: list[QColor] = []

    def set_scale(
        self, name: str, levels: tuple[float, float], colors: list[QColor], tip: str
    ) -> None:
        """Name the value, and take the colors from its lowest to its highest level."""
        self.name, self.levels, self._colors = name, levels, colors
        low, high = tick_texts(np.array(levels))
        self.setAccessibleName(f"{name} {low} – {high}")
        self.setToolTip(tip)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, HEIGHT)

    def paintEvent(self, event) -> None:
        with painter_on(self) as painter:
            self.paint_into(painter, QRectF(self.rect()), current())

    def paint_into(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        """Draw the bar into a rectangle, for a picture too."""
        font = fonts.numbers(fonts.font(11))
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(theme.caption)
        width = metrics.horizontalAdvance(self.name)
        painter.drawText(QPointF(rect.left(), rect.top() + 10), self.name)
        bar = QRectF(rect.left() + width + 10, rect.top() + 1, 0, BAR)
        bar.setRight(min(rect.right() - 8, bar.left() + 220))
        ramp = QLinearGradient(bar.topLeft(), bar.topRight())
        for place, color in enumerate(self._colors):
            ramp.setColorAt(place / max(len(self._colors) - 1, 1), color)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ramp)
        painter.drawRoundedRect(bar, 2, 2)
        self._paint_ticks(painter, bar, metrics, theme)

    def _paint_ticks(
        self, painter: QPainter, bar: QRectF, metrics: QFontMetricsF, theme: Theme
    ) -> None:
        low, high = self.levels
        for tick, text in fitting_ticks(self.levels, bar.width(), metrics):
            x = bar.left() + (tick - low) / (high - low) * bar.width()
            painter.setPen(QPen(theme.ink2, 1))
            painter.drawLine(QPointF(x, bar.bottom()), QPointF(x, bar.bottom() + 3))
            painter.setPen(theme.caption)
            half = metrics.horizontalAdvance(text) / 2
            painter.drawText(QPointF(x - half, bar.bottom() + 5 + metrics.ascent()), text)


def fitting_ticks(
    levels: tuple[float, float], width: float, metrics: QFontMetricsF
) -> list[tuple[float, str]]:
    """Return ticks and their texts, every second or third where more would touch each other."""
    low, high = levels
    ticks = linear_ticks(low, high, TICKS)
    texts = tick_texts(ticks)
    room = max(map(metrics.horizontalAdvance, texts), default=0.0) + GAP
    apart = width * abs(ticks[1] - ticks[0]) / (high - low) if len(ticks) > 1 else width
    stride = max(1, ceil(room / max(apart, 1.0)))
    return list(zip(ticks[::stride], texts[::stride], strict=True))
