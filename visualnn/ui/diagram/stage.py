"""What stands still on screen while something moves over it: painted once, then copied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

INTERVAL = 16


class Stage(QObject):
    """The ground of a widget with a movement over it.

    Signals
    -------
    moved : float
        So many seconds have passed since the last time.
    """

    moved = Signal(float)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._ground: QPixmap | None = None
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._tick)

    @property
    def moving(self) -> bool:
        """Whether anything moves."""
        return self._timer.isActive()

    def set_moving(self, moving: bool) -> None:
        """Begin or end the movement; a widget that is not seen does not move."""
        moving = moving and self._widget.isVisible()
        if moving and not self.moving:
            self._clock.start()
            self._timer.start()
        elif not moving:
            self._timer.stop()
            self._ground = None

    def change(self) -> None:
        """Paint the ground anew the next time."""
        self._ground = None

    def paint(self, painter: QPainter, draw: Callable[[QPainter], None]) -> None:
        """Paint the ground: at once where nothing moves, else from the copy."""
        if not self.moving:
            draw(painter)
            return
        ratio, size = self._widget.devicePixelRatioF(), self._widget.size()
        if self._ground is None or self._ground.deviceIndependentSize().toSize() != size:
            self._ground = QPixmap(size * ratio)
            self._ground.setDevicePixelRatio(ratio)
            onto = QPainter(self._ground)
            draw(onto)
            onto.end()
        painter.drawPixmap(0, 0, self._ground)

    def _tick(self) -> None:
        self.moved.emit(self._clock.restart() / 1000.0)
