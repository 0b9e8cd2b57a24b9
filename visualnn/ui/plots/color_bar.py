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
        self._ticks: list[tuple[float, str]] | None = None
        self._gap, self._gap_name = QColor(), ""

    def set_scale(
        self,
        name: str,
        levels: tuple[float, float],
        colors: list[QColor],
        tip: str,
        ticks: list[tuple[float, str]] | None = None,
    ) -> None:
        """Name the value, and take the colors from its lowest to its highest level.

        ``ticks`` are places between the levels with their texts; round levels where there are none.
        """
        self.name, self.levels, self._colors, self._ticks = name, levels, colors, ticks
        low, high = (ticks[0][1], ticks[-1][1]) if ticks else tick_texts(np.array(levels))
        self.setAccessibleName(f"{name} {low} – {high}")
        self.setToolTip(tip)
        self.update()

    def set_gap(self, color: QColor, name: str) -> None:
        """Name the color of places without a value; none where the name is empty."""
        self._gap, self._gap_name = color, name
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
        if self._gap_name:
            self._paint_gap(painter, QPointF(bar.right() + 20, bar.top()), theme)

    def _paint_gap(self, painter: QPainter, at: QPointF, theme: Theme) -> None:
        painter.setPen(QPen(theme.ink2, 1))
        painter.setBrush(self._gap)
        painter.drawRect(QRectF(at.x() + 0.5, at.y() + 0.5, BAR, BAR))
        painter.setPen(theme.caption)
        painter.drawText(QPointF(at.x() + BAR + 7, at.y() + 9), self._gap_name)

    def _paint_ticks(
        self, painter: QPainter, bar: QRectF, metrics: QFontMetricsF, theme: Theme
    ) -> None:
        low, high = self.levels
        if self._ticks is None:
            ticks = fitting_ticks(self.levels, bar.width(), metrics)
        else:
            ticks = apart(self._ticks, bar.width() / ((high - low) or 1.0), metrics)
        for tick, text in ticks:
            x = bar.left() + (tick - low) / ((high - low) or 1.0) * bar.width()
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


def apart(
    ticks: list[tuple[float, str]], scale: float, metrics: QFontMetricsF
) -> list[tuple[float, str]]:
    """Return the ticks that do not touch one kept before; ``scale`` is pixels per level."""
    kept: list[tuple[float, str]] = []
    end = -float("inf")
    for tick, text in ticks:
        half = metrics.horizontalAdvance(text) / 2
        if tick * scale - half >= end + GAP:
            kept.append((tick, text))
            end = tick * scale + half
    return kept
