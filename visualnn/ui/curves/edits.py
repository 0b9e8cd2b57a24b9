"""Where samples were changed by hand: losses left and right of it are of different ones."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from visualnn.ui.plots.plot_items import DOTS, Item

APART = 8
"""Pixels between two lines: a point put in every epoch would make a fence of them."""


class Edits(Item):
    """A dotted line from bottom to top at the beginning of each such epoch.

    Of several that lie close together the last is drawn: losses from there on
    are of the samples as they are.

    Attributes
    ----------
    epochs
        Those that first counted the changed samples.
    """

    def __init__(self) -> None:
        super().__init__(z=-20.0)
        self.epochs: tuple[int, ...] = ()

    def show_at(self, epochs: tuple[int, ...]) -> None:
        """Mark these epochs."""
        if epochs != self.epochs:
            self.epochs = epochs
            self.update()

    def paint(self, painter: QPainter, *_) -> None:
        if not self.epochs:
            return
        to_pixels = painter.worldTransform()
        # Half an epoch before: between the last on the old samples and the first on the new.
        places = [round(to_pixels.map(QPointF(epoch - 0.5, 0)).x()) for epoch in self.epochs]
        rect = self.in_pixels(painter)
        pen = QPen(self.color, 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(DOTS)
        painter.setPen(pen)
        for x in apart(places):
            painter.drawLine(QPointF(x + 0.5, rect.top()), QPointF(x + 0.5, rect.bottom()))


def apart(places: list[int]) -> list[int]:
    """Return the last of these rising places, and before it those that are `APART` or more."""
    kept = places[-1:]
    for place in reversed(places[:-1]):
        if kept[-1] - place >= APART:
            kept.append(place)
    return kept
