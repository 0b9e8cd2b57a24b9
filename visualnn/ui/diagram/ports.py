"""The biases of the drawn neurons: a dot at the lower left, color = sign, size = value.

Where numbers are written on the neurons the dots give way to them, and stand off the corner.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QPainter, QPen

from visualnn.figures import strokes
from visualnn.figures.diagram import Diagram
from visualnn.ui.diagram.pixels import CORNER
from visualnn.ui.diagram.readings import Matrices, Reading
from visualnn.ui.diagram.stamps import Stamp, Stamps
from visualnn.ui.theme import Theme

SHARES = 0.06, 0.08
"""The smallest dot's radius and how much a dot may grow, as shares of a neuron's side."""

STEPS = 24
"""So many sizes there are: an eighth of a pixel apart, which no eye tells."""

WITHIN, BESIDE = 0.5 - CORNER * 0.3, 0.6
"""How far the middle of a dot lies left of and below that of its neuron, as shares of a side."""

RIM = 1.2
NOT_FINITE = 2
"""Kind of a bias that is no number; the others are its sign: −1, 0 or 1."""


class Ports:
    """Draws the dots of one arrangement in one theme, as copies of what was drawn before.

    Attributes
    ----------
    beside
        Whether the dots stand off the corner of their neurons, which bear numbers.
    """

    def __init__(self, diagram: Diagram, stamps: Stamps) -> None:
        self._diagram, self._pixels = diagram, stamps
        layers, self._units = diagram.shown
        self._begins = np.searchsorted(layers, np.arange(len(diagram.columns) + 1))
        self.beside = False
        self._within, self._beside = (_centers(diagram, share) for share in (WITHIN, BESIDE))
        self._places = list(zip(layers.tolist(), self._units.tolist(), strict=True))
        self._stamps: dict[tuple[bool, str, int, int, int], Stamp] = {}

    def paint(
        self,
        painter: QPainter,
        theme: Theme,
        reading: Reading,
        biases: Matrices,
        reference: float,
    ) -> None:
        """Draw each bias in the edges' reading and to their scale."""
        if not biases:
            return
        first = int(self._begins[1])
        drawn = [
            np.asarray(vector, dtype=float)[self._units[slice(*self._begins[n : n + 2])]]
            for n, vector in enumerate(biases, start=1)
        ]
        values = np.concatenate(drawn)
        sizes = strokes.strength(values, reference, reading.scale)
        kinds = strokes.known(np.where(np.isnan(sizes), np.nan, np.sign(values)), NOT_FINITE)
        steps = np.rint(strokes.known(sizes, 0.5) * STEPS)
        dots = zip(kinds.astype(int).tolist(), steps.astype(int).tolist(), strict=True)
        stamps = [
            self._stamp(theme, reading, place, kind, step)
            for place, (kind, step) in enumerate(dots, start=first)
        ]
        self._pixels.paint(painter, stamps)

    def center(self, layer: int, unit: int) -> QPointF:
        """Return the middle of a drawn neuron's dot."""
        return self._centers[self._places.index((layer, unit))]

    def at(self, point: QPointF) -> tuple[int, int] | None:
        """Return layer and unit of the neuron whose dot, off its corner, is under a point."""
        if not self.beside:
            return None
        far = sum(SHARES) * self._diagram.side + RIM
        begin = int(self._begins[1])
        gaps = [(center - point).manhattanLength() for center in self._centers[begin:]]
        nearest = min(range(len(gaps)), key=gaps.__getitem__, default=0)
        return self._places[begin + nearest] if gaps and gaps[nearest] <= far else None

    @property
    def _centers(self) -> list[QPointF]:
        return self._beside if self.beside else self._within

    def _stamp(self, theme: Theme, reading: Reading, place: int, kind: int, step: int) -> Stamp:
        key = (self.beside, reading.key, place, kind, step)
        if key not in self._stamps:
            least, growth = (share * self._diagram.side for share in SHARES)
            radius = least + growth * step / STEPS + RIM / 2
            out, center = radius + RIM, self._centers[place]
            area = QRectF(center.x() - out, center.y() - out, 2 * out, 2 * out)
            draw = partial(_dot, _inks(theme, reading, kind), center, radius)
            self._stamps[key] = (("port", *key), area, draw)
        return self._stamps[key]


def _centers(diagram: Diagram, share: float) -> list[QPointF]:
    reach = diagram.side * share
    return [QPointF(x - reach, y + reach) for x, y in diagram.centers.tolist()]


def _dot(inks: tuple[QPen, QBrush], center: QPointF, radius: float, painter: QPainter) -> None:
    pen, brush = inks
    painter.setPen(pen)
    painter.setBrush(brush)
    painter.drawEllipse(center, radius, radius)


def _inks(theme: Theme, reading: Reading, kind: int) -> tuple[QPen, QBrush]:
    """Return the pen and the brush of a kind of bias."""
    if not kind:
        return QPen(theme.ink3, 1.0), QBrush(theme.panel)
    color = theme.warn if kind == NOT_FINITE else reading.color(theme, kind > 0)
    return QPen(theme.panel, RIM), QBrush(color)
