"""Paints a worked network: what is known at a stage, what just appeared, and the lit path."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from visualnn.experiment.explain import Place
from visualnn.figures.circles import LABEL_SIZE, Circles, distance, place_edge_labels
from visualnn.figures.table import Floats
from visualnn.figures.unit_marks import UnitMark, unit_mark
from visualnn.figures.worked import Sheet
from visualnn.ui import fonts
from visualnn.ui.backprop.edge_picture import ARROW_SHIFT, EdgePicture
from visualnn.ui.theme import Theme

REACH = 7.0
MOST_LABELS = 24
ROOM_FOR_TWO = 17.0
"""The least radius of a circle that holds name and value."""

ROOM_FOR_BIAS = 140.0
"""The least pitch at which a bias is written without covering the lines of the neuron above."""

OUTSIDE = 62.0
"""So far numbers may reach beyond the circles of the first and the last layer."""


class NetworkPicture:
    """Draws sheets on one arrangement of circles.

    A network that needs more than a few hundred edges is drawn condensed
    before it comes here.
    """

    def __init__(self, circles: Circles) -> None:
        self.circles = circles
        self._edges = [EdgePicture(circles, layer) for layer in range(len(circles.units) - 1)]
        first, last = circles.centers[0][0, 0], circles.centers[-1][0, 0]
        reach = circles.radius + OUTSIDE
        self._ends = (first - reach, last + reach)
        self._label_boxes: dict[Place, QRectF] = {}

    # Drawing

    def paint(self, painter: QPainter, sheet: Sheet, theme: Theme, ratio: float = 0.0) -> None:
        """Draw a sheet; with a ``ratio`` of device pixels, what stays the same from pixels."""
        self._paint_rest_edges(painter, theme)
        for edges in self._edges:
            edges.paint(painter, sheet, theme, ratio)
        for layer, units in enumerate(self.circles.units):
            for unit in units:
                self._paint_unit(painter, layer, unit, sheet, theme)
            self._paint_rest(painter, layer, theme)
        if sheet.biased:
            self._paint_biases(painter, sheet, theme)
        self._paint_labels(painter, sheet, theme)

    def paint_captions(self, painter: QPainter, captions: Sequence[str], theme: Theme) -> None:
        """Write what each layer is above it."""
        painter.setFont(fonts.font(11))
        painter.setPen(theme.ink2)
        metrics = QFontMetricsF(painter.font())
        room = self._across() - 8
        for layer, caption in enumerate(captions):
            x = self.circles.centers[layer][0, 0]
            text = metrics.elidedText(caption, Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(text) + 2
            box = QRectF(max(x - width / 2, 0), 0, width, 18)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _across(self) -> float:
        xs = [centers[0, 0] for centers in self.circles.centers]
        return float(min(np.diff(xs), default=200.0))

    def _paint_rest_edges(self, painter: QPainter, theme: Theme) -> None:
        """Hint at the edges of neurons that are not drawn."""
        painter.setPen(QPen(theme.line, 1, Qt.PenStyle.DotLine))
        for layer in range(len(self.circles.units) - 1):
            for a, b in self._hinted(layer):
                painter.drawLine(
                    QPointF(a[0] + self.circles.radius, a[1]),
                    QPointF(b[0] - self.circles.radius, b[1]),
                )

    def _hinted(self, layer: int) -> list[tuple[tuple[float, float], tuple[float, float]]]:
        circles = self.circles
        rest, after = circles.rest_center(layer), circles.rest_center(layer + 1)
        here = [circles.center(layer, unit) for unit in circles.units[layer]]
        there = [circles.center(layer + 1, unit) for unit in circles.units[layer + 1]]
        found = [(rest, b) for b in there] if rest else []
        return found + ([(a, after) for a in here] if after else [])

    def _paint_unit(self, painter, layer: int, unit: int, sheet: Sheet, theme: Theme) -> None:
        mark = unit_mark(sheet, layer, unit)
        place = unit_at(layer, unit)
        center = QPointF(*self.circles.center(layer, unit))
        radius = self.circles.radius
        if place in sheet.pointed or sheet.is_lit(place):
            glow = QColor(theme.accent)
            glow.setAlphaF(0.38 if place in sheet.pointed else 0.16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(glow)
            painter.drawEllipse(center, radius + 6, radius + 6)
        painter.setOpacity(0.4 if mark.dropped else 1.0 if mark.known else 0.75)
        painter.setPen(_ring_pen(theme, mark))
        painter.setBrush(theme.panel)
        painter.drawEllipse(center, radius, radius)
        painter.setOpacity(1.0)
        if mark.dropped:
            _cross(painter, center, radius, theme)
        self._write_in(painter, center, mark, theme)
        self._write_below(painter, center, mark, theme)

    def _write_in(self, painter: QPainter, center: QPointF, mark: UnitMark, theme: Theme) -> None:
        """Write name and value, as large as the circle allows; the name alone where it is small."""
        radius = self.circles.radius
        size = 13 if radius > 28 else 11 if radius > 20 else 9.5
        two = bool(mark.value) and bool(mark.name) and radius >= ROOM_FOR_TWO
        half = size * 0.62 if two else 0.0
        box = QRectF(center.x() - 2 * radius, center.y() - size, 4 * radius, 2 * size)
        ink = theme.ink if mark.known else theme.ink2
        lines = [(mark.name, QFont.Weight.DemiBold, -half)] if mark.name else []
        if mark.value and (two or not mark.name):
            lines.append((mark.value, QFont.Weight.Normal, half))
        for text, weight, shift in lines:
            bold = mark.fresh and text == mark.value
            painter.setFont(
                fonts.numbers(fonts.font(size, QFont.Weight.DemiBold if bold else weight))
            )
            painter.setPen(ink)
            painter.drawText(box.translated(0, shift), Qt.AlignmentFlag.AlignCenter, text)

    def _write_below(self, painter, center: QPointF, mark: UnitMark, theme: Theme) -> None:
        """Write the lines below the circle; where there is room for one, side by side."""
        radius, pitch = self.circles.radius, self.circles.pitch
        size, step = (12, 16.0) if pitch > 88 else (10, 12.0)
        rows = max(int((pitch - 2 * radius - 3) / step), 0)
        lines = [[part] for part in mark.below]
        if radius < ROOM_FOR_TWO and (mark.below or mark.value):
            lines = [[_latest(mark)]]
        elif rows == 1 and len(lines) > 1:
            lines = [list(mark.below)]
        painter.setFont(fonts.numbers(fonts.font(size)))
        for row, parts in enumerate(lines[:rows]):
            top = center.y() + radius + (5 if pitch > 88 else 2) + row * step
            self._write_beside(painter, center.x(), top, step, parts, theme)

    def _write_beside(self, painter, middle: float, top: float, height, parts, theme) -> None:
        """Write texts side by side, each in its color; the latest alone where they are too wide."""
        metrics, gap = QFontMetricsF(painter.font()), 8.0
        widths = [metrics.horizontalAdvance(text) + 2 for text, _ in parts]
        if sum(widths) + gap * (len(parts) - 1) > self._across() - 2 * ARROW_SHIFT:
            parts, widths = parts[-1:], widths[-1:]
        total = sum(widths) + gap * (len(parts) - 1)
        x = min(max(middle - total / 2, self._ends[0]), self._ends[1] - total)
        for (text, role), width in zip(parts, widths, strict=True):
            box = QRectF(x, top, width, height)
            painter.fillRect(box, _veil(theme))
            painter.setPen(getattr(theme, role))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            x += width + gap

    def _paint_rest(self, painter: QPainter, layer: int, theme: Theme) -> None:
        place = self.circles.rest_center(layer)
        if place is None:
            return
        painter.setPen(QPen(theme.ink3, 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(theme.panel2)
        radius = self.circles.radius
        painter.drawEllipse(QPointF(*place), radius, radius)
        painter.setFont(fonts.font(11))
        painter.setPen(theme.ink2)
        box = QRectF(place[0] - radius, place[1] - radius, 2 * radius, 2 * radius)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"+{self.circles.rest[layer]}")

    def _paint_biases(self, painter: QPainter, sheet: Sheet, theme: Theme) -> None:
        for layer, units in enumerate(self.circles.units[1:]):
            for unit in units:
                place = Place("b", layer + 1, unit)
                center, size = self.bias_center(layer, unit), self._port()
                chosen = place == sheet.selected
                edge = theme.accent if chosen or place in sheet.pointed else theme.ink3
                painter.setPen(QPen(edge, 2 if chosen or place in sheet.pointed else 1.2))
                painter.setBrush(theme.panel)
                painter.drawRoundedRect(
                    QRectF(center.x() - size, center.y() - size, 2 * size, 2 * size), 3, 3
                )
                painter.setFont(fonts.font(9.5 if size > 6 else 8))
                painter.setPen(theme.ink2)
                box = QRectF(center.x() - 12, center.y() - 8, 24, 15)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "b")
                if chosen or self.circles.pitch > ROOM_FOR_BIAS:
                    self._write_bias(painter, center, sheet.label(place), theme)

    def _write_bias(self, painter: QPainter, center: QPointF, text: str, theme: Theme) -> None:
        painter.setFont(fonts.numbers(fonts.font(11)))
        width = painter.fontMetrics().horizontalAdvance(text) + 4
        box = QRectF(center.x() + 8 - width, center.y() - self._port() - 17, width, 16)
        painter.fillRect(box, _veil(theme))
        painter.setPen(theme.ink2)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _port(self) -> float:
        return 7.5 if self.circles.radius > 20 else 5.0

    def bias_center(self, layer: int, unit: int) -> QPointF:
        """Return where the bias of a unit of layer ``layer + 1`` is drawn."""
        x, y = self.circles.center(layer + 1, unit)
        off = self.circles.radius * 0.76
        return QPointF(x - off, y - off)

    def _paint_labels(self, painter: QPainter, sheet: Sheet, theme: Theme) -> None:
        self._label_boxes = self._place_labels(sheet)
        painter.setFont(fonts.numbers(fonts.font(12)))
        for place, box in self._label_boxes.items():
            chosen = place == sheet.selected or place in sheet.pointed
            painter.setPen(QPen(theme.accent if chosen else theme.line, 1.2))
            painter.setBrush(theme.panel)
            text = sheet.label(place)
            needed = QFontMetricsF(painter.font()).horizontalAdvance(text) + 12
            spare = max((needed - box.width()) / 2, 0)
            box = box.adjusted(-spare, 0, spare, 0)
            painter.drawRoundedRect(box, 5, 5)
            painter.setPen(theme.ink)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _place_labels(self, sheet: Sheet) -> dict[Place, QRectF]:
        """Find room for the labels of edges: where they are many, for the chosen one only."""
        many = sum(len(edges.links) for edges in self._edges) > MOST_LABELS
        places: list[Place] = []
        lines: list[Floats] = []
        for edges in self._edges:
            for link, line in zip(edges.links, edges.lines, strict=True):
                place = edges.place(link)
                shown = place == sheet.selected or place in sheet.pointed
                if not many or shown:
                    places.append(place)
                    lines.append(line)
        if not places:
            return {}
        first = [i for i, place in enumerate(places) if place == sheet.selected]
        level = [i for i, line in enumerate(lines) if abs(line[0, 1] - line[1, 1]) < 1]
        order = list(dict.fromkeys([*first, *level, *range(len(places))]))
        centers = place_edge_labels(np.array(lines), order, self._obstacles())
        width, height = LABEL_SIZE
        return {
            places[i]: QRectF(x - width / 2, y - height / 2, width, height)
            for i, (x, y) in centers.items()
        }

    def _obstacles(self) -> list[tuple[float, float, float, float]]:
        radius = self.circles.radius
        below = min(self.circles.pitch - 2 * radius, 36.0)
        return [
            (x - radius, y - radius, x + radius, y + radius + below)
            for centers in self.circles.centers
            for x, y in centers.tolist()
        ]

    # What is pointed at

    def at(self, point: QPointF, biases: bool) -> Place | None:
        """Return what is under a point: a bias, a neuron, a label's weight, the nearest edge."""
        if biases and (found := self._bias_at(point)):
            return found
        unit = self.circles.unit_at(point.x(), point.y())
        if unit is not None:
            return unit_at(*unit)
        for place, box in self._label_boxes.items():
            if box.contains(point):
                return place
        return self._edge_at(point)

    def _bias_at(self, point: QPointF) -> Place | None:
        for layer, units in enumerate(self.circles.units[1:]):
            for unit in units:
                gap = point - self.bias_center(layer, unit)
                if max(abs(gap.x()), abs(gap.y())) <= self._port() + 2:
                    return Place("b", layer + 1, unit)
        return None

    def _edge_at(self, point: QPointF) -> Place | None:
        best, found = REACH, None
        for edges in self._edges:
            if not edges.links:
                continue
            apart = distance(edges.lines, point.x(), point.y())
            near = int(apart.argmin())
            if apart[near] <= best:
                best, found = float(apart[near]), edges.place(edges.links[near])
        return found

    def edge_middle(self, layer: int, source: int, target: int) -> QPointF:
        """Return a point on an edge that its label does not cover."""
        line = self.circles.edge(layer, source, target)
        x, y = line[0] + 0.12 * (line[1] - line[0])
        return QPointF(x, y)


