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
SEEN, CLEAR = 0.65, 0.8
"""The least strengths on a dark ground, at rest and active: with less the contrast is below 3."""
MANY = 16
"""With more edges than this between two layers those off the path step back."""

ARROW_SHIFT = 8.0
MOST = 12
"""So many edges are drawn anew in one frame."""

ALL, PATH = 0, 1
"""The two coats of paint."""

KEPT = 12 * 2**20
"""Bytes of pixels that the states of one layer may take: 15 states of a usual window."""


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
        self._rows = {link: row for row, link in enumerate(self.links)}
        self._many = len(self.links) > MANY
        self._box = _around(circles, layer)
        self._kept: dict[tuple, QPixmap] = {}
        self._last: list[tuple] = [(), ()]
        self._begun: dict[tuple, tuple[QPixmap, int]] = {}
        self.waiting = False

    def paint(
        self, painter: QPainter, sheet: Sheet, theme: Theme, ratio: float, late: bool = False
    ) -> bool:
        """Draw edges and flow; with a ``ratio`` of device pixels from what is kept.

        Return whether some were drawn anew.  Only so many are in one frame, and
        none where that is ``late``, as other layers have taken the frame's time:
        `waiting` says that the last state has served once more.
        """
        self.waiting = drew = False
        if not self.links:
            return False
        if not ratio:
            self._draw(ALL, painter, self.links, sheet, theme)
            self._draw(PATH, painter, self._path(sheet), sheet, theme)
        else:
            for coat, state in enumerate(self._states(sheet)):
                key = (coat, theme.name, ratio, *state)
                if key in self._kept:
                    self._last[coat] = key
                else:
                    drew |= self._bring(key, sheet, theme, ratio, late)
                painter.drawPixmap(self._box.topLeft(), self._kept[self._last[coat]])
        self._paint_pointed(painter, sheet, theme)
        return drew

    def _bring(self, key: tuple, sheet: Sheet, theme: Theme, ratio: float, late: bool) -> bool:
        """Draw a coat of edges, or a part of it while the last state can serve."""
        coat, links = key[0], self.links if key[0] == ALL else self._path(sheet)
        last = self._last[coat]
        spare = last[:3] == key[:3] and last in self._kept
        if spare and late:
            self.waiting = True
            return False
        if key not in self._begun:
            self._begun = {k: part for k, part in self._begun.items() if k[0] != coat}
            self._begun[key] = (_empty(self._box, ratio), 0)
        pixmap, done = self._begun[key]
        part = links[done : done + MOST] if spare else links[done:]
        self._draw_into(pixmap, coat, part, sheet, theme)
        self._begun[key] = (pixmap, done + len(part))
        if done + len(part) < len(links):
            self.waiting = True
        else:
            self._keep(key)
        return True

    def _keep(self, key: tuple) -> None:
        """Keep a coat; those of an explanation that is gone are seen no more."""
        pixmap, _ = self._begun.pop(key)
        full = (len(self._kept) + 1) * bytes_of(pixmap) > KEPT
        self._kept = {
            k: v for k, v in self._kept.items() if k in self._last or (k[3] is key[3] and not full)
        }
        self._kept[key] = pixmap
        self._last[key[0]] = key

    def _paint_pointed(self, painter: QPainter, sheet: Sheet, theme: Theme) -> None:
        for link, line in zip(self.links, self.lines, strict=True):
            if self.place(link) in sheet.pointed:
                _halo(painter, line, theme, 0.38)

    def place(self, link: tuple[int, int]) -> Place:
        """Return the place of a link's weight."""
        return Place("w", self._layer + 1, link[1], link[0])

    def _states(self, sheet: Sheet) -> tuple[tuple, tuple]:
        """Return all that decides how the edges look, and how those on the path do.

        They are two coats of paint: another weight's path leaves the first as it is.
        """
        layer, chosen = self._layer + 1, sheet.selected
        lit: object = None
        if chosen is not None and chosen.layer == layer:
            lit = chosen
        elif chosen is not None and chosen.layer < layer:
            lit = chosen.unit if chosen.layer == layer - 1 else "all"
        flags = (sheet.explanation, sheet.updated, sheet.active(layer), sheet.flows(layer))
        return flags, (*flags, lit, sheet.through)

    def _draw_into(self, pixmap: QPixmap, coat: int, links, sheet: Sheet, theme: Theme) -> None:
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self._box.topLeft())
        self._draw(coat, painter, links, sheet, theme)
        painter.end()

    def _draw(self, coat: int, painter: QPainter, links, sheet: Sheet, theme: Theme) -> None:
        (self._draw_all, self._draw_path)[coat](painter, links, sheet, theme)

    def _draw_all(self, painter: QPainter, links, sheet: Sheet, theme: Theme) -> None:
        """Draw edges as they look off the path."""
        active = sheet.active(self._layer + 1)
        self._draw_edges(painter, links, sheet, theme, strength(theme, active, self._many))
        if sheet.flows(self._layer + 1):
            color = QColor(theme.gneg)
            faint = self._many or not active
            color.setAlphaF(strength(theme, False, False) if faint else 1.0)
            for link in links:
                self._draw_arrow(painter, self.lines[self._rows[link]], color, lit=False)

    def _path(self, sheet: Sheet) -> list[tuple[int, int]]:
        """Return the links on a path from the chosen parameter."""
        return [link for link in self.links if sheet.is_lit(self.place(link))]

    def _draw_path(self, painter: QPainter, links, sheet: Sheet, theme: Theme) -> None:
        """Draw edges on the chosen parameter's path over the others."""
        few = len(self._path(sheet)) <= MANY  # where nearly all are on a path, none stands out
        if few:
            for link in links:
                _halo(painter, self.lines[self._rows[link]], theme, 0.16)
        self._draw_edges(painter, links, sheet, theme, 1.0)
        if few and sheet.flows(self._layer + 1):
            for link in links:
                line = self.lines[self._rows[link]]
                self._draw_arrow(painter, line, QColor(theme.gneg), lit=True)

    def _draw_edges(self, painter, links, sheet: Sheet, theme: Theme, strength: float) -> None:
        weights = sheet.weights[self._layer]
        for link in links:
            value, line = float(weights[link]), self.lines[self._rows[link]]
            color = QColor(theme.neg if value < 0 else theme.pos)
            color.setAlphaF(strength)
            painter.setPen(QPen(color, 1.0 + 2.5 * min(abs(value) / sheet.scale, 1.0)))
            painter.drawLine(QPointF(*line[0]), QPointF(*line[1]))

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


def strength(theme: Theme, active: bool, many: bool) -> float:
    """Return how strong edges off the path are, from 0 to 1."""
    usual = (1.0 if active else FAINT) * (DENSE if many else 1.0)
    if not theme.dark:
        return usual
    return max(usual, CLEAR if active else SEEN)


def _around(circles: Circles, layer: int) -> QRectF:
    """Return the room between two layers, with what reaches beyond the edges."""
    ends = np.concatenate([circles.centers[layer], circles.centers[layer + 1]])
    (left, top), (right, bottom) = ends.min(axis=0), ends.max(axis=0)
    margin = circles.radius + 2 * ARROW_SHIFT
    return QRectF(left, top - margin, right - left, bottom - top + 2 * margin)


def _empty(box: QRectF, ratio: float) -> QPixmap:
    pixmap = QPixmap((box.size() * ratio).toSize())
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


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


def bytes_of(pixmap: QPixmap) -> int:
    """Return how much memory the pixels take."""
    return pixmap.width() * pixmap.height() * pixmap.depth() // 8
