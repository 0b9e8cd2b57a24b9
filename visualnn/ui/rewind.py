"""Plays the recorded steps of a training, backwards or forwards."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

TICK = 16
WHOLE = 4.0
"""Seconds that the whole recording takes as fast as it goes: faster, nothing would be seen."""


class Rewind(QObject):
    """A clock that moves over the recorded steps and says which one to look at.

    Signals
    -------
    moved : int
        Another step is to be looked at.
    direction_changed : int
        −1 backwards, 1 forwards, 0 held.
    """

    moved = Signal(int)
    direction_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._direction, self._place, self._latest, self._pace = 0, 0.0, 0, 0.0
        self._clock = perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @property
    def direction(self) -> int:
        """−1 while it plays backwards, 1 forwards, 0 while it holds."""
        return self._direction

    def set_pace(self, pace: float) -> None:
        """Play this many steps a second; 0 is the whole recording in `WHOLE` seconds."""
        self._pace = pace

    def play(self, direction: int, step: int, latest: int) -> None:
        """Play from ``step`` towards the first or the ``latest`` step.

        From the end of the way it starts over at the other end.
        """
        ends = {-1: (0, latest), 1: (latest, 0)}
        end, other = ends[direction]
        self._place, self._latest = float(other if step == end else step), latest
        if step == end:
            self.moved.emit(other)
        self._clock = perf_counter()
        self._timer.start(TICK)
        self._turn(direction)

    def hold(self) -> None:
        """Stay at the step reached."""
        self._timer.stop()
        self._turn(0)

    def advance(self, seconds: float) -> None:
        """Move by this much time; the timer does it."""
        pace = self._pace or self._latest / WHOLE
        before = self._place
        self._place = min(max(before + self._direction * seconds * pace, 0.0), float(self._latest))
        if int(self._place) != int(before):
            self.moved.emit(int(self._place))
        if self._place == (0.0 if self._direction < 0 else float(self._latest)):
            self.hold()

    def _tick(self) -> None:
        now = perf_counter()
        elapsed, self._clock = now - self._clock, now
        self.advance(elapsed)

    def _turn(self, direction: int) -> None:
        if direction != self._direction:
            self._direction = direction
            self.direction_changed.emit(direction)
