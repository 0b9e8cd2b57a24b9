"""What the window keeps of a training, so that it can go on when the engine has died."""

from __future__ import annotations

from visualnn.experiment.recording import Memory

EVERY = 60
"""Every so many frames the memory is asked for."""

LOSSES_PER_FRAME = 10_000
"""A memory of a long run is asked for less often, so that a frame carries no more than this."""


class Keepsake:
    """The latest memory of the training on show.

    Attributes
    ----------
    memory
        What the engine sent last, or None.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything: another training begins."""
        self.memory: Memory | None = None
        self._frames = 0
        self._step = self._kept_step = 0

    def outdate(self) -> None:
        """Take note that the training has changed, though not its step."""
        self._kept_step = -1

    def is_due(self, running: bool) -> bool:
        """Return whether to ask for a memory: now and then while it runs, and when it holds."""
        if not running:
            return self._step != self._kept_step
        length = len(self.memory.losses) if self.memory else 0
        return self._frames >= max(EVERY, length // LOSSES_PER_FRAME)

    def take(self, step: int, memory: Memory | None) -> None:
        """Take note of a frame of a run of so many steps, with a memory where it was asked for."""
        self._step = step
        self._frames += 1
        if memory:
            self.memory, self._frames, self._kept_step = memory, 0, step
