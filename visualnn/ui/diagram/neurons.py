"""The neurons of the diagram: what each puts out over the input plane, its frame, its bias."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPen

from visualnn.figures.diagram import Diagram
from visualnn.ui.diagram.blocks import Blocks
from visualnn.ui.diagram.pixels import CORNER, FRAME, framed
from visualnn.ui.diagram.ports import Ports
from visualnn.ui.diagram.stamps import Stamps
from visualnn.ui.theme import Theme

SMALLEST_WRITTEN, SMALLEST_BRIEF = 34.0, 26.0
WRITING = 9
"""Pixels: a smaller square has the output alone, and the smallest shows it by its color."""

CLOSER = -0.3
"""Pixels between letters: so "δ −8e−4" fits into the smallest square that has three lines."""

INSET = 0, -1, -2, -1
ALIGNED = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class NeuronDrawing:
    """Paints the neurons of one arrangement, in one theme.

    Attributes
    ----------
    pictures
        What each of the `squares` shows.
    squares
        Layer, unit and place of what is drawn one by one.
    stamps
        Their biases and marks as pixels.
    ports, blocks
        Their biases, and what stands for the units that are not drawn.
    """

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.pictures: list[QImage] = []
        self.lines: list[tuple[str, ...]] = []
        self.stamps = Stamps()
        self.squares = _squares(diagram)
        self._inner = [framed(square) for *_, square in self.squares]
        self.blocks = Blocks(diagram)
        self.ports = Ports(diagram, self.stamps)

    @property
    def bears_numbers(self) -> bool:
        """Whether there are numbers to write, and room for them."""
        return bool(self.lines) and self.diagram.side >= SMALLEST_BRIEF

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Draw the pictures of neurons and blocks into their frames."""
        if self.pictures:
            for inner, picture in zip(self._inner, self.pictures, strict=True):
                painter.drawImage(inner, picture)
        self.blocks.paint(painter, theme)
        if self.bears_numbers:
            self._write(painter, theme)

    def paint_ground(self, painter: QPainter, theme: Theme) -> None:
        """Draw what stands still: the frames, filled where there are no pictures, and blocks."""
        self.blocks.paint_ground(painter, theme)
        means = [self.blocks.square(layer) for layer in self.blocks.means]
        painter.setPen(QPen(theme.ink3, FRAME))
        painter.setBrush(Qt.BrushStyle.NoBrush if self.pictures else theme.panel2)
        radius, half = CORNER * self.diagram.side, FRAME / 2
        for square in [*(square for *_, square in self.squares), *means]:
            # The line lies within: beside it edges are painted again and again.
            painter.drawRoundedRect(square.adjusted(half, half, -half, -half), radius, radius)

    def _write(self, painter: QPainter, theme: Theme) -> None:
        """Write each neuron's lines onto its square."""
        painter.save()
        painter.setFont(written_font(painter.font()))
        painter.setPen(theme.ink)
        for (_, _, square), lines in zip(self.squares, self.lines, strict=True):
            painter.drawText(square.adjusted(*INSET), ALIGNED, self.written(lines))
        painter.restore()

    def written(self, lines: tuple[str, ...]) -> str:
        """Return what there is room for: z, a and δ, or in a small square a below its name."""
        if self.diagram.side >= SMALLEST_WRITTEN:
            return "\n".join(lines)
        return lines[len(lines) // 2].replace(" ", "\n", 1)

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


def written_font(font: QFont) -> QFont:
    """Return the font that numbers are written in on neurons."""
    small = QFont(font)
    small.setPixelSize(WRITING)
    small.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, CLOSER)
    return small


def _squares(diagram: Diagram) -> list[tuple[int, int, QRectF]]:
    half = diagram.side / 2
    layers, units = (part.tolist() for part in diagram.shown)
    return [
        (layer, unit, QRectF(x - half, y - half, diagram.side, diagram.side))
        for layer, unit, (x, y) in zip(layers, units, diagram.centers.tolist(), strict=True)
    ]
