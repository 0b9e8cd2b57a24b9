"""The names of curves at their right ends, none on top of another."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from visualnn.figures.gradients import spread_out
from visualnn.ui.plots.plot_items import Item, note_font


class EndNames(Item):
    """Short names, each in its curve's color."""

    def __init__(self) -> None:
        super().__init__(z=10)
        self.names: list[tuple[str, float, float, QColor]] = []

    def set_names(self, names: list[tuple[str, float, float, QColor]]) -> None:
        """Take name, x, y and color of each end."""
        self.names = names
        self.update()

    def paint(self, painter: QPainter, *_) -> None:
        to_pixels = painter.worldTransform()
        ends = [to_pixels.map(QPointF(x, y)) for _, x, y, _ in self.names]
        rect = self.in_pixels(painter)
        painter.setFont(note_font())
        metrics = QFontMetricsF(note_font())
        half = metrics.height() / 2
        heights = spread_out([end.y() for end in ends], metrics.height() - 1)
        heights = shifted_inside(heights, rect.top() + half, rect.bottom() - half)
        for (name, _, _, color), end, y in zip(self.names, ends, heights, strict=True):
            x = min(end.x() + 4, rect.right() - metrics.horizontalAdvance(name))
            painter.setPen(color)
            painter.drawText(QPointF(x, y + metrics.ascent() / 2 - 1), name)


def shifted_inside(heights: list[float], low: float, high: float) -> list[float]:
    """Shift places together until none is below ``low``, else until none is beyond ``high``."""
    if not heights:
        return []
    over = max(max(heights) - high, 0.0)
    under = max(low - (min(heights) - over), 0.0)
    return [height - over + under for height in heights]
