"""What the window keeps of a training, so that it can go on when the engine has died."""

from __future__ import annotations

from visualnn.experiment.training.recording import Memory

EVERY = 60
"""Every so many frames the memory is asked for."""


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

    @property
    def known(self) -> tuple[int, int]:
        """How many steps and epochs need not be sent again: a long run is sent piece by piece."""
        return self.memory.length if self.memory and len(self.memory.losses) else (0, 0)

    def is_due(self, running: bool) -> bool:
        """Return whether to ask for a memory: now and then while it runs, and when it holds."""
        if not running:
            return self._step != self._kept_step
        return self._frames >= EVERY

    def take(self, step: int, memory: Memory | None) -> None:
        """Take note of a frame of a run of so many steps, with a memory where it was asked for."""
        self._step = step
        self._frames += 1
        if memory:
            self.memory = memory.after(self.memory)
            self._frames, self._kept_step = 0, step
