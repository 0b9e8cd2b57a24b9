"""Spreads what a frame gives to draw over the time until the next one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer

from visualnn.experiment.frames import Frame
from visualnn.ui.engine.pulse import AFTER_INPUT

SOON = 4
"""Milliseconds: a painting under way takes longer, so that what waits comes right behind it."""


class Part(Protocol):
    """Something that draws every so many frames."""

    stride: int


P = TypeVar("P", bound=Part)


class Turns(QObject):
    """Shows each frame to the parts whose turn it is.

    While training runs, what draws in every frame does so at once, together and
    so at even intervals; what draws seldom waits until that has been painted,
    and takes the latest frame then: begun later, it would hold up the next one.
    A click between the two is answered between the two.  Where nothing runs, all of
    it is drawn at once.

    Parameters
    ----------
    show
        Shows a frame in a part.
    """

    def __init__(self, show: Callable[[P, Frame], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._frames = 0
        self._frame: Frame | None = None
        self._waiting: dict[P, None] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._catch_up, AFTER_INPUT)

    @property
    def waiting(self) -> bool:
        """Whether anything is still to be shown the latest frame."""
        return bool(self._waiting)

    def take(self, frame: Frame, parts: Iterable[P]) -> None:
        """Show a frame, now or when that is painted, in the parts whose turn it is."""
        self._frames += 1
        self._frame = frame
        if frame.state != "running":
            self._waiting = dict.fromkeys(parts)
            self._catch_up()
            return
        for turn, part in enumerate(parts):
            if part.stride == 1:
                self._show(part, frame)
            elif (self._frames + turn) % part.stride == 0:
                self._waiting[part] = None
        if self.waiting and not self._timer.isActive():
            self._timer.start(SOON)

    def forget(self) -> None:
        """Let what waits wait for another frame: the latest is of a run that is gone."""
        self._waiting = {}

    def _catch_up(self) -> None:
        waiting, self._waiting = self._waiting, {}
        if self._frame:
            for part in waiting:
                self._show(part, self._frame)
