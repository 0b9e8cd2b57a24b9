"""The paths of a race on a map, up to the playhead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTransform
from PySide6.QtWidgets import QWidget

from visualnn.experiment.frames import NetworkRaceFrame, RaceFrame
from visualnn.figures.labels import place_labels
from visualnn.figures.race import diverged_at, place_at
from visualnn.figures.table import Floats
from visualnn.figures.thin import thin_path
from visualnn.ui import fonts
from visualnn.ui.plots.inks import CASING, LIGHT
from visualnn.ui.plots.marks import draw_mark
from visualnn.ui.plots.plot_items import (
    Item,
    circle,
    disc,
    draw_lines,
    polygons,
    ratio_of,
    thin_pen,
    with_alpha,
)
from visualnn.ui.theme import Look

TAIL = (0.45, 0.6, 0.75, 0.9, 1.0)
"""How strong the five equal parts of a path are, the oldest first."""

BROAD, EDGE = 0.7, 1.3
"""Pixels from a path's middle to its rim, and to the dark edge that lifts it off the map."""

HEAD = 11.0


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One path in pixels: the recorded places that are kept, and where they are."""

    places: np.ndarray
    points: Floats


class RacePaths(Item):
    """Every contestant's way so far, its head, and its name beside it."""

    def __init__(self) -> None:
        super().__init__(z=20)
        self.step = 0
        self._place = 0
        self._race: RaceFrame | NetworkRaceFrame | None = None
        self._looks: list[Look] = []
        self._notes: list[str] = []
        self._drawn: list[_Drawn] = []
        self._scale: QTransform | None = None

    def set_race(
        self, race: RaceFrame | NetworkRaceFrame, looks: list[Look], notes: list[str]
    ) -> None:
        """Take a race; ``notes`` are the words for a contestant that has diverged."""
        self._race, self._looks, self._notes = race, looks, notes
        self._scale = None
        self.set_step(self.step)

    def set_step(self, step: int) -> None:
        """Draw the paths up to this step."""
        self.step = step
        self._place = 0 if self._race is None else place_at(self._race, step)
        self.update()

    def paint(self, painter: QPainter, _option, widget: QWidget | None = None) -> None:
        if self._race is None:
            return
        to_pixels = painter.worldTransform()
        bounds = self.in_pixels(painter)
        if to_pixels != self._scale:
            self._scale = to_pixels
            self._drawn = [self._in_pixels(to_pixels, r) for r in range(len(self._looks))]
        for number in range(len(self._looks)):
            self._paint_path(painter, number, ratio_of(widget))
        heads = [self._head(number) for number in range(len(self._looks))]
        for number, head in enumerate(heads):
            self._paint_head(painter, number, head)
        self._paint_names(painter, heads, bounds)

    def _in_pixels(self, to_pixels: QTransform, r: int) -> _Drawn:
        points = mapped(to_pixels, self._race.paths[:, r])
        keep = thin_path(points, 1.0)
        return _Drawn(keep, points[keep])

    def _head(self, r: int) -> QPointF:
        return self._scale.map(QPointF(*map(float, self._race.paths[self._place, r])))

    def _so_far(self, r: int) -> Floats:
        drawn, head = self._drawn[r], self._head(r)
        count = int(np.searchsorted(drawn.places, self._place, side="right"))
        return np.vstack([drawn.points[:count], [(head.x(), head.y())]])

    def _paint_path(self, painter: QPainter, r: int, ratio: float) -> None:
        points = self._so_far(r)
        edges = np.linspace(0, len(points) - 1, len(TAIL) + 1).round().astype(int)
        for start, stop, alpha in zip(edges, edges[1:], TAIL, strict=False):
            draw_cased(painter, points[start : stop + 1], self._looks[r].color, ratio, alpha)

    def _paint_head(self, painter: QPainter, r: int, at: QPointF) -> None:
        look = self._looks[r]
        if self._is_lost(r):
            draw_mark(painter, "cross", at, 14, look.color, LIGHT, 1.2)
        else:
            draw_mark(painter, look.marker, at, HEAD, look.color, LIGHT, 1.6)

    def _paint_names(self, painter: QPainter, heads: list[QPointF], bounds: QRectF) -> None:
        font = fonts.font(11, QFont.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        texts = [self._name(r) for r in range(len(heads))]
        sizes = [(metrics.horizontalAdvance(text) + 4, metrics.height()) for text in texts]
        anchors = [(head.x(), head.y()) for head in heads]
        room = bounds.adjusted(4, 4, -4, -4)
        boxes = place_labels(anchors, sizes, room.getRect())
        painter.setFont(font)
        for text, box in zip(texts, boxes, strict=True):
            draw_haloed(painter, text, QRectF(*box))

    def _name(self, r: int) -> str:
        return self._notes[r] if self._is_lost(r) else self._race.contestants[r]

    def _is_lost(self, r: int) -> bool:
        return 0 <= diverged_at(self._race, r) <= self.step


def mapped(transform: QTransform, points: Floats) -> Floats:
    """Return points ``(n, 2)`` under an affine transform."""
    matrix = np.array(
        [[transform.m11(), transform.m12()], [transform.m21(), transform.m22()]], dtype=float
    )
    return points @ matrix + (transform.dx(), transform.dy())


def draw_cased(
    painter: QPainter, points: Floats, color: QColor, ratio: float, strength: float = 1.0
) -> None:
    """Draw a path through points ``(k, 2)`` in pixels, with a dark edge that lifts it off a map."""
    pieces = polygons(*points.T)
    painter.setPen(thin_pen(with_alpha(CASING, 0.4 * strength), ratio))
    draw_lines(painter, pieces, circle(EDGE, 4))
    painter.setPen(thin_pen(with_alpha(color, strength), ratio))
    draw_lines(painter, pieces, disc(BROAD, ratio))


def draw_haloed(painter: QPainter, text: str, box: QRectF) -> None:
    """Write white on a dark halo, readable on any color."""
    painter.setPen(with_alpha(CASING, 0.6))
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(box.translated(dx, dy), Qt.AlignmentFlag.AlignCenter, text)
    painter.setPen(QPen(LIGHT))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
