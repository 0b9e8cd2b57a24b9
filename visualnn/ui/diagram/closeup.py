"""One neuron drawn large for its card: its output over the plane, or its histogram."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from visualnn.experiment.frames import TEST, TRAIN, Scene
from visualnn.ui.diagram.words import short
from visualnn.ui.plots.inks import DARK, LIGHT
from visualnn.ui.theme import Theme

LARGE, SMALL = 200.0, 88.0
SHARE = 0.36
"""Of the diagram's height and width that the picture takes at most."""
MARGIN = 16.0
RADIUS = 6.0
MOST_POINTS = 250
DOT, RING = 4.5, 7.0


class CloseUp:
    """A picture with an axis below it and, if it is a plane, one at its left.

    Parameters
    ----------
    image
        What is drawn, row 0 at the top.
    across, up
        Low end, name and high end of the axes; ``up`` is None where there is none.
    scene
        The samples to draw on the plane; None draws none.
    smooth
        Whether the image's pixels run into each other.
    """

    def __init__(
        self,
        image: QImage,
        across: tuple[float, str, float],
        up: tuple[float, str, float] | None = None,
        scene: Scene | None = None,
        smooth: bool = True,
    ) -> None:
        self._smooth = smooth
        self._image, self._across, self._up, self._scene = image, across, up, scene

    def size(self, room: QRectF) -> QSizeF:
        """Return how much of a card that may fill ``room`` the picture takes."""
        side = max(min(LARGE, SHARE * room.height(), SHARE * room.width()), SMALL)
        left = MARGIN if self._up else 0.0
        return QSizeF(side + left, side + MARGIN)

    def paint(self, painter: QPainter, theme: Theme, font: QFont, box: QRectF) -> None:
        """Draw into ``box``, of the `size` that was given."""
        left = MARGIN if self._up else 0.0
        square = box.adjusted(left, 0, 0, -MARGIN)
        path = QPainterPath()
        path.addRoundedRect(square, RADIUS, RADIUS)
        painter.save()
        painter.setClipPath(path)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._smooth)
        painter.drawImage(square, self._image)
        if self._scene is not None:
            _paint_samples(painter, theme, self._scene, square)
        painter.restore()
        painter.setFont(font)
        painter.setPen(theme.ink2)
        _paint_axis(
            painter, self._across, QRectF(square.left(), square.bottom(), square.width(), MARGIN)
        )
        if self._up:
            painter.save()
            painter.translate(box.left(), square.bottom())
            painter.rotate(-90)
            _paint_axis(painter, self._up, QRectF(0, -1, square.height(), MARGIN))
            painter.restore()


def _paint_axis(painter: QPainter, axis: tuple[float, str, float], line: QRectF) -> None:
    low, name, high = axis
    ends = [short(low), short(high)]
    metrics = QFontMetricsF(painter.font())
    for text, side in zip(
        ends, (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight), strict=True
    ):
        painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, text)
    room = line.width() - 2 * max(metrics.horizontalAdvance(text) for text in ends) - 12
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(room, 0.0))
    painter.drawText(line, Qt.AlignmentFlag.AlignCenter, shown)


def _paint_samples(painter: QPainter, theme: Theme, scene: Scene, square: QRectF) -> None:
    """Draw the places of training and validation samples, in the colors of their classes."""
    left, right, bottom, top = scene.extent
    rows = np.flatnonzero(scene.part != TEST)
    rows = rows[:: -(-len(rows) // MOST_POINTS) or 1]
    x = square.left() + (scene.points[rows, 0] - left) / (right - left) * square.width()
    y = square.bottom() - (scene.points[rows, 1] - bottom) / (top - bottom) * square.height()
    places = [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    trained = scene.part[rows] == TRAIN
    for training, ring in ((True, LIGHT), (False, DARK)):
        painter.setPen(_dot(ring, RING if training else DOT + 1.5))
        painter.drawPoints([places[i] for i in np.flatnonzero(trained == training)])
    classes = len(scene.classes)
    kinds = scene.targets[rows].astype(int) if classes else np.zeros(len(rows), int)
    for kind in range(max(classes, 1)):
        painter.setPen(_dot(theme.class_color(kind, classes) if classes else theme.ink2, DOT))
        painter.drawPoints([places[i] for i in np.flatnonzero(kinds == kind)])


def _dot(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
