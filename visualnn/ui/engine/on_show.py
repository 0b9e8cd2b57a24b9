"""What the views show, and whether that is what the engine has: when to ask for a frame."""

from __future__ import annotations

from dataclasses import replace

from visualnn.experiment.frames import Frame, Wants
from visualnn.experiment.messages import Ask, Load, Resume
from visualnn.experiment.spec import Experiment
from visualnn.ui.engine.keepsake import Keepsake


class OnShow:
    """Knows the scene on show, and how far the frame on show or asked for is the latest.

    Attributes
    ----------
    asked
        Whether a frame is under way.
    stale
        Whether the engine has, or may soon have, another state than the one on show.
    up_to_date
        Whether the latest frame was asked for after the latest command, so that its
        state is the present one.
    whole
        Whether the scores of all epochs are asked for, also of those that are known.
    """

    def __init__(self) -> None:
        self._scene: tuple[int, Experiment] | None = None
        self.asked = self.stale = self.up_to_date = self.whole = False

    @property
    def generation(self) -> int:
        """The generation of the scene on show; −1 before the first."""
        return self._scene[0] if self._scene else -1

    def expect(self) -> None:
        """Expect another state than the one on show."""
        self.stale, self.up_to_date = True, False

    def lose(self) -> None:
        """Take note that the engine has died: nothing is under way, nothing is known."""
        self.asked, self.whole = False, True

    def question(self, present: Load | Resume, wants: Wants, kept: Keepsake, running: bool) -> Ask:
        """Return what to ask for next, when the engine has this; it is under way from here on."""
        self.asked = self.up_to_date = True
        self.stale = running
        begins = self.whole or self.generation != present.generation
        # Views are shown all epochs, so only those that nobody knows of are asked for.
        wants = replace(wants, history_from=0 if begins else kept.scores.rows)
        scene = self._scene != (present.generation, present.experiment)
        return Ask(wants, scene, kept.known if kept.is_due(running) else None)

    def turn_to(self, generation: int, experiment: Experiment) -> None:
        """Take note that another scene is on show."""
        self._scene = generation, experiment

    def take(self, frame: Frame) -> bool:
        """Take note of a frame; return whether it is of the scene on show."""
        if frame.generation != self.generation:
            self.stale = True
            return False
        self.whole = self.whole and frame.history_from > 0
        # While it runs it may go on without a word from here.
        goes_on = self.up_to_date and frame.state == "running"
        self.stale = self.stale or frame.unfinished or goes_on
        return True
