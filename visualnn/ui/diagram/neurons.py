"""The neurons of the diagram: what each puts out over the input plane, its frame, its bias."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPen

from visualnn.figures import strokes
from visualnn.figures.diagram import Diagram
from visualnn.ui.diagram.readings import Matrices, Reading
from visualnn.ui.theme import Theme

CORNER = 0.22
FEWEST_PIXELS = 16
"""A coarser thumbnail is repeated, so that its corners are still round."""

TALL_BLOCK = 84.0
SMALLEST_TEXT = 7
SMALLEST_WRITTEN = 34.0
WRITING = 9
"""Pixels: a smaller square shows a sample's output by its color alone."""

ALIGNED = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
PORT_SMALLEST, PORT_LARGEST = 0.06, 0.14


class NeuronDrawing:
    """Paints the neurons of one arrangement."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.pictures: list[QImage] = []
        self.lines: list[tuple[str, ...]] = []
        self.image: QImage | None = None
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
        if self.lines and self.diagram.side >= SMALLEST_WRITTEN:
            self._write(painter, theme)
        for layer in range(len(self.diagram.columns)):
            self._paint_block(painter, theme, layer)

    def _write(self, painter: QPainter, theme: Theme) -> None:
        """Write each neuron's lines onto its square."""
        painter.save()
        font = QFont(painter.font())
        font.setPixelSize(WRITING)
        painter.setFont(font)
        painter.setPen(theme.ink)
        for square, lines in zip(self._squares, self.lines, strict=True):
            inner = square.adjusted(0, -1, -3, -1)  # the bias's dot keeps the lower left
            painter.drawText(inner, ALIGNED, "\n".join(lines))
        painter.restore()

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
        if block.height() >= TALL_BLOCK:
            _paint_ellipses(painter, theme, block)
        painter.save()
        count = f"+{len(self.diagram.columns[layer].condensed)}"
        painter.setFont(_fitting(painter.font(), count, block.width() - 3))
        painter.setPen(theme.ink2)
        painter.drawText(block, Qt.AlignmentFlag.AlignCenter, count)
        painter.restore()

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
        column = self.diagram.columns[layer]
        if column.image:
            width, height = self.diagram.cell(column)
            return QRectF(x - width / 2, y - height / 2, width, height)
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
