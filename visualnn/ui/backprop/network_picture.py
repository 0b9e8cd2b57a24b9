"""Paints a worked network: what is known at a stage, what just appeared, and the lit path."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from visualnn.experiment.explain import Place
from visualnn.figures.circles import LABEL_SIZE, Circles, distance, place_edge_labels
from visualnn.figures.table import Floats
from visualnn.figures.worked import Sheet
from visualnn.ui import fonts
from visualnn.ui.backprop.edge_picture import EdgePicture
from visualnn.ui.backprop.unit_picture import FEW, MOST, UnitPictures, unit_at, veil
from visualnn.ui.theme import Theme

REACH = 7.0
MOST_LABELS = 24
ROOM_FOR_BIAS = 140.0
"""The least pitch at which a bias is written without covering the lines of the neuron above."""


AT = (0.86, 0.52)
"""Where a bias's port is, in radii left of and above the center: clear of the numbers above it."""

SECOND_LINE = 14.0
"""The height of ∂E/∂w below w."""


class NetworkPicture:
    """Draws sheets on one arrangement of circles.

    A network that needs more than a few hundred edges is drawn condensed
    before it comes here.
    """

    def __init__(self, circles: Circles) -> None:
        self.circles = circles
        self._edges = [EdgePicture(circles, layer) for layer in range(len(circles.units) - 1)]
        self._units = UnitPictures(circles)
        self._label_boxes: dict[Place, QRectF] = {}
        self.unfinished = False

    # Drawing

    def paint(self, painter: QPainter, sheet: Sheet, theme: Theme, ratio: float = 0.0) -> None:
        """Draw a sheet; with a ``ratio`` of device pixels, what stays the same from pixels.

        Of the edges one layer a frame is drawn anew; `unfinished` says that more wait.
        """
        self._paint_rest_edges(painter, theme)
        self.unfinished = drawn = False
        for edges in self._edges:
            drawn |= edges.paint(painter, sheet, theme, ratio, late=drawn)
            self.unfinished |= edges.waiting
        self.unfinished |= self._units.paint(painter, sheet, theme, ratio, FEW if drawn else MOST)
        for layer in range(len(self.circles.units)):
            self._paint_rest(painter, layer, theme)
        if sheet.biased:
            self._paint_biases(painter, sheet, theme)
        self._paint_labels(painter, sheet, theme)

    def paint_captions(self, painter: QPainter, captions: Sequence[str], theme: Theme) -> None:
        """Write what each layer is above it."""
        painter.setFont(fonts.font(11))
        painter.setPen(theme.ink2)
        metrics = QFontMetricsF(painter.font())
        room = self.circles.across - 8
        for layer, caption in enumerate(captions):
            x = self.circles.centers[layer][0, 0]
            text = metrics.elidedText(caption, Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(text) + 2
            box = QRectF(max(x - width / 2, 0), 0, width, 18)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

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
                    self._write_bias(painter, center, sheet, place, theme)

    def _write_bias(self, painter: QPainter, center: QPointF, sheet, place, theme: Theme) -> None:
        """Write a bias above its port, and above it ∂E/∂b at the stage that brings it."""
        painter.setFont(fonts.numbers(fonts.font(11)))
        top = center.y() - self._port() - 17
        for text, ink in (
            (sheet.label(place), theme.ink2),
            (sheet.slope_label(place), theme.gneg),
        ):
            width = painter.fontMetrics().horizontalAdvance(text) + 4
            box = QRectF(center.x() + 8 - width, top, width, 16)
            painter.fillRect(box, veil(theme))
            painter.setPen(ink)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            top -= 15

    def _port(self) -> float:
        return 7.5 if self.circles.radius > 20 else 5.0

    def bias_center(self, layer: int, unit: int) -> QPointF:
        """Return where the bias of a unit of layer ``layer + 1`` is drawn."""
        x, y = self.circles.center(layer + 1, unit)
        radius = self.circles.radius
        return QPointF(x - AT[0] * radius, y - AT[1] * radius)

    def _paint_labels(self, painter: QPainter, sheet: Sheet, theme: Theme) -> None:
        self._label_boxes = self._place_labels(sheet)
        for place, box in self._label_boxes.items():
            chosen = place == sheet.selected or place in sheet.pointed
            painter.setPen(QPen(theme.accent if chosen else theme.line, 1.2))
            painter.setBrush(theme.panel)
            painter.drawRoundedRect(box, 5, 5)
            painter.setFont(_label_font())
            painter.setPen(theme.ink)
            slope = sheet.slope_label(place)
            upper = box.adjusted(0, 0, 0, -SECOND_LINE) if slope else box
            painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, sheet.label(place))
            painter.setPen(theme.gneg)
            lower = box.adjusted(0, box.height() - SECOND_LINE - 3, 0, -2)
            painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, slope)

    def _label_size(self, sheet: Sheet, place: Place) -> tuple[float, float]:
        """Return the room of a label: of two lines at the stage that brings ∂E/∂w."""
        slope, metrics = sheet.slope_label(place), QFontMetricsF(_label_font())
        widths = [metrics.horizontalAdvance(text) + 12 for text in (sheet.label(place), slope)]
        width, height = LABEL_SIZE
        return max(width, *widths), height + (SECOND_LINE if slope else 0)

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
        sizes = [self._label_size(sheet, place) for place in places]
        centers = place_edge_labels(np.array(lines), order, self._obstacles(), sizes)
        return {places[i]: _box(center, sizes[i]) for i, center in centers.items()}

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


def _box(center: tuple[float, float], size: tuple[float, float]) -> QRectF:
    return QRectF(center[0] - size[0] / 2, center[1] - size[1] / 2, *size)


def _label_font() -> QFont:
    return fonts.numbers(fonts.font(12))
