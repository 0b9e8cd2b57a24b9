"""The whole diagram of one network: arranged once per size, sorted anew for every frame."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from visualnn.experiment.frames import Frame, Scene
from visualnn.experiment.frames.probe import Workings
from visualnn.figures.diagram import Diagram, arrange
from visualnn.figures.trouble import Trouble, trouble
from visualnn.ui.diagram import labels, legend, marks, palette, remarks
from visualnn.ui.diagram.faces import Thumbnails
from visualnn.ui.diagram.neurons import NeuronDrawing
from visualnn.ui.diagram.palette import Palette
from visualnn.ui.diagram.readings import READINGS, Numbers
from visualnn.ui.diagram.selection import Block, Edge, Neuron, Selected
from visualnn.ui.diagram.wiring import REACH, Wiring
from visualnn.ui.theme import Theme

LEFT_OF_PORT = 46.0
"""How far left of a bias the middle of its editor stands: it covers edges, no neuron."""

READING = 0.2
"""Seconds that a line of the legend stands at least while training runs fast."""


class Picture:
    """What is cached between two repaints of the diagram.

    The arrangement changes with the size of the widget, the thumbnails with the
    frame; the edges are `wiring`'s.

    Attributes
    ----------
    told
        The lines of the legend, another list each time they say something else.
    """

    def __init__(self, scene: Scene, theme: Theme) -> None:
        self.scene = scene
        self.thumbnails = Thumbnails(scene)
        self.wiring = Wiring(scene)
        self._numbers: Numbers | None = None
        self._area: QRectF | None = None
        self._palette: Palette | None = None
        self._inside: Workings | None = None
        self._trouble: Trouble | None = None
        self._lines = 0
        self._entries: list[legend.Entry] = []
        self.told: list[list[legend.Entry]] = []
        self._told_at = self._now = 0.0
        self._arranged = 0
        self._faces_stale = True
        self.apply_theme(theme)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self.theme = theme
        self.thumbnails.apply_theme(theme)
        self._area = None  # the pictures of unused inputs have the theme's colors
        self._faces_stale = True

    def follow(self, scene: Scene) -> None:
        """Take the scene of the same run after a live edit."""
        self.scene = self.thumbnails.scene = self.wiring.scene = scene

    def show(self, frame: Frame, numbers: Numbers, choices: dict[str, str], now: float) -> None:
        """Take a frame, to be drawn as the switches stand."""
        self._numbers, self._inside, self._now = numbers, frame.workings, now
        first = numbers.weights("weights")[:1]
        self.thumbnails.show(frame.faces, frame.workings, choices["neurons"], *first)
        due = self.wiring.show(frame, numbers, choices, now)
        if (due or self.wiring.slow) and self._inside:
            self._trouble = trouble(self._inside.steepness)
        self._faces_stale = True

    def paint(self, painter: QPainter, area: QRectF, font: QFont) -> None:
        """Draw everything but what is pointed at, on whatever there is."""
        self.prepare(area, font)
        self._paint_words(painter, font)
        self.paint_legend(painter, font)
        self._paint_network(painter, font)

    def prepare(self, area: QRectF, font: QFont) -> None:
        """Bring everything up to date for an area."""
        self.arrange(area, font)
        if self._bring_up_to_date() and self._tell():
            self._make_room(area, font)

    @property
    def still_key(self) -> tuple[object, ...]:
        """What `paint_still` depends on beside the area."""
        neurons = self._neurons
        faces = (bool(neurons.pictures), *neurons.blocks.means)
        return self._labels, self._arranged, self.theme, faces

    @property
    def room_of_legend(self) -> QRectF:
        """The rectangle that the legend's lines may fill."""
        height = self._lines * legend.LINE_HEIGHT
        return QRectF(self._area.left(), self._inner.bottom() - height, self._area.width(), height)

    def gap(self, gap: int) -> QRectF:
        """Return the rectangle between two columns, in which their edges lie."""
        before, after = self.diagram.columns[gap : gap + 2]
        left = before.x + self.diagram.half(gap)
        right = after.x - self.diagram.half(gap + 1)
        return QRectF(left, self._box.top - 4, right - left, self._box.bottom - self._box.top + 8)

    def paint_still(self, painter: QPainter, font: QFont) -> None:
        """Draw what stays as it is from frame to frame."""
        self._paint_words(painter, font)
        self._neurons.paint_ground(painter, self.theme)

    def _paint_words(self, painter: QPainter, font: QFont) -> None:
        """Draw captions, names and the unused inputs."""
        painter.setFont(font)
        if self._palette:
            self._palette.paint(painter, self.theme)
        labels.paint(painter, self.theme, font, self._labels, self.diagram, self._inner)

    def _paint_network(self, painter: QPainter, font: QFont) -> None:
        self.wiring.paint(painter, self.theme)
        painter.setFont(font)
        self._neurons.paint_ground(painter, self.theme)
        self.paint_neurons(painter, font)

    def paint_neurons(self, painter: QPainter, font: QFont) -> None:
        """Draw what neurons and blocks show, biases and marks."""
        painter.setFont(font)
        self._neurons.paint(painter, self.theme)
        self._paint_ports(painter)
        if self._inside:
            neurons = self._neurons
            marks.paint(painter, self.theme, neurons.squares, self._inside, neurons.stamps)

    def paint_flow(self, painter: QPainter) -> None:
        """Draw the gradient's dashes over the edges, if they are wanted."""
        self.wiring.paint_flow(painter, self.theme)

    def paint_numbers(self, painter: QPainter, font: QFont) -> None:
        """Draw the numbers on the edges, where they are few."""
        self.wiring.paint_numbers(painter, self.theme, font)

    def _paint_ports(self, painter: QPainter) -> None:
        """Draw the biases, in the edges' reading and to their scale."""
        if self._numbers:
            reading, reference = self.wiring.reading, self.wiring.reference
            biases = self._numbers.biases(reading.key)
            self._neurons.ports.paint(painter, self.theme, reading, biases, reference)

    def arrange(self, area: QRectF, font: QFont) -> None:
        """Find the place of everything in ``area``, if it has not been found."""
        if area == self._area:
            return
        self._area = QRectF(area)
        self._inner = area.adjusted(8, 6, -8, -6)
        self._labels = labels.labels(self.scene, font, self._inner.width())
        longest = legend.entries(
            READINGS["gradients"],
            self.theme,
            1.23e-5,
            not_finite=99,
            strongest=self.wiring.strongest,
        )
        lines = len(legend.wrapped(longest, QFontMetricsF(font), self._inner.width()))
        self._lines = max(self._lines, lines)
        figure = self._inner.adjusted(0, 0, 0, -self._lines * legend.LINE_HEIGHT - 6)
        self._box = self._labels.box(figure)
        self.diagram: Diagram = arrange(
            self.scene.sizes, self._box, palette.seats(self.scene), self.thumbnails.image
        )
        self._neurons = NeuronDrawing(self.diagram)
        self._arranged += 1
        self.told = []  # its lines are as wide as there is room
        self._palette = self._new_palette()
        self.wiring.arrange()
        self._faces_stale = True

    def _new_palette(self) -> Palette | None:
        """Return the unused inputs of a set with two features."""
        if self.scene.offer is None:
            return None
        pictures = self.thumbnails.inputs(self.scene.offer.maps)
        return Palette(self.scene, self.diagram, pictures, self._labels.left)

    def _tell(self) -> bool:
        """Take what the legend says now; return whether it is something else.

        While training runs as fast as it goes a number in it stands long enough to be read.
        """
        if self.told and not self.wiring.slow and self._now - self._told_at < READING:
            return False
        self._told_at = self._now
        entries, before = self._legend(), self._entries
        self._entries = entries
        return entries != before or not self.told

    def _make_room(self, area: QRectF, font: QFont) -> None:
        """Arrange anew where the legend has grown; it keeps its room, so that nothing jumps."""
        told = legend.wrapped(self._entries, QFontMetricsF(font), self._inner.width())
        if len(told) > self._lines:
            self._lines, self._area = len(told), None
            self.arrange(area, font)
            self._bring_up_to_date()
        self.told = told

    def _bring_up_to_date(self) -> bool:
        """Make what has changed since the last painting; return whether there was anything."""
        changed = self.wiring.bring_up_to_date(self.diagram) or self._faces_stale
        if self._faces_stale and self.thumbnails.known:
            neurons, blocks = self._neurons, self._neurons.blocks
            neurons.pictures, blocks.means = self.thumbnails.pictures(self.diagram)
            blocks.image = self.thumbnails.sample_image()
            neurons.lines = self.thumbnails.lines(self.diagram)
            neurons.ports.beside = neurons.bears_numbers and self.scene.layout.bias
        self._faces_stale = False
        return changed

    def _legend(self) -> list[legend.Entry]:
        found = self.wiring.legend(self.theme)
        if self._trouble:
            found.insert(0, remarks.trouble_entry(self._trouble, self.theme))
        if run := self.thumbnails.sample:
            found.append(remarks.sample_entry(run, len(self.scene.points)))
        return found + remarks.mark_entries(self.theme, self._inside)

    def paint_legend(self, painter: QPainter, font: QFont) -> None:
        """Write what color and width mean."""
        box = QRectF(self._inner)
        box.setTop(box.bottom() - len(self.told) * legend.LINE_HEIGHT)
        legend.paint(painter, self.theme, font, self.told, box)

    # What is pointed at

    def at(self, point: QPointF) -> Selected:
        """Return what is under a point: a neuron, a block, the nearest edge, or nothing."""
        if self._area is None:
            return None
        neuron = self.diagram.neuron_at(point.x(), point.y()) or self._neurons.ports.at(point)
        if neuron:
            return Neuron(*neuron)
        layer = self.diagram.block_at(point.x(), point.y())
        if layer is not None:
            return Block(layer)
        return self.wiring.at(point)

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
        gap = self._neurons.ports.center(thing.layer, thing.unit) - point
        near = max(REACH, 0.25 * self.diagram.side)
        return thing if gap.manhattanLength() <= near else None

    def handle(self, thing: Neuron | Edge | Block) -> QRectF:
        """Return the rectangle that an editor of a weight or a bias should stand on."""
        if not isinstance(thing, Neuron):
            return self.anchor(thing)
        port = self._neurons.ports.center(thing.layer, thing.unit)
        return QRectF(port.x() - 2 * LEFT_OF_PORT, port.y() - 1, 2 * LEFT_OF_PORT, 2)

    def anchor(self, thing: Neuron | Edge | Block) -> QRectF:
        """Return the rectangle that a card should stand beside."""
        match thing:
            case Neuron():
                return self._neurons.ring(thing.layer, thing.unit)
            case Block():
                return self._neurons.blocks.rect(thing.layer)
        before = self._neurons.ring(thing.layer - 1, thing.source)
        return before.united(self._neurons.ring(thing.layer, thing.target))

    def paint_highlight(self, painter: QPainter, thing: Neuron | Edge | Block) -> None:
        """Mark what is pointed at."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if isinstance(thing, Edge):
            self.wiring.paint_edge(painter, self.theme, self.diagram, thing)
            ends = [Neuron(thing.layer - 1, thing.source), Neuron(thing.layer, thing.target)]
        else:
            ends = [thing]
        painter.setPen(QPen(self.theme.accent, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for end in ends:
            radius = 0.26 * self.diagram.side
            painter.drawRoundedRect(self.anchor(end), radius, radius)
