"""The neurons of the diagram: what each puts out over the input plane, its frame, its bias."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPen

from visualnn.experiment.frames import Scene
from visualnn.figures import strokes, thumbnails
from visualnn.figures.diagram import Diagram
from visualnn.figures.maps import target_levels
from visualnn.ui.diagram.readings import Matrices, Reading
from visualnn.ui.theme import Theme

Maps = tuple[NDArray[np.floating], ...]
CORNER = 0.22
FEWEST_PIXELS = 16
"""A coarser thumbnail is repeated, so that its corners are still round."""

TALL_BLOCK = 84.0
SMALLEST_TEXT = 7
PORT_SMALLEST, PORT_LARGEST = 0.06, 0.14


class Thumbnails:
    """Turns a frame's outputs into pictures, looked up for all drawn neurons at once."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._held = {layer: strokes.Reference() for layer in range(len(scene.sizes))}
        self._table = np.zeros((thumbnails.COLORS, 4), np.uint8)
        self._maps: Maps | None = None

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        colors = (theme.neg, theme.mid, theme.pos, theme.warn, theme.panel)
        self._table = thumbnails.diverging_table(*((c.red(), c.green(), c.blue()) for c in colors))

    def show(self, maps: Maps) -> None:
        """Take the outputs ``(units, k, k)`` of every layer."""
        self._maps = maps

    @property
    def maps(self) -> Maps | None:
        """What was shown last."""
        return self._maps

    def pictures(self, diagram: Diagram) -> list[QImage]:
        """Return the drawn neurons' pictures, in the order of `Diagram.shown`."""
        parts = [self._indices(layer, column.shown) for layer, column in enumerate(diagram.columns)]
        return self._images(np.concatenate(parts))

    def picture(self, layer: int, unit: int) -> QImage:
        """Return one unit's picture, drawn or not."""
        return self._images(self._indices(layer, np.array([unit])), rounded=False)[0]

    def inputs(self, maps: NDArray[np.floating]) -> list[QImage]:
        """Return the pictures of inputs ``(inputs, m, m)``, as those of the first layer."""
        ranges = [(one, thumbnails.input_range(one)) for one in maps]
        return self._images(np.stack([thumbnails.color_indices(*pair) for pair in ranges]))

    def _indices(self, layer: int, units: NDArray[np.intp]) -> NDArray[np.intp]:
        maps = self._maps[layer]
        if layer == 0:
            one_by_one = [(maps[u], thumbnails.input_range(maps[u])) for u in units]
            return np.stack([thumbnails.color_indices(*pair) for pair in one_by_one])
        return thumbnails.color_indices(maps[units], self._range(layer))

    def _range(self, layer: int) -> thumbnails.Range:
        activation = self.scene.activations[layer - 1]
        if activation in thumbnails.FIXED_RANGES:
            return thumbnails.FIXED_RANGES[activation]
        if self.scene.task == "regression" and layer == len(self.scene.sizes) - 1:
            return target_levels(self.scene)
        held = self._held[layer]
        held.update(thumbnails.color_range(self._maps[layer], activation)[1], time.monotonic())
        return -held.value, held.value

    def _images(self, indices: NDArray[np.intp], rounded: bool = True) -> list[QImage]:
        finer = -(-FEWEST_PIXELS // indices.shape[-1])
        indices = indices.repeat(finer, axis=1).repeat(finer, axis=2)
        pixels = indices.shape[-1]
        colors = self._table[indices]
        if rounded:
            mask = thumbnails.rounded_mask(pixels, CORNER * pixels)[..., None]
            colors = np.ascontiguousarray((colors * mask).astype(np.uint8))
        form = QImage.Format.Format_ARGB32_Premultiplied
        # An image each: Qt's SVG generator knows no part of an image and would draw them all.
        return [QImage(one.data, pixels, pixels, pixels * 4, form).copy() for one in colors]


class NeuronDrawing:
    """Paints the neurons of one arrangement."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.pictures: list[QImage] = []
        half = diagram.side / 2
        self._squares = [
            QRectF(x - half, y - half, diagram.side, diagram.side)
            for x, y in diagram.centers.tolist()
        ]

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Draw pictures, frames and the blocks of condensed units."""
        painter.setPen(QPen(theme.ink3, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush if self.pictures else theme.panel2)
        if self.pictures:
            for square, picture in zip(self._squares, self.pictures, strict=True):
                painter.drawImage(square, picture)
        radius = CORNER * self.diagram.side
        for square in self._squares:
            painter.drawRoundedRect(square, radius, radius)
        for layer in range(len(self.diagram.columns)):
            self._paint_block(painter, theme, layer)

    def block(self, layer: int) -> QRectF | None:
        """Return the rectangle of a layer's block of condensed units."""
        column = self.diagram.columns[layer]
        if column.block is None:
            return None
        top, bottom = column.block
        return QRectF(column.x - self.diagram.side / 2, top, self.diagram.side, bottom - top)

    def _paint_block(self, painter: QPainter, theme: Theme, layer: int) -> None:
        block = self.block(layer)
        if block is None:
            return
        radius = CORNER * self.diagram.side
        painter.setPen(QPen(theme.line, 1.0))
        painter.setBrush(theme.panel2)
        painter.drawRoundedRect(block, radius, radius)
        if block.height() >= TALL_BLOCK:
            _paint_ellipses(painter, theme, block)
        painter.save()
        count = f"+{len(self.diagram.columns[layer].condensed)}"
        painter.setFont(_fitting(painter.font(), count, block.width() - 3))
        painter.setPen(theme.ink2)
        painter.drawText(block, Qt.AlignmentFlag.AlignCenter, count)
        painter.restore()

    def paint_ports(
        self,
        painter: QPainter,
        theme: Theme,
        reading: Reading,
        biases: Matrices,
        reference: float,
    ) -> None:
        """Draw each bias as a dot at its neuron's lower left: color = sign, size = value."""
        for layer, vector in enumerate(biases, start=1):
            units = self.diagram.columns[layer].shown
            values = np.asarray(vector, dtype=float)[units]
            sizes = strokes.strength(values, reference, reading.scale)
            for unit, value, size in zip(units.tolist(), values, sizes, strict=True):
                self._paint_port(painter, theme, reading, (layer, unit), value, size)

    def _paint_port(
        self,
        painter: QPainter,
        theme: Theme,
        reading: Reading,
        neuron: tuple[int, int],
        value: float,
        size: float,
    ) -> None:
        finite = not np.isnan(size)
        share = PORT_SMALLEST + (size if finite else 0.5) * (PORT_LARGEST - PORT_SMALLEST)
        painter.setPen(QPen(theme.panel, 1.2))
        if value == 0.0:
            painter.setPen(QPen(theme.ink3, 1.0))
            painter.setBrush(theme.panel)
        else:
            painter.setBrush(reading.color(theme, value > 0) if finite else theme.warn)
        radius = share * self.diagram.side + 0.6
        painter.drawEllipse(self.port(*neuron), radius, radius)

    def port(self, layer: int, unit: int) -> QPointF:
        """Return the center of a neuron's bias port."""
        x, y = self.diagram.center(layer, unit)
        reach = self.diagram.side * (0.5 - CORNER * 0.3)
        return QPointF(x - reach, y + reach)

    def ring(self, layer: int, unit: int) -> QRectF:
        """Return the square around a neuron, or the part of a block that stands for it."""
        x, y = self.diagram.center(layer, unit)
        half = self.diagram.side / 2 + 2.5
        tall = half if unit not in self.diagram.columns[layer].condensed else 2.0
        return QRectF(x - half, y - tall, 2 * half, 2 * tall)


def _paint_ellipses(painter: QPainter, theme: Theme, block: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.ink2)
    inset = block.height() * 0.2
    for middle in (block.top() + inset, block.bottom() - inset):
        for step in (-1, 0, 1):
            painter.drawEllipse(QPointF(block.center().x(), middle + 5.0 * step), 1.3, 1.3)


def _fitting(font: QFont, text: str, width: float) -> QFont:
    """Return the font, made smaller where the text would be wider than ``width``."""
    needed = QFontMetricsF(font).horizontalAdvance(text)
    fitting = QFont(font)
    if needed > width:
        fitting.setPixelSize(max(int(font.pixelSize() * width / needed), SMALLEST_TEXT))
    return fitting
