"""The neurons of the diagram: what each puts out over the input plane, its frame, its bias."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QImage, QPainter, QPen

from visualnn.figures import strokes
from visualnn.figures.diagram import Diagram
from visualnn.ui.diagram.readings import Matrices, Reading
from visualnn.ui.diagram.stamps import Stamp, Stamps
from visualnn.ui.theme import Theme

CORNER = 0.22
FEWEST_PIXELS = 16
"""A coarser thumbnail is repeated, so that its corners are still round."""

TALL_BLOCK = 84.0
SMALLEST_TEXT = 7
SMALLEST_WRITTEN, SMALLEST_BRIEF = 34.0, 26.0
WRITING = 9
"""Pixels: a smaller square has the output alone, and the smallest shows it by its color."""

ALIGNED = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
PORT_SHARES = 0.06, 0.08
"""The smallest port's radius and how much a port may grow, as shares of a neuron's side."""

RIM = 1.2
NOT_FINITE = 2
"""Kind of a bias that is no number; the others are its sign: −1, 0 or 1."""


class NeuronDrawing:
    """Paints the neurons of one arrangement, in one theme.

    Attributes
    ----------
    pictures, means
        What each of the `squares` shows, and by layer what a block does.
    squares
        Layer, unit and place of what is drawn one by one.
    stamps
        Their frames and marks as pixels.
    """

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.pictures: list[QImage] = []
        self.means: dict[int, QImage] = {}
        self.lines: list[tuple[str, ...]] = []
        self.image: QImage | None = None
        self.stamps = Stamps()
        self.squares = _squares(diagram)
        self._framing: dict[bool, list[Stamp]] = {}
        self._ports: dict[tuple[int, int], QPointF] = {}

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Draw pictures, frames and the blocks of condensed units."""
        if self.pictures:
            for (_, _, square), picture in zip(self.squares, self.pictures, strict=True):
                painter.drawImage(square, picture)
        self.stamps.paint(painter, self._frames(theme))
        if self.lines and self.diagram.side >= SMALLEST_BRIEF:
            self._write(painter, theme)
        for layer in range(len(self.diagram.columns)):
            self._paint_block(painter, theme, layer)

    def _frames(self, theme: Theme) -> list[Stamp]:
        """Return the frames of the neurons, on a ground where there are no pictures."""
        filled = not self.pictures
        if filled not in self._framing:
            draws = [
                partial(self._paint_frame, theme, filled, square) for *_, square in self.squares
            ]
            areas = [square.adjusted(-1, -1, 1, 1) for *_, square in self.squares]
            keys = [("frame", layer, unit, filled) for layer, unit, _ in self.squares]
            self._framing[filled] = list(zip(keys, areas, draws, strict=True))
        return self._framing[filled]

    def _paint_frame(self, theme: Theme, filled: bool, square: QRectF, painter: QPainter) -> None:
        painter.setPen(QPen(theme.ink3, 1.2))
        painter.setBrush(theme.panel2 if filled else Qt.BrushStyle.NoBrush)
        radius = CORNER * self.diagram.side
        painter.drawRoundedRect(square, radius, radius)

    def _write(self, painter: QPainter, theme: Theme) -> None:
        """Write each neuron's lines onto its square."""
        painter.save()
        font = QFont(painter.font())
        font.setPixelSize(WRITING)
        painter.setFont(font)
        painter.setPen(theme.ink)
        for (_, _, square), lines in zip(self.squares, self.lines, strict=True):
            inner = square.adjusted(0, -1, -3, -1)  # the bias's dot keeps the lower left
            painter.drawText(inner, ALIGNED, self.written(lines))
        painter.restore()

    def written(self, lines: tuple[str, ...]) -> str:
        """Return what there is room for: z, a and δ, or in a small square a below its name."""
        if self.diagram.side >= SMALLEST_WRITTEN:
            return "\n".join(lines)
        return lines[len(lines) // 2].replace(" ", "\n", 1)

    def block(self, layer: int) -> QRectF | None:
        """Return the rectangle of a layer's block of condensed units."""
        column = self.diagram.columns[layer]
        if column.block is None:
            return None
        top, bottom = column.block
        half = self.diagram.half(layer)
        return QRectF(column.x - half, top, 2 * half, bottom - top)

    def _paint_block(self, painter: QPainter, theme: Theme, layer: int) -> None:
        block = self.block(layer)
        if block is None:
            return
        radius = CORNER * self.diagram.side
        painter.setPen(QPen(theme.line, 1.0))
        painter.setBrush(theme.panel2)
        if self.diagram.columns[layer].image:
            self._paint_image(painter, theme, block)
            return
        painter.drawRoundedRect(block, radius, radius)
        mean, below = self.means.get(layer), block
        if mean:
            square = self.mean_square(block)
            painter.drawImage(square, mean)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(square, radius, radius)
            below = QRectF(block.left(), square.bottom(), block.width(), square.top() - block.top())
        elif block.height() >= TALL_BLOCK:
            _paint_ellipses(painter, theme, block)
        painter.save()
        count = f"+{len(self.diagram.columns[layer].condensed)}"
        painter.setFont(_fitting(painter.font(), count, block.width() - 3))
        painter.setPen(theme.ink2)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, count)
        painter.restore()

    def mean_square(self, block: QRectF) -> QRectF:
        """Return where in a block the mean of its units is drawn."""
        side = self.diagram.side
        top = round(block.center().y() - side / 2)
        return QRectF(block.left(), top, side, side)

    def _paint_image(self, painter: QPainter, theme: Theme, block: QRectF) -> None:
        """Draw the sample's picture with hard pixels, each of which is an input."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        if self.image:
            painter.drawImage(block, self.image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.ink3, 1.2))
        painter.drawRect(block)
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
        inks = _port_inks(theme, reading)
        least, growth = (share * self.diagram.side for share in PORT_SHARES)
        for layer, vector in enumerate(biases, start=1):
            units = self.diagram.columns[layer].shown
            values = np.asarray(vector, dtype=float)[units]
            sizes = strokes.strength(values, reference, reading.scale).tolist()
            for unit, value, size in zip(units.tolist(), values.tolist(), sizes, strict=True):
                finite = not math.isnan(size)
                pen, brush = inks[_sign(value) if finite else NOT_FINITE]
                painter.setPen(pen)
                painter.setBrush(brush)
                radius = least + growth * (size if finite else 0.5) + RIM / 2
                painter.drawEllipse(self.port(layer, unit), radius, radius)

    def port(self, layer: int, unit: int) -> QPointF:
        """Return the center of a neuron's bias port."""
        if (layer, unit) not in self._ports:
            x, y = self.diagram.center(layer, unit)
            reach = self.diagram.side * (0.5 - CORNER * 0.3)
            self._ports[layer, unit] = QPointF(x - reach, y + reach)
        return self._ports[layer, unit]

    def ring(self, layer: int, unit: int) -> QRectF:
        """Return the square around a neuron, or the part of a block that stands for it."""
        x, y = self.diagram.center(layer, unit)
        column = self.diagram.columns[layer]
        if column.image:
            width, height = self.diagram.cell(column)
            return QRectF(x - width / 2, y - height / 2, width, height)
        half = self.diagram.side / 2 + 2.5
        tall = half if unit not in self.diagram.columns[layer].condensed else 2.0
        return QRectF(x - half, y - tall, 2 * half, 2 * tall)


def _port_inks(theme: Theme, reading: Reading) -> dict[int, tuple[QPen, QBrush]]:
    """Return the pen and the brush of each kind of bias."""
    rim = QPen(theme.panel, RIM)
    return {
        -1: (rim, QBrush(reading.color(theme, False))),
        0: (QPen(theme.ink3, 1.0), QBrush(theme.panel)),
        1: (rim, QBrush(reading.color(theme, True))),
        NOT_FINITE: (rim, QBrush(theme.warn)),
    }


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _squares(diagram: Diagram) -> list[tuple[int, int, QRectF]]:
    half = diagram.side / 2
    layers, units = (part.tolist() for part in diagram.shown)
    return [
        (layer, unit, QRectF(x - half, y - half, diagram.side, diagram.side))
        for layer, unit, (x, y) in zip(layers, units, diagram.centers.tolist(), strict=True)
    ]


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
