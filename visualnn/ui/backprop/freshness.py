"""When the explanation on show is no longer that of the network, and may be made anew."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QElapsedTimer

from visualnn.experiment.explain import Explanation
from visualnn.experiment.frames import Frame

READING = 400
"""Milliseconds that the numbers of a network stand still while it trains."""


class Freshness:
    """Compares the training's latest frame with an explanation.

    While it trains, an explanation is made anew only now and then: nobody
    reads its numbers faster.
    """

    def __init__(self) -> None:
        self.frame: Frame | None = None
        self._clock = QElapsedTimer()
        self._clock.start()

    @property
    def trains(self) -> bool:
        """Whether the training runs."""
        return self.frame is not None and self.frame.state == "running"

    def is_due(self, e: Explanation | None) -> bool:
        """Return whether another explanation should be asked for now."""
        if self.frame is None or (self.trains and self._clock.elapsed() <= READING):
            return False
        due = e is None or self._has_moved(e, self.frame)
        if due:
            self._clock.restart()
        return due

    def _has_moved(self, e: Explanation, frame: Frame) -> bool:
        """Return whether the network has trained on, or weights were set by hand."""
        if (e.generation, e.step) != (frame.generation, frame.step):
            return True
        return frame.theta is not None and not np.array_equal(frame.theta, e.theta)
