"""The way of a load to where its training begins: a fork replays what led to its origin."""

from __future__ import annotations

from visualnn.errors import InputError
from visualnn.experiment.messages import Command, Load, Pause, Replaying, Seek
from visualnn.experiment.training import Training


class Approach:
    """A training that is being loaded, while another one is on show still.

    Attributes
    ----------
    load
        What asked for it; the same may be asked for again under another generation.
    training
        What is being loaded, perhaps `Training.behind`.
    holds
        Whether the one on show was running, and is held as long as this takes.
    said
        What was said of the load meanwhile, to be obeyed when it is there.
    failure
        Why it cannot be loaded, if that has turned out.
    """

    def __init__(self, load: Load, training: Training, holds: bool = False) -> None:
        self.load, self.training, self.holds = load, training, holds
        self.said: list[Command] = []
        self.failure = ""
        self._arrived = False

    @property
    def is_over(self) -> bool:
        """Whether the training is there, or never will be."""
        return self._arrived or bool(self.failure)

    def work(self, seconds: float) -> None:
        """Replay for a slice of time."""
        try:
            self._arrived = self.training.catch_up(seconds)
        except InputError as error:
            self.failure = str(error)

    def hear(self, command: Command) -> None:
        """Keep a command for later; of a recording that is not there yet nothing can be shown.

        A pause is meant for whatever runs: also for what is held.
        """
        if isinstance(command, Pause):
            self.holds = False
        if not isinstance(command, Seek):
            self.said.append(command)

    def report(self) -> Replaying:
        """Return how much of the way is done."""
        step = self.training.step
        return Replaying(self.load.generation, step, step + self.training.behind)
