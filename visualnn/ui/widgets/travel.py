"""A slider over a few stations, and a button that travels along it."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from visualnn.ui import icons, motion
from visualnn.ui.theme import sizes
from visualnn.ui.widgets.slim_slider import SlimSlider

TICK = 16
FINE = 100
"""Places of the slider between two stations."""

SECONDS = 1.4
"""From one station to the next, the pause at it included."""

PAUSE = 0.35
"""The share of that time spent at the station."""


class Travel(QWidget):
    """Moves a place among stations 0 … n, by hand or by itself.

    With reduced motion it steps from station to station instead of gliding.

    Signals
    -------
    moved : float
        The place, a whole number at a station.
    """

    moved = Signal(float)

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stations, self._began, self._from = 1, 0.0, 0
        self.button, self.slider = QToolButton(), _Stations()
        self.button.setObjectName("travel_play")
        self.button.setProperty("role", "quiet")
        self.button.setAccessibleName(self.tr("Play through the layers"))
        self.button.setToolTip(
            self.tr("Play through the layers, from the input to the output (Return at the slider).")
        )
        self.button.clicked.connect(self.toggle)
        self.slider.setObjectName("travel")
        self.slider.setAccessibleName(name)
        self.slider.setToolTip(tip)
        self.slider.setPageStep(FINE)
        self.slider.valueChanged.connect(self._slid)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes().space_2)
        row.addWidget(self.button)
        row.addWidget(self.slider, 1)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self.glide(perf_counter() - self._began))
        self._redress()

    @property
    def place(self) -> float:
        """Where it is."""
        return self.slider.value() / FINE

    @property
    def running(self) -> bool:
        """Whether it travels by itself."""
        return self._timer.isActive()

    def set_stations(self, count: int) -> None:
        """Travel from 0 to ``count``; the place stays where it can."""
        self._stations = count
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, FINE * count)

    def go(self, place: float) -> None:
        """Go to a place."""
        self.slider.setValue(round(min(max(place, 0.0), self._stations) * FINE))

    def toggle(self) -> None:
        """Set out from here (from the start where the end is reached), or stop."""
        if self.running:
            self._stop()
            return
        if self.place >= self._stations:
            self.go(0)
        self._from = int(self.place)
        self._began = perf_counter()
        self._timer.start(TICK)
        self._redress()

    def glide(self, seconds: float) -> None:
        """Stand where the journey is after so many seconds."""
        whole, part = divmod(seconds / SECONDS, 1.0)
        moving = max(part - PAUSE, 0.0) / (1 - PAUSE)
        self.go(self._from + whole + (0.0 if motion.is_reduced() else eased(moving)))
        if self.place >= self._stations:
            self._stop()

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self._stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_timer"):
            self._redress()

    def _slid(self, value: int) -> None:
        if self.slider.isSliderDown():
            self._stop()
        self.moved.emit(value / FINE)

    def _stop(self) -> None:
        self._timer.stop()
        self._redress()

    def _redress(self) -> None:
        self.button.setIcon(icons.icon("pause" if self.running else "play"))


class _Stations(SlimSlider):
    """Arrow keys go from station to station; nothing is typed in."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}
        if event.key() in steps:
            up = steps[event.key()] > 0
            at = self.value() // FINE if up else -(-self.value() // FINE)
            self.setValue(FINE * (at + steps[event.key()]))
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        else:
            event.ignore()


def eased(share: float) -> float:
    """Return the way covered after a share of the time: slow, quick, slow."""
    return share * share * (3 - 2 * share)
