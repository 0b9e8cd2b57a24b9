"""All edges of the diagram as one drawing: a few pens, the weak edges first."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPainterPath, QPen, QPolygonF

from visualnn.figures import strokes
from visualnn.figures.diagram import Edges
from visualnn.figures.strips import strides, strips
from visualnn.ui.diagram.readings import Reading
from visualnn.ui.theme import Theme

THINNEST = 0.5
HAIRLINE = 1.3
FAINTEST, STRONGEST = 0.22, 0.9
FULL_WIDTH = 6.0
FULL_WIDTH_OF_SIDE = 0.17


VISIBLE = 0.4
HALO, CORE = 0.3, 0.6
"""A ghost differs in width by so many pixels at least; how strong its color is."""

FINEST = 2.0
"""Pixels to a logical one up to which straight pieces look like the curve."""

GHOST_STEP = 0.125
"""Pixels: the widths of ghosts are multiples of this, so that they share a few pens."""


@dataclass(frozen=True, slots=True)
class Ghost:
    """An edge's old width in logical pixels, its old sign, and whether it was wider.

    The width is a multiple of `GHOST_STEP`, so that ghosts share a few pens.
    """

    width: float
    positive: bool
    wider: bool


class Shape:
    """One edge's curve in the forms that it is drawn in, each made when it is first needed."""

    def __init__(
        self, curve: NDArray[np.float64], points: NDArray[np.float64], stride: int
    ) -> None:
        self._curve, self._points, self._stride = curve, points, stride

    @cached_property
    def path(self) -> QPainterPath:
        """The curve itself, for pictures and for enlarged pixels."""
        return curve_path(self._curve)

    @cached_property
    def line(self) -> QPolygonF:
        """Points along it: one pixel wide they have a fast path in Qt's raster engine."""
        return QPolygonF([QPointF(*point) for point in self._points.tolist()])

    @cached_property
    def strips(self) -> list[QLineF]:
        """Straight pieces: of any width they have one, too."""
        pieces = strips(self._points, self._stride).reshape(-1, 4)
        return [QLineF(*ends) for ends in pieces.tolist()]


Shapes = dict[tuple[int, int, int], Shape]
"""The edges of one arrangement that have been drawn so far, by layer, source and target."""


