"""The whole diagram of one network: arranged once per size, sorted anew for every frame."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from visualnn.experiment.frames import Frame, Scene
from visualnn.experiment.probe import Workings
from visualnn.figures import strokes
from visualnn.figures.diagram import Diagram, Edges, arrange, connect, pick
from visualnn.figures.ghosts import magnification
from visualnn.figures.pills import MOST
from visualnn.figures.trouble import Trouble, trouble
from visualnn.ui import motion
from visualnn.ui.diagram import labels, legend, marks, palette, remarks
from visualnn.ui.diagram.channel import Channel
from visualnn.ui.diagram.edges import EdgeDrawing, curve_path
from visualnn.ui.diagram.faces import Thumbnails
from visualnn.ui.diagram.neurons import NeuronDrawing
from visualnn.ui.diagram.numbers_on_edges import Pills
from visualnn.ui.diagram.palette import Palette
from visualnn.ui.diagram.readings import READINGS, Numbers
from visualnn.ui.diagram.selection import Block, Edge, Neuron, Selected
from visualnn.ui.theme import Theme

ALL_DRAWN = 256
"""A layer with more edges than two columns of 16 units can have shows its largest only."""

STRONGEST_DRAWN, FEWEST_DRAWN = 160, 50
"""So many edges of all wide layers together, and of one at least."""

SLOW = 30.0
"""Below so many steps a second the last update can be followed with the eye."""

REACH = 6.0
LEFT_OF_PORT = 46.0
"""How far left of a bias the middle of its editor stands: it covers edges, no neuron."""


class Picture:
    """What is cached between two repaints of the diagram.

    The arrangement and the curves change with the size of the widget; the pens
    and the thumbnails with the frame; which edges of a wide layer are drawn,
    with the reference.
    """

    def __init__(self, scene: Scene, theme: Theme) -> None:
        self.scene = scene
        self.thumbnails = Thumbnails(scene)
        self._references = {key: strokes.Reference() for key in READINGS}
        self._reading = READINGS["weights"]
        self._numbers: Numbers | None = None
        self._picks: list[tuple[np.ndarray, np.ndarray]] | None = None
        self._area: QRectF | None = None
        self._palette: Palette | None = None
        self._not_finite = 0
        self.threshold = 0.0
        self._channel: Channel | None = None
        self._pills: Pills | None = None
        self._pills_key: tuple[str, tuple[int, ...] | None] | None = None
        self._flowing = False
        self._inside: Workings | None = None
        self._slow = self._haunted = True
        self._factor = 1.0
        self._trouble: Trouble | None = None
        self._lines = 0
        self._told: list[list[legend.Entry]] = []
        self._stale = {"edges", "values", "pictures"}
        self.apply_theme(theme)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self.theme = theme
        self.thumbnails.apply_theme(theme)
        self._area = None  # the pictures of unused inputs have the theme's colors
        self._stale.add("pictures")

    def follow(self, scene: Scene) -> None:
        """Take the scene of the same run after a live edit."""
        self.scene = self.thumbnails.scene = scene

    def show(self, frame: Frame, numbers: Numbers, choices: dict[str, str], now: float) -> None:
        """Take a frame, to be drawn as the switches stand."""
        reading = choices["reading"]
        other = reading != self._reading.key
        self._reading, self._numbers = READINGS[reading], numbers
        first = numbers.weights("weights")[:1]
        self.thumbnails.show(frame.neurons, frame.workings, choices["neurons"], *first)
        self._inside, self._flowing = frame.workings, choices["channel"] == "on"
        self._slow = frame.state != "running" or frame.steps_per_second < SLOW
        # Once a run has ended the best weights may be on show, not the latest update's.
        self._haunted = self._slow and frame.state in ("ready", "paused", "running")
        gradients = numbers.weights("gradients")
        if reading != "gradients" and self._flowing:
            self._references["gradients"].update(strokes.magnitude(gradients), now)
        matrices = numbers.weights(reading)
        everything = matrices + numbers.biases(reading)
        self._not_finite = sum(int((~np.isfinite(part)).sum()) for part in everything)
        due = self._references[reading].update(strokes.magnitude(everything), now)
        if matrices and (self._picks is None or (self.condensed and (due or other))):
            limits = [m.size if m.size <= ALL_DRAWN else self._strongest for m in matrices]
            self._picks = [pick(m, limit) for m, limit in zip(matrices, limits, strict=True)]
            self._stale.add("edges")
        if (due or self._slow) and self._inside:
            self._trouble = trouble(self._inside.steepness)
        self._stale |= {"values", "pictures"}

    def hide_below(self, share: float) -> None:
        """Hide the edges whose magnitude is below a share of the reference."""
        self.threshold = share
        self._stale.add("values")

    @property
    def hidden(self) -> int:
        """How many edges the threshold hides."""
        return int((~self._edges.shown).sum()) if self._edges else 0

    def flow(self, seconds: float) -> None:
        """Let the gradient's dashes run on."""
        if self._channel:
            self._channel.advance(seconds)

    def paint_flow(self, painter: QPainter) -> None:
        """Draw the gradient's dashes over the edges, if they are wanted."""
        if self._channel and self._flowing:
            self._channel.paint(painter, self.theme, motion.is_reduced())

    @property
    def reference(self) -> float:
        """The magnitude drawn at full width."""
        return self._references[self._reading.key].value

    @property
    def condensed(self) -> bool:
        """Whether not all edges are drawn."""
        sizes = self.scene.sizes
        return any(a * b > ALL_DRAWN for a, b in pairwise(sizes))

    @property
    def _strongest(self) -> int:
        """How many edges of a wide layer are drawn; 0 where all are."""
        edges = [a * b for a, b in pairwise(self.scene.sizes)]
        wide = sum(count > ALL_DRAWN for count in edges)
        return max(STRONGEST_DRAWN // wide, FEWEST_DRAWN) if wide else 0

    def paint(self, painter: QPainter, area: QRectF, font: QFont) -> None:
        """Draw everything but what is pointed at."""
        self.arrange(area, font)
        self._bring_up_to_date()
        self._make_room(area, font)
        if self._edges is not None:
            self._edges.paint(painter, self._reading, self.theme)
            self._paint_numbers(painter, font)
        painter.setFont(font)
        self._neurons.paint(painter, self.theme)
        if self._palette:
            self._palette.paint(painter, self.theme)
        if self._numbers:
            biases = self._numbers.biases(self._reading.key)
            self._neurons.paint_ports(painter, self.theme, self._reading, biases, self.reference)
        if self._inside:
            marks.paint(painter, self.theme, self.diagram, self._inside)
        labels.paint(painter, self.theme, font, self._labels, self.diagram, self._inner)
        self._paint_legend(painter, font)

    def _paint_numbers(self, painter: QPainter, font: QFont) -> None:
        """Write the values on the edges where they are few."""
        shown = np.flatnonzero(self._edges.shown)
        if not (self._numbers and self._numbers.weights(self._reading.key)):
            return
        key = (self._reading.scale, tuple(shown.tolist()) if len(shown) <= MOST else None)
        if key != self._pills_key:
            self._pills_key = key
            self._pills = Pills(self._edges.edges.part(shown), self._reading, font)
        values = self._strengths(self._edges.edges)[0]
        self._pills.paint(painter, self.theme, self._reading, values[shown])

    def arrange(self, area: QRectF, font: QFont) -> None:
        """Find the place of everything in ``area``, if it has not been found."""
        if area == self._area:
            return
        self._area = QRectF(area)
        self._inner = area.adjusted(8, 6, -8, -6)
        self._labels = labels.labels(self.scene, font, self._inner.width())
        longest = legend.entries(
            READINGS["gradients"], self.theme, 1.23e-5, not_finite=99, strongest=self._strongest
        )
        lines = len(legend.wrapped(longest, QFontMetricsF(font), self._inner.width()))
        self._lines = max(self._lines, lines)
        figure = self._inner.adjusted(0, 0, 0, -self._lines * legend.LINE_HEIGHT - 6)
        box = self._labels.box(figure)
        self.diagram: Diagram = arrange(
            self.scene.sizes, box, palette.seats(self.scene), self.thumbnails.image
        )
        self._neurons = NeuronDrawing(self.diagram)
        self._palette = self._new_palette()
        self._edges: EdgeDrawing | None = None
        self._stale = {"edges", "values", "pictures"}

    def _new_palette(self) -> Palette | None:
        """Return the unused inputs of a set with two features."""
        if self.scene.offer is None:
            return None
        pictures = self.thumbnails.inputs(self.scene.offer.maps)
        return Palette(self.scene, self.diagram, pictures, self._labels.left)

    def _make_room(self, area: QRectF, font: QFont) -> None:
        """Arrange anew where the legend has grown; it keeps its room, so that nothing jumps."""
        self._told = legend.wrapped(self._legend(), QFontMetricsF(font), self._inner.width())
        if len(self._told) > self._lines:
            self._lines, self._area = len(self._told), None
            self.arrange(area, font)
            self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        if "edges" in self._stale and self._picks is not None:
            self._edges = EdgeDrawing(connect(self.diagram, self._picks), self.diagram.side)
            self._channel = self._pills_key = None
            self._stale.add("values")
        if "values" in self._stale and self._edges is not None:
            self._sort()
        if "pictures" in self._stale and self.thumbnails.maps is not None:
            self._neurons.pictures = self.thumbnails.pictures(self.diagram)
            self._neurons.image = self.thumbnails.sample_image()
            self._neurons.lines = self.thumbnails.lines(self.diagram)
        self._stale.clear()

    def _sort(self) -> None:
        """Give the edges their widths, their ghosts and their dashes."""
        drawing = self._edges
        values, strengths = self._strengths(drawing.edges)
        shown = ~(np.abs(values) < self.threshold * self.reference)  # NaN is never hidden
        drawing.sort(values, strengths, shown)
        if self._reading.key == "weights" and self._haunted:
            self._haunt(values)
        if self._flowing:
            self._channel = self._channel or Channel(drawing.edges)
            gradients = self._numbers.weights("gradients")
            self._channel.show(gradients, self._references["gradients"].value, shown)

    def _haunt(self, values: np.ndarray) -> None:
        """Draw the widths before the last update, the change stretched until it can be seen."""
        updates = self._numbers.weights("updates")
        if not (updates and self.reference):
            return
        changes = self._edges.edges.values(updates)
        pixels = np.abs(changes) / self.reference * self._edges.full_width
        self._factor = magnification(float(pixels.max(initial=0.0)))
        old = values - self._factor * changes
        self._edges.haunt(old, strokes.strength(old, self.reference, "linear"))

    def _strengths(self, edges: Edges) -> tuple[np.ndarray, np.ndarray]:
        matrices = self._numbers.weights(self._reading.key)
        values = edges.values(matrices) if matrices else np.zeros(len(edges))
        return values, strokes.strength(values, self.reference, self._reading.scale)

    def _legend(self) -> list[legend.Entry]:
        found = legend.entries(
            self._reading,
            self.theme,
            self.reference,
            not_finite=self._not_finite,
            strongest=self._strongest,
            bias=self.scene.layout.bias,
        )
        if self._trouble:
            found.insert(0, remarks.trouble_entry(self._trouble, self.theme))
        if self._edges and self._edges.haunted:
            color = self._reading.color(self.theme, True)
            found.append(remarks.ghost_entry(self.theme, color, self._factor))
        if self._flowing:
            reference = self._references["gradients"].value
            found.append(remarks.channel_entry(self.theme, reference, motion.is_reduced()))
        if self.threshold:
            found.append(remarks.hidden_entry(self.threshold, self.hidden))
        if run := self.thumbnails.sample:
            found.append(remarks.sample_entry(run, len(self.scene.points)))
        return found + remarks.mark_entries(self.theme, self._inside)

    def _paint_legend(self, painter: QPainter, font: QFont) -> None:
        box = QRectF(self._inner)
        box.setTop(box.bottom() - len(self._told) * legend.LINE_HEIGHT)
        legend.paint(painter, self.theme, font, self._told, box)

    # What is pointed at

    def at(self, point: QPointF) -> Selected:
        """Return what is under a point: a neuron, a block, the nearest edge, or nothing."""
        if self._area is None:
            return None
        neuron = self.diagram.neuron_at(point.x(), point.y())
        if neuron:
            return Neuron(*neuron)
        layer = self.diagram.block_at(point.x(), point.y())
        if layer is not None:
            return Block(layer)
        return self._edge_at(point)

    def _edge_at(self, point: QPointF) -> Edge | None:
        if self._edges is None:
            return None
        edges = self._edges.edges
        found = edges.nearest(point.x(), point.y(), REACH, self._edges.halves)
        if found is None:
            return None
        return Edge(*(int(part[found]) for part in (edges.layer, edges.source, edges.target)))

    def input_at(self, point: QPointF) -> str | None:
        """Return the key of the input under a point, read or not, where inputs are offered."""
        if self._area is None or self._palette is None:
            return None
        neuron = self.diagram.neuron_at(point.x(), point.y())
        if neuron and neuron[0] == 0:
            return self.scene.offer.used[neuron[1]]
        return self._palette.at(point)

    def heading_at(self, point: QPointF) -> int | None:
        """Return the layer whose caption is under a point."""
        if self._area is None or not 0 <= point.y() - self._inner.top() <= self._labels.height:
            return None
        layer = self.layer_near(point.x())
        far = abs(point.x() - self.diagram.columns[layer].x) > self.diagram.pitch / 2
        return None if far else layer

    def layer_near(self, x: float) -> int:
        """Return the layer whose column is nearest."""
        return int(np.argmin([abs(column.x - x) for column in self.diagram.columns]))

    def above(self, layer: int) -> QPointF:
        """Return the place between a layer's caption and its neurons."""
        return QPointF(self.diagram.columns[layer].x, self._inner.top() + self._labels.height)

    def bias_at(self, point: QPointF) -> Neuron | None:
        """Return the neuron whose bias, the dot at its lower left, is under a point."""
        thing = self.at(point)
        if not isinstance(thing, Neuron) or not thing.layer or not self.scene.layout.bias:
            return None
        gap = self._neurons.port(thing.layer, thing.unit) - point
        near = max(REACH, 0.25 * self.diagram.side)
        return thing if gap.manhattanLength() <= near else None

    def handle(self, thing: Neuron | Edge | Block) -> QRectF:
        """Return the rectangle that an editor of a weight or a bias should stand on."""
        if not isinstance(thing, Neuron):
            return self.anchor(thing)
        port = self._neurons.port(thing.layer, thing.unit)
        return QRectF(port.x() - 2 * LEFT_OF_PORT, port.y() - 1, 2 * LEFT_OF_PORT, 2)

    def anchor(self, thing: Neuron | Edge | Block) -> QRectF:
        """Return the rectangle that a card should stand beside."""
        match thing:
            case Neuron():
                return self._neurons.ring(thing.layer, thing.unit)
            case Block():
                return self._neurons.block(thing.layer)
        before = self._neurons.ring(thing.layer - 1, thing.source)
        return before.united(self._neurons.ring(thing.layer, thing.target))

    def paint_highlight(self, painter: QPainter, thing: Neuron | Edge | Block) -> None:
        """Mark what is pointed at."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if isinstance(thing, Edge):
            self._paint_edge(painter, thing)
            ends = [Neuron(thing.layer - 1, thing.source), Neuron(thing.layer, thing.target)]
        else:
            ends = [thing]
        painter.setPen(QPen(self.theme.accent, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for end in ends:
            radius = 0.26 * self.diagram.side
            painter.drawRoundedRect(self.anchor(end), radius, radius)

    def _paint_edge(self, painter: QPainter, edge: Edge) -> None:
        single = self._single(edge)
        path = curve_path(single.curves[0])
        values, strengths = self._strengths(single) if self._numbers else (np.zeros(1),) * 2
        width = self._edges.width(float(np.nan_to_num(strengths[0]))) if self._edges else 1.0
        halo = QColor(self.theme.accent)
        halo.setAlphaF(0.35)
        painter.setPen(QPen(halo, width + 6.0))
        painter.drawPath(path)
        color = self._reading.color(self.theme, values[0] > 0)
        painter.setPen(QPen(color if values[0] else self.theme.ink3, max(width, 1.6)))
        painter.drawPath(path)

    def _single(self, edge: Edge) -> Edges:
        none = (np.zeros(0, int), np.zeros(0, int))
        picks = [none] * (len(self.scene.sizes) - 1)
        picks[edge.layer - 1] = (np.array([edge.source]), np.array([edge.target]))
        return connect(self.diagram, picks)
