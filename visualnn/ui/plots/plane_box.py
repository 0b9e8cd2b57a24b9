"""A plane that listens: click and drag, wheel and pan."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal

from visualnn.figures.extents import Extent, moved, zoomed

WHEEL_STEP = 1.15
PIN_NEAR = 14.0
"""Pixels around the pin in which a drag takes hold of it."""


class PlaneBox(pg.ViewBox):
    """A view box whose gestures leave as signals and change nothing by themselves.

    Signals
    -------
    placed : float, float, bool
        Where the pin was put, and whether the mouse has let go.
    reached : tuple
        The extent that a wheel turn or a drag asks for.
    """

    placed = Signal(float, float, bool)
    reached = Signal(tuple)

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.pin: QPointF | None = None
        self.holds_pin = False

    def extent(self) -> Extent:
        """Return what is on show."""
        (left, right), (bottom, top) = self.viewRange()
        return left, right, bottom, top

    def wheelEvent(self, ev, axis=None) -> None:
        at = self.mapToView(ev.pos())
        factor = WHEEL_STEP ** (-ev.delta() / 120)
        self.reached.emit(zoomed(self.extent(), factor, (at.x(), at.y())))
        ev.accept()

    def mouseClickEvent(self, ev) -> None:
        if ev.button() != Qt.MouseButton.LeftButton:
            return
        ev.accept()
        at = self.mapToView(ev.pos())
        self.placed.emit(at.x(), at.y(), True)

    def mouseDragEvent(self, ev, axis=None) -> None:
        if ev.button() != Qt.MouseButton.LeftButton:
            return
        ev.accept()
        if ev.isStart():
            self.holds_pin = self._near_pin(ev.buttonDownPos())
        if self.holds_pin:
            at = self.mapToView(ev.pos())
            # Let go first, so that the answer to the last place may move the pin.
            self.holds_pin = not ev.isFinish()
            self.placed.emit(at.x(), at.y(), ev.isFinish())
        else:
            self._pan(ev)

    def _pan(self, ev) -> None:
        before, now = self.mapToView(ev.lastPos()), self.mapToView(ev.pos())
        self.reached.emit(moved(self.extent(), before.x() - now.x(), before.y() - now.y()))

    def _near_pin(self, position: QPointF) -> bool:
        if self.pin is None:
            return False
        away = self.mapFromView(self.pin) - position
        return away.manhattanLength() <= PIN_NEAR
