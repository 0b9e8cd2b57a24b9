"""Plays a race that has been run: a playhead that moves over its steps."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

TICK = 16
FASTEST = 20.0
"""A race as fast as it goes is played in so many ticks at least, or nothing would be seen."""


class Playback(QObject):
    """A clock for the steps of a race.

    Signals
    -------
    moved : int
        The playhead stands at another step.
    running_changed : bool
    """

    moved = Signal(int)
    running_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps, self._place, self._pace = 0, 0.0, 60.0
        self._clock = perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @property
    def running(self) -> bool:
        """Whether the playhead moves."""
        return self._timer.isActive()

    @property
    def step_now(self) -> int:
        """The step that the playhead stands at."""
        return int(self._place)

    @property
    def steps(self) -> int:
        """How many steps the race has."""
        return self._steps

    def set_steps(self, steps: int) -> None:
        """Play a race of this many steps; the playhead stays where it is, if it can.

        One that stood at the end stays at the end, so that the paths of a
        slider being dragged are seen whole.
        """
        at_end = self._place >= self._steps > 0
        self._steps = steps
        self._go(steps if at_end else min(self._place, steps))

    def toggle(self) -> None:
        """Play or hold; at the end, play from the start."""
        if self.running:
            self._hold()
            return
        if self._place >= self._steps:
            self._go(0)
        self._clock = perf_counter()
        self._timer.start(TICK)
        self.running_changed.emit(True)

    def step(self, unit: str | None = None) -> None:
        """Move by one step, or to the end of the race."""
        self._hold()
        self._go(self._steps if unit == "epoch" else min(self._place + 1, self._steps))

    def step_back(self) -> None:
        """Move back by one step."""
        self._hold()
        self._go(max(self._place - 1, 0))

    def reset(self) -> None:
        """Go back to the start."""
        self._hold()
        self._go(0)

    def hold(self) -> None:
        """Stay where the playhead is."""
        self._hold()

    def go(self, step: int) -> None:
        """Put the playhead at a step."""
        self._go(min(max(step, 0), self._steps))

    def set_pace(self, pace: float) -> None:
        """Play this many steps a second; 0 is as fast as can still be seen."""
        self._pace = pace

    def _tick(self) -> None:
        now = perf_counter()
        elapsed, self._clock = now - self._clock, now
        pace = self._pace or self._steps / (FASTEST * TICK / 1000)
        self._go(min(self._place + elapsed * pace, self._steps))
        if self._place >= self._steps:
            self._hold()

    def _hold(self) -> None:
        if self.running:
            self._timer.stop()
            self.running_changed.emit(False)

    def _go(self, place: float) -> None:
        before, self._place = self.step_now, float(place)
        if self.step_now != before:
            self.moved.emit(self.step_now)
