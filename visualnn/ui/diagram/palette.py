"""The inputs that the network could read but does not: faint squares with a plus."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen

from visualnn.experiment.frames import Scene
from visualnn.figures.diagram import Diagram
from visualnn.ui.diagram.labels import BESIDE, ROOMY
from visualnn.ui.lettering import in_lines
from visualnn.ui.theme import Theme

SHARE = 0.68
"""The side of an unused input's square, as a share of a neuron's."""

FAINT = 0.4
PLUS = 2.5


class Palette:
    """Draws the unused inputs in the input column and finds the one under a point.

    Parameters
    ----------
    pictures
        One for each input that is offered, in the order of `Offer.keys`.
    room
        Pixels left of a neuron for its name.
    """

    def __init__(self, scene: Scene, diagram: Diagram, pictures: list[QImage], room: float) -> None:
        offer = scene.offer
        unused = [k for k, key in enumerate(offer.keys) if key not in offer.used]
        half = SHARE * diagram.side / 2
        x = diagram.columns[0].x
        self._room, self._side = room, diagram.side
        self._squares = {
            offer.keys[k]: QRectF(x - half, y - half, 2 * half, 2 * half)
            for k, y in zip(unused, diagram.spare, strict=True)
        }
        self._pictures = {offer.keys[k]: pictures[k] for k in unused}
        self._names = dict(zip(offer.keys, offer.names, strict=True))

    @property
    def squares(self) -> dict[str, QRectF]:
        """Key of every unused input → its square."""
        return self._squares

    def at(self, point: QPointF) -> str | None:
        """Return the key of the unused input under a point."""
        near = (key for key, square in self._squares.items() if square.contains(point))
        return next(near, None)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Draw pictures, frames, signs and names."""
        metrics = QFontMetricsF(painter.font())
        for key, square in self._squares.items():
            painter.setOpacity(FAINT)
            painter.drawImage(square, self._pictures[key])
            painter.setOpacity(1.0)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.ink3, 1.0, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(square, 5, 5)
            _paint_plus(painter, theme, square)
            self._write(painter, theme, metrics, self._names[key], square.center())

    def _write(
        self, painter: QPainter, theme: Theme, metrics: QFontMetricsF, name: str, at: QPointF
    ) -> None:
        width = self._room - BESIDE - 2
        right = at.x() - self._side / 2 - BESIDE
        text = in_lines(metrics, name, width, 2 if self._side >= ROOMY else 1)
        painter.setPen(theme.ink2)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(right - width, at.y() - 16, width, 32), flags, text)


def _paint_plus(painter: QPainter, theme: Theme, square: QRectF) -> None:
    middle = square.bottomRight() - QPointF(1, 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.panel)
    painter.drawEllipse(middle, PLUS + 2.5, PLUS + 2.5)
    painter.setPen(QPen(theme.ink, 1.5))
    painter.drawLine(middle - QPointF(PLUS, 0), middle + QPointF(PLUS, 0))
    painter.drawLine(middle - QPointF(0, PLUS), middle + QPointF(0, PLUS))


def seats(scene: Scene) -> tuple[tuple[int, ...], int] | None:
    """Return the places of the inputs among all that are offered, and how many those are."""
    offer = scene.offer
    if offer is None:
        return None
    taken = tuple(k for k, key in enumerate(offer.keys) if key in offer.used)
    return taken, len(offer.keys)
