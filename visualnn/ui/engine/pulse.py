"""When the window looks at its mail."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer

TICK = 16
"""Milliseconds between two looks at the mailbox: 60 frames a second."""

IDLE_TICK = 250
"""Milliseconds between two looks when nothing is expected but, perhaps, the engine's death."""

LATE_TICK = 2
"""Milliseconds until the next look when the answer had not come: else a frame would be lost."""

AFTER_INPUT = Qt.ConnectionType.QueuedConnection
"""How what takes milliseconds follows a timer: behind the clicks that wait in the queue.

Called at once it would come before them, as Qt lets timers that are due have their turn
first, and a click would wait for a frame more.
"""

MOST_LATE = TICK // LATE_TICK
"""After so many looks in vain the engine is busy with something longer."""


class Pulse(QTimer):
    """A timer that beats as often as there is something to expect."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._late = 0
        self.setTimerType(Qt.TimerType.PreciseTimer)
        self.start(TICK)

    def quicken(self) -> None:
        """Expect something soon; a beat that is on its way already is left alone."""
        if self.interval() == IDLE_TICK:
            self.setInterval(TICK)

    def follow(self, *, late: bool) -> None:
        """Come again soon where the answer is ``late``, else a frame from now."""
        self._late = self._late + 1 if late else 0
        wanted = LATE_TICK if 0 < self._late <= MOST_LATE else TICK
        if wanted != self.interval():
            self.setInterval(wanted)

    def rest(self) -> None:
        """Beat seldom: nothing is expected."""
        if self.interval() != IDLE_TICK:
            self.setInterval(IDLE_TICK)