class EdgeDrawing:
    """Paints edges with `strokes.BINS` pens, weak ones first.

    The shapes are made once per arrangement; new values only sort them anew.
    All pens are opaque: faintness is mixed with the background beforehand, for
    a translucent antialiased stroke costs ten times as much, and a path of many
    crossing curves costs ten times as much as its curves one by one.
    """

    def __init__(self, edges: Edges, side: float, shapes: Shapes | None = None) -> None:
        self.edges = edges
        self.full_width = min(FULL_WIDTH, FULL_WIDTH_OF_SIDE * side)
        self._shapes = _shapes(edges, {} if shapes is None else shapes)
        self._bins = np.zeros(0, np.intp)
        layers = range(1, int(edges.layer.max(initial=0)) + 2)
        self._ends = np.searchsorted(edges.layer, layers).tolist()
        self._orders: dict[int, list[int]] = {}
        self._strengths = np.zeros(len(edges))
        self._halves: NDArray[np.float64] | None = None
        self._ghosts: dict[int, Ghost] = {}
        self._pens: list[QPen] = []
        self._ghost_pens: dict[Ghost, QPen] = {}
        self._pens_key: tuple[str, Theme, float] | None = None
        self.shown = np.ones(len(edges), dtype=bool)

    def sort(
        self,
        values: NDArray[np.float64],
        strengths: NDArray[np.float64],
        shown: NDArray[np.bool_] | None = None,
    ) -> None:
        """Give every edge its pen; those ``shown`` are drawn, the strongest last."""
        self.shown = np.ones(len(values), dtype=bool) if shown is None else shown
        self._strengths = strengths
        self._bins = strokes.bins(values, strengths)
        self._orders, self._ghosts, self._halves = {}, {}, None

    @property
    def halves(self) -> NDArray[np.float64]:
        """Half the width of each edge; what is hidden has −∞, so that nobody can point at it."""
        if self._halves is None:
            widths = self.width(strokes.known(self._strengths, 0.3))
            self._halves = np.where(self.shown, widths / 2, -np.inf)
        return self._halves

    def _order(self, layer: int) -> list[int]:
        """Return the edges into a layer in the order in which they are drawn."""
        if layer not in self._orders:
            mine = slice(*self._ends[layer - 1 : layer + 1])
            # Signs of one strength stay mixed, so that neither hides the other.
            levels = (strokes.known(self._strengths[mine], 2.0) * strokes.LEVELS).astype(np.intp)
            order = np.argsort(levels, kind="stable")
            self._orders[layer] = (order[self.shown[mine][order]] + mine.start).tolist()
        return self._orders[layer]

    def haunt(self, values: NDArray[np.float64], strengths: NDArray[np.float64]) -> None:
        """Draw a ghost where these old values would be drawn visibly wider or thinner."""
        old = np.round(self.width(strokes.known(strengths, 0.0)) / GHOST_STEP) * GHOST_STEP
        wider = old - 2 * self.halves
        known = np.isfinite(strengths) & (self._bins != strokes.NOT_FINITE)
        seen = np.flatnonzero(self.shown & known & (np.abs(wider) >= VISIBLE))
        self._ghosts = {
            int(e): Ghost(float(old[e]), bool(values[e] > 0), bool(wider[e] > 0)) for e in seen
        }

    @property
    def haunted(self) -> bool:
        """Whether there is any ghost."""
        return bool(self._ghosts)

    def width(self, strength: float) -> float:
        """Return the width of a stroke in logical pixels; also elementwise."""
        return THINNEST + strength * (self.full_width - THINNEST)

    def look(self, layer: int) -> tuple[Hashable, ...]:
        """Return what the edges into a layer look like, but for reading and theme."""
        mine = slice(*self._ends[layer - 1 : layer + 1])
        ends = self.edges.source[mine].tobytes(), self.edges.target[mine].tobytes()
        pens = self._bins[mine].tobytes(), self.shown[mine].tobytes()
        ghosts = [(e, g) for e, g in self._ghosts.items() if mine.start <= e < mine.stop]
        return *ends, *pens, tuple(ghosts)

    def count(self, layer: int) -> int:
        """Return how many edges into a layer are drawn."""
        return int(np.count_nonzero(self.shown[slice(*self._ends[layer - 1 : layer + 1])]))

    def paint(self, painter: QPainter, reading: Reading, theme: Theme) -> None:
        """Draw all edges; those of different layers lie apart."""
        for layer in range(1, len(self._ends)):
            self.paint_layer(painter, reading, theme, layer)

    def paint_layer(self, painter: QPainter, reading: Reading, theme: Theme, layer: int) -> None:
        """Draw the edges into one layer, the strongest on top."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pixel = 1.0 / painter.device().devicePixelRatioF()
        pens = self._all_pens(reading, theme, pixel)
        straight = _is_on_screen(painter)
        bins = self._bins.tolist()
        last = -1
        for edge in self._order(layer):
            ghost = self._ghosts.get(edge)
            if ghost and ghost.wider:
                last = self._paint_ghost(painter, reading, theme, edge)
            number = bins[edge]
            if number != last:
                pen = pens[number]
                painter.setPen(pen)
                thin = pen.widthF() <= pixel
                plain = straight and pen.style() == Qt.PenStyle.SolidLine
                last = number
            shape = self._shapes[edge]
            if thin:
                painter.drawPolyline(shape.line)
            elif plain:
                painter.drawLines(shape.strips)
            else:
                painter.drawPath(shape.path)
            if ghost and not ghost.wider:
                last = self._paint_ghost(painter, reading, theme, edge)

    def _paint_ghost(self, painter: QPainter, reading: Reading, theme: Theme, edge: int) -> int:
        """Draw the old width: below the edge where it was wider, else as a pale core on it."""
        ghost = self._ghosts[edge]
        if ghost not in self._ghost_pens:
            self._ghost_pens[ghost] = _ghost_pen(ghost, reading, theme)
        painter.setPen(self._ghost_pens[ghost])
        painter.drawPath(self._shapes[edge].path)
        return -1  # the painter's pen is none of the pens now

    def _all_pens(self, reading: Reading, theme: Theme, pixel: float) -> list[QPen]:
        """Return the pens of all bins; they are made once for a reading, a theme and a screen."""
        key = (reading.key, theme, pixel)
        if key != self._pens_key:
            self._pens_key = key
            self._ghost_pens = {}
            self._pens = [self._pen(n, reading, theme, pixel) for n in range(strokes.BINS)]
        return self._pens

    def _pen(self, number: int, reading: Reading, theme: Theme, pixel: float) -> QPen:
        if number == strokes.NOT_FINITE:
            return warning_pen(theme)
        if number == strokes.ZERO:
            return QPen(theme.line, pixel)
        positive = number >= strokes.FIRST_POSITIVE
        first = strokes.FIRST_POSITIVE if positive else strokes.FIRST_NEGATIVE
        strength = strokes.level_strength(number - first)
        width = self.width(strength)
        opacity = FAINTEST + strength * (STRONGEST - FAINTEST)
        if width < HAIRLINE * pixel:  # as much ink, but on one pixel
            opacity, width = opacity * min(width / pixel, 1.0), pixel
        color = mixed(theme.panel, reading.color(theme, positive), opacity)
        pen = QPen(color, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen


def _shapes(edges: Edges, known: Shapes) -> list[Shape]:
    """Return the edges' shapes, those that are known as they are."""
    parts = (edges.layer.tolist(), edges.source.tolist(), edges.target.tolist())
    keys = list(zip(*parts, strict=True))
    new = [e for e, key in enumerate(keys) if key not in known]
    # Together: one by one they would take a frame's time where many edges are new.
    points = edges.samples[new]
    rows = zip(new, points, strides(points).tolist(), strict=True)
    known.update({keys[e]: Shape(edges.curves[e], row, stride) for e, row, stride in rows})
    return [known[key] for key in keys]


def _is_on_screen(painter: QPainter) -> bool:
    """Return whether pixels are drawn, and none so small that a corner could be seen."""
    pixels = painter.paintEngine().type() == QPaintEngine.Type.Raster
    return pixels and painter.deviceTransform().m11() <= FINEST


def _ghost_pen(ghost: Ghost, reading: Reading, theme: Theme) -> QPen:
    strength = HALO if ghost.wider else CORE
    pen = QPen(mixed(theme.panel, reading.color(theme, ghost.positive), strength), ghost.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def mixed(below: QColor, above: QColor, opacity: float) -> QColor:
    """Return the opaque color of ``above`` laid over ``below``."""
    parts = zip(below.getRgbF()[:3], above.getRgbF()[:3], strict=True)
    return QColor.fromRgbF(*(b + (a - b) * opacity for b, a in parts))


def warning_pen(theme: Theme) -> QPen:
    """Return the dashed pen for values that are not numbers."""
    pen = QPen(theme.warn, 1.6)
    pen.setDashPattern([3.0, 2.0])
    return pen


def curve_path(curve: NDArray[np.float64]) -> QPainterPath:
    """Return one cubic Bézier curve ``(4, 2)`` as a path."""
    start, first, second, end = (QPointF(x, y) for x, y in curve.tolist())
    path = QPainterPath(start)
    path.cubicTo(first, second, end)
    return path