def unit_at(layer: int, unit: int) -> Place:
    """Return the place of a neuron's output, or of an input."""
    return Place("a", layer, unit) if layer else Place("x", 0, unit)


def _cross(painter: QPainter, center: QPointF, radius: float, theme: Theme) -> None:
    """Cross out a neuron that dropout leaves out, around what is written in it."""
    painter.setPen(QPen(theme.ink3, 1.5))
    for x, y in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
        arm = QPointF(x, y) * radius * 0.7
        painter.drawLine(center + arm * 0.62, center + arm)


def _veil(theme: Theme) -> QColor:
    """Return what lies behind texts on lines."""
    veil = QColor(theme.panel)
    veil.setAlphaF(0.86)
    return veil


def _latest(mark: UnitMark) -> tuple[str, str]:
    """Return what became known last: a slope, else the value, else the sum."""
    if mark.below and (mark.below[-1][1] == "gneg" or not mark.value):
        return mark.below[-1]
    return mark.value, "ink"


def _ring_pen(theme: Theme, mark: UnitMark) -> QPen:
    if mark.fresh:
        return QPen(getattr(theme, mark.role), 2.5)
    style = Qt.PenStyle.SolidLine if mark.known else Qt.PenStyle.DotLine
    return QPen(getattr(theme, mark.role) if mark.known else theme.ink3, 1.7, style)
