"""The edges between two layers, and what flows back over them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from visualnn.experiment.explain import Place
from visualnn.figures.circles import Circles
from visualnn.figures.table import Floats
from visualnn.figures.worked import Sheet
from visualnn.ui.theme import Theme

FAINT, DENSE = 0.36, 0.5
MANY = 16
"""With more edges than this between two layers those off the path step back."""

ARROW_SHIFT = 8.0
KEPT = 12
"""So many states of one layer are kept as pixels."""


class EdgePicture:
    """Draws the edges from one layer to the next.

    Wide smooth lines are dear, and a stage changes few of them: what a state
    looks like is painted once and kept.

    Parameters
    ----------
    circles
        Where the neurons stand.
    layer
        The layer that the edges come from; 0 is the input.
    """

    def __init__(self, circles: Circles, layer: int) -> None:
        self._layer = layer
        self.links = [(s, t) for s in circles.units[layer] for t in circles.units[layer + 1]]
        self.lines = np.array([circles.edge(layer, s, t) for s, t in self.links])
        self._many = len(self.links) > MANY
        self._box = _around(circles, layer)
        self._kept: dict[tuple, QPixmap] = {}

    def paint(self, painter: QPainter, sheet: Sheet, theme: Theme, ratio: float) -> None:
        """Draw edges and flow; with a ``ratio`` of device pixels from what is kept."""
        if not self.links:
            return
        if not ratio:
            self._draw(painter, sheet, theme)
        else:
            painter.drawPixmap(self._box.topLeft(), self._pixels(sheet, theme, ratio))
        for link, line in zip(self.links, self.lines, strict=True):
            if self.place(link) in sheet.pointed:
                _halo(painter, line, theme, 0.38)

    def place(self, link: tuple[int, int]) -> Place:
        """Return the place of a link's weight."""
        return Place("w", self._layer + 1, link[1], link[0])

    def _pixels(self, sheet: Sheet, theme: Theme, ratio: float) -> QPixmap:
        key = (theme.name, ratio, *self._state(sheet))
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[key] = self._painted(sheet, theme, ratio)
        return self._kept[key]

    def _state(self, sheet: Sheet) -> tuple:
        """Return all that decides how the edges look."""
        layer, chosen = self._layer + 1, sheet.selected
        lit = None
        if chosen is not None and chosen.layer == layer:
            lit = chosen
        elif chosen is not None and chosen.layer < layer:
            lit = chosen.unit if chosen.layer == layer - 1 else "all"
        flags = (sheet.updated, sheet.active(layer), sheet.flows(layer))
        return (sheet.explanation, *flags, lit)

    def _painted(self, sheet: Sheet, theme: Theme, ratio: float) -> QPixmap:
        pixmap = QPixmap((self._box.size() * ratio).toSize())
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self._box.topLeft())
        self._draw(painter, sheet, theme)
        painter.end()
        return pixmap

    def _draw(self, painter: QPainter, sheet: Sheet, theme: Theme) -> None:
        self._draw_edges(painter, sheet, theme)
        if sheet.flows(self._layer + 1):
            self._draw_flow(painter, sheet, theme)

    def _draw_edges(self, painter: QPainter, sheet: Sheet, theme: Theme) -> None:
        weights = sheet.weights[self._layer]
        strong = DENSE if self._many else 1.0
        usual = strong if sheet.active(self._layer + 1) else FAINT * strong
        on_path = self._on_path(sheet)
        for link, line in zip(self.links, self.lines, strict=True):
            value = float(weights[link])
            if link in on_path and len(on_path) <= MANY:
                _halo(painter, line, theme, 0.16)
            color = QColor(theme.neg if value < 0 else theme.pos)
            color.setAlphaF(1.0 if link in on_path else usual)
            painter.setPen(QPen(color, 1.0 + 2.5 * min(abs(value) / sheet.scale, 1.0)))
            painter.drawLine(QPointF(*line[0]), QPointF(*line[1]))

    def _draw_flow(self, painter: QPainter, sheet: Sheet, theme: Theme) -> None:
        """Draw an arrow from each target back to its source, below the edge."""
        on_path = self._on_path(sheet)
        if len(on_path) > MANY:  # where nearly all are on a path, none stands out
            on_path = set()
        usual = FAINT if self._many or not sheet.active(self._layer + 1) else 1.0
        for link, line in zip(self.links, self.lines, strict=True):
            lit = link in on_path
            color = QColor(theme.gneg)
            color.setAlphaF(1.0 if lit else usual)
            self._draw_arrow(painter, line, color, lit)

    def _draw_arrow(self, painter: QPainter, line: Floats, color: QColor, lit: bool) -> None:
        strong = lit and not self._many
        pen = QPen(color, 2.5 if strong else 1.2 if lit or not self._many else 1.0)
        if not lit:
            pen.setDashPattern([4, 3])
        start, end = _beside(line)
        head = 11.0 if strong else 7.0
        painter.setPen(pen)
        painter.drawLine(start, end + _unit(start - end) * head * 0.8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(_head(start, end, head))

    def _on_path(self, sheet: Sheet) -> set[tuple[int, int]]:
        """Return the links that lie on a path from the chosen parameter."""
        return {link for link in self.links if sheet.is_lit(self.place(link))}


def _around(circles: Circles, layer: int) -> QRectF:
    """Return the room between two layers, with what reaches beyond the edges."""
    ends = np.concatenate([circles.centers[layer], circles.centers[layer + 1]])
    (left, top), (right, bottom) = ends.min(axis=0), ends.max(axis=0)
    margin = circles.radius + 2 * ARROW_SHIFT
    return QRectF(left, top - margin, right - left, bottom - top + 2 * margin)


def _halo(painter: QPainter, line: Floats, theme: Theme, strength: float) -> None:
    glow = QColor(theme.accent)
    glow.setAlphaF(strength)
    painter.setPen(QPen(glow, 12, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(*line[0]), QPointF(*line[1]))


def _beside(line: Floats) -> tuple[QPointF, QPointF]:
    """Return an edge's ends, the target's first, moved to its lower side."""
    end, start = QPointF(*line[0]), QPointF(*line[1])
    along = _unit(start - end)
    shift = QPointF(-along.y(), along.x()) * ARROW_SHIFT
    return start + shift, end + shift


def _unit(vector: QPointF) -> QPointF:
    length = max((vector.x() ** 2 + vector.y() ** 2) ** 0.5, 1e-9)
    return vector / length


def _head(start: QPointF, end: QPointF, size: float) -> QPolygonF:
    along = _unit(end - start)
    across = QPointF(-along.y(), along.x()) * size * 0.45
    foot = end - along * size
    return QPolygonF([end, foot + across, foot - across])
