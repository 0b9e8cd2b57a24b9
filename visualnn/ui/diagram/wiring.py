"""The edges of the diagram: which are drawn, how wide, and what runs or stands on them."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from visualnn.experiment.frames import Frame, Scene
from visualnn.figures import strokes
from visualnn.figures.diagram import Diagram, Edges, connect, pick
from visualnn.figures.ghosts import magnification
from visualnn.figures.pills import MOST
from visualnn.ui import motion
from visualnn.ui.diagram import legend, remarks
from visualnn.ui.diagram.channel import Channel
from visualnn.ui.diagram.edges import EdgeDrawing, Shapes, curve_path
from visualnn.ui.diagram.numbers_on_edges import Pills
from visualnn.ui.diagram.readings import READINGS, Numbers, is_fast
from visualnn.ui.diagram.selection import Edge
from visualnn.ui.theme import Theme

ALL_DRAWN = 256
"""A layer with more edges than two columns of 16 units can have shows its largest only."""

STRONGEST_DRAWN, FEWEST_DRAWN = 160, 50
"""So many edges of all wide layers together, and of one at least."""

MOST_SHAPES = 2000
"""So many shapes of edges are kept, as the largest edges of a wide layer change."""

REACH = 6.0
"""So far from an edge, in logical pixels, the mouse still points at it."""


class Wiring:
    """What is cached of the edges between two repaints.

    Which edges of a wide layer are drawn changes with the reference; their
    curves with the arrangement; their pens, ghosts and dashes with the frame.

    Attributes
    ----------
    drawing
        The edges as they are drawn; None before the first frame is painted.
    channel, pills
        The gradient's dashes and the numbers on the edges, where there are any.
    threshold
        The share of the reference below which edges are hidden.
    slow
        Whether training is so slow that single updates can be followed.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.drawing: EdgeDrawing | None = None
        self.channel: Channel | None = None
        self.pills: Pills | None = None
        self.reading = READINGS["weights"]
        self.threshold = 0.0
        self.slow = self._haunted = True
        self._references = {key: strokes.Reference() for key in READINGS}
        self._numbers: Numbers | None = None
        self._picks: list[tuple[np.ndarray, np.ndarray]] | None = None
        self._pills_key: tuple[str, tuple[int, ...] | None] | None = None
        self._flowing = False
        self._not_finite, self._factor = 0, 1.0
        self._values = np.zeros(0)
        self._shapes: Shapes = {}
        self._stale = {"edges", "values"}

    def show(self, frame: Frame, numbers: Numbers, choices: dict[str, str], now: float) -> bool:
        """Take a frame; return whether the reference was due to be measured anew."""
        other = choices["reading"] != self.reading.key
        self.reading, self._numbers = READINGS[choices["reading"]], numbers
        self._flowing = choices["channel"] == "on"
        self.slow = not is_fast(frame)
        # Once a run has ended the best weights may be on show, not the latest update's.
        self._haunted = self.slow and frame.state in ("ready", "paused", "running")
        due = self._measure(now, frame.state == "running")
        if self._picks is None or (self.condensed and (due or other)):
            self._pick(numbers.weights(self.reading.key))
        self._stale.add("values")
        return due

    def _measure(self, now: float, running: bool) -> bool:
        """Bring the references up to date, and count what is no number.

        They are held steady while training runs; otherwise they are those of
        the weights on show, whatever was on show before.
        """
        key, numbers = self.reading.key, self._numbers
        if key != "gradients" and self._flowing:
            self._follow("gradients", numbers.weights("gradients"), now, running)
        everything = numbers.weights(key) + numbers.biases(key)
        self._not_finite = 0
        if not numbers.all_finite(key):
            self._not_finite = sum(int((~np.isfinite(part)).sum()) for part in everything)
        return self._follow(key, everything, now, running)

    def _follow(self, key: str, arrays: list[np.ndarray], now: float, running: bool) -> bool:
        reference = self._references[key]
        if running and reference.holds(now):
            return False
        magnitude = strokes.magnitude(arrays)
        return (reference.update if running else reference.settle)(magnitude, now)

    def _pick(self, matrices: list[np.ndarray]) -> None:
        """Choose the edges that are drawn: of a wide layer its largest only."""
        if matrices:
            limits = [m.size if m.size <= ALL_DRAWN else self.strongest for m in matrices]
            self._picks = [pick(m, limit) for m, limit in zip(matrices, limits, strict=True)]
            self._stale.add("edges")

    def hide_below(self, share: float) -> None:
        """Hide the edges whose magnitude is below a share of the reference."""
        self.threshold = share
        self._stale.add("values")

    @property
    def hidden(self) -> int:
        """How many edges the threshold hides."""
        return int((~self.drawing.shown).sum()) if self.drawing else 0

    @property
    def reference(self) -> float:
        """The magnitude drawn at full width."""
        return self._references[self.reading.key].value

    @property
    def condensed(self) -> bool:
        """Whether not all edges are drawn."""
        return any(a * b > ALL_DRAWN for a, b in pairwise(self.scene.sizes))

    @property
    def strongest(self) -> int:
        """How many edges of a wide layer are drawn; 0 where all are."""
        wide = sum(a * b > ALL_DRAWN for a, b in pairwise(self.scene.sizes))
        return max(STRONGEST_DRAWN // wide, FEWEST_DRAWN) if wide else 0

    # Drawing

    def arrange(self) -> None:
        """Forget the curves: the neurons have other places."""
        self.drawing = None
        self._shapes = {}
        self._stale = {"edges", "values"}

    def bring_up_to_date(self, diagram: Diagram) -> bool:
        """Make what has changed since the last painting; return whether there was anything."""
        changed = bool(self._stale)
        if "edges" in self._stale and self._picks is not None:
            if len(self._shapes) > MOST_SHAPES:
                self._shapes = {}
            edges = connect(diagram, self._picks)
            self.drawing = EdgeDrawing(edges, diagram.side, self._shapes)
            self.channel = self._pills_key = None
            self._stale.add("values")
        if "values" in self._stale and self.drawing is not None:
            self._sort()
        self._stale.clear()
        return changed

    def _sort(self) -> None:
        """Give the edges their widths, their ghosts and their dashes."""
        values, strengths = self._strengths(self.drawing.edges)
        self._values = values
        shown = ~(np.abs(values) < self.threshold * self.reference)  # NaN is never hidden
        self.drawing.sort(values, strengths, shown)
        if self.reading.key == "weights" and self._haunted:
            self._haunt(values)
        if self._flowing:
            self.channel = self.channel or Channel(self.drawing.edges)
            gradients = self._numbers.weights("gradients")
            self.channel.show(gradients, self._references["gradients"].value, shown)

    def _haunt(self, values: np.ndarray) -> None:
        """Draw the widths before the last update, the change stretched until it can be seen."""
        updates = self._numbers.weights("updates")
        if not (updates and self.reference):
            return
        changes = self.drawing.edges.values(updates)
        pixels = np.abs(changes) / self.reference * self.drawing.full_width
        self._factor = magnification(float(pixels.max(initial=0.0)))
        old = values - self._factor * changes
        self.drawing.haunt(old, strokes.strength(old, self.reference, "linear"))

    def _strengths(self, edges: Edges) -> tuple[np.ndarray, np.ndarray]:
        matrices = self._numbers.weights(self.reading.key)
        values = edges.values(matrices) if matrices else np.zeros(len(edges))
        return values, strokes.strength(values, self.reference, self.reading.scale)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Draw the edges."""
        if self.drawing is not None:
            self.drawing.paint(painter, self.reading, theme)

    @property
    def looks(self) -> list[Hashable]:
        """What each gap between columns looks like, in one theme."""
        if self.drawing is None:
            return []
        layers = range(1, len(self.scene.sizes))
        return [(self.reading.key, *self.drawing.look(layer)) for layer in layers]

    @property
    def counts(self) -> list[int]:
        """How many edges each gap holds."""
        layers = range(1, len(self.scene.sizes)) if self.drawing else ()
        return [self.drawing.count(layer) for layer in layers]

    def paint_gap(self, painter: QPainter, theme: Theme, gap: int) -> None:
        """Draw the edges of one gap; the first lies behind the input."""
        self.drawing.paint_layer(painter, self.reading, theme, gap + 1)

    def paint_numbers(self, painter: QPainter, theme: Theme, font: QFont) -> None:
        """Draw the numbers on the edges, where they are few."""
        if not (self.drawing and self._numbers and self._numbers.weights(self.reading.key)):
            return
        edges, shown = self.drawing.edges, np.flatnonzero(self.drawing.shown)
        key = (self.reading.scale, tuple(shown.tolist()) if len(shown) <= MOST else None)
        if key != self._pills_key:
            self._pills_key = key
            self.pills = Pills(edges.part(shown), self.reading, font)
        self.pills.paint(painter, theme, self.reading, self._values[shown])

    def flow(self, seconds: float) -> None:
        """Let the gradient's dashes run on."""
        if self.channel:
            self.channel.advance(seconds)

    def paint_flow(self, painter: QPainter, theme: Theme) -> None:
        """Draw the gradient's dashes over the edges, if they are wanted."""
        if self.channel and self._flowing:
            self.channel.paint(painter, theme, motion.is_reduced())

    def legend(self, theme: Theme) -> list[legend.Entry]:
        """Return what the legend says of the edges."""
        found = legend.entries(
            self.reading,
            theme,
            self.reference,
            not_finite=self._not_finite,
            strongest=self.strongest,
            bias=self.scene.layout.bias,
        )
        if self.drawing and self.drawing.haunted:
            color = self.reading.color(theme, True)
            found.append(remarks.ghost_entry(theme, color, self._factor))
        if self._flowing:
            reference = self._references["gradients"].value
            found.append(remarks.channel_entry(theme, reference, motion.is_reduced()))
        if self.threshold:
            found.append(remarks.hidden_entry(self.threshold, self.hidden))
        return found

    # What is pointed at

    def at(self, point: QPointF) -> Edge | None:
        """Return the nearest edge within reach of a point."""
        if self.drawing is None:
            return None
        edges = self.drawing.edges
        found = edges.nearest(point.x(), point.y(), REACH, self.drawing.halves)
        if found is None:
            return None
        return Edge(*(int(part[found]) for part in (edges.layer, edges.source, edges.target)))

    def paint_edge(self, painter: QPainter, theme: Theme, diagram: Diagram, edge: Edge) -> None:
        """Mark one edge, also one that is not drawn otherwise."""
        single = self._single(diagram, edge)
        path = curve_path(single.curves[0])
        values, strengths = self._strengths(single) if self._numbers else (np.zeros(1),) * 2
        width = self.drawing.width(float(np.nan_to_num(strengths[0]))) if self.drawing else 1.0
        halo = QColor(theme.accent)
        halo.setAlphaF(0.35)
        painter.setPen(QPen(halo, width + 6.0))
        painter.drawPath(path)
        color = self.reading.color(theme, values[0] > 0)
        painter.setPen(QPen(color if values[0] else theme.ink3, max(width, 1.6)))
        painter.drawPath(path)

    def _single(self, diagram: Diagram, edge: Edge) -> Edges:
        none = (np.zeros(0, int), np.zeros(0, int))
        picks = [none] * (len(self.scene.sizes) - 1)
        picks[edge.layer - 1] = (np.array([edge.source]), np.array([edge.target]))
        return connect(diagram, picks)
