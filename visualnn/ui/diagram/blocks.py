"""What stands for the units that are not drawn one by one: their mean, or the picture they are."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPen

from visualnn.figures.diagram import Diagram
from visualnn.ui.diagram.pixels import CORNER, framed
from visualnn.ui.theme import Theme

TALL = 84.0
SMALLEST_TEXT = 7


class Blocks:
    """Paints the blocks of one arrangement.

    Attributes
    ----------
    means
        By layer, the mean of the units that its block stands for.
    image
        The picture that the inputs are, or None.
    """

    def __init__(self, diagram: Diagram) -> None:
        self._diagram = diagram
        self.means: dict[int, QImage] = {}
        self.image: QImage | None = None
        columns = enumerate(diagram.columns)
        self._rects = {n: self._rect(n) for n, column in columns if column.block}

    def rect(self, layer: int) -> QRectF | None:
        """Return the rectangle of a layer's block; None where all units are drawn."""
        return self._rects.get(layer)

    def _rect(self, layer: int) -> QRectF:
        column, half = self._diagram.columns[layer], self._diagram.half(layer)
        top, bottom = column.block
        return QRectF(column.x - half, top, 2 * half, bottom - top)

    def square(self, layer: int) -> QRectF:
        """Return where in a block the mean of its units is drawn."""
        block, side = self._rects[layer], self._diagram.side
        return QRectF(block.left(), round(block.center().y() - side / 2), side, side)

    def paint_ground(self, painter: QPainter, theme: Theme) -> None:
        """Draw what stands still: the blocks, and how many units they stand for."""
        radius = CORNER * self._diagram.side
        for layer, block in self._rects.items():
            if self._diagram.columns[layer].image:
                continue
            painter.setPen(QPen(theme.line, 1.0))
            painter.setBrush(theme.panel2)
            # The line lies within the block: beside it edges are painted again and again.
            painter.drawRoundedRect(block.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            room = block
            if layer in self.means:
                square = self.square(layer)
                height = block.bottom() - square.bottom()
                room = QRectF(block.left(), square.bottom(), block.width(), height)
            elif block.height() >= TALL:
                _paint_ellipses(painter, theme, block)
            self._write(painter, theme, layer, room)

    def _write(self, painter: QPainter, theme: Theme, layer: int, room: QRectF) -> None:
        painter.save()
        count = f"+{len(self._diagram.columns[layer].condensed)}"
        painter.setFont(_fitting(painter.font(), count, room.width() - 3))
        painter.setPen(theme.ink2)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, count)
        painter.restore()

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Draw the means and the picture."""
        for layer, mean in self.means.items():
            painter.drawImage(framed(self.square(layer)), mean)
        if self._diagram.columns[0].image:
            self._paint_image(painter, theme, self._rects[0])

    def _paint_image(self, painter: QPainter, theme: Theme, block: QRectF) -> None:
        """Draw the sample's picture with hard pixels, each of which is an input."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        if self.image:
            painter.drawImage(block, self.image)
        painter.setBrush(theme.panel2 if self.image is None else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.ink3, 1.2))
        painter.drawRect(block)
        painter.restore()


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
