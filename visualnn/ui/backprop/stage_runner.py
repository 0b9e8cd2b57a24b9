"""Plays the stages of one step of learning, one after the other."""

from __future__ import annotations

from visualnn.ui.playback import Playback

PACES = {"half": 0.5, "1": 1.0, "2": 2.0, "4": 4.0}
"""Speeds by key, in stages a second: what appears at each must be read."""

USUAL_PACE = "1"


class StageRunner(Playback):
    """A playhead over the stages that can also step back."""

    def step(self, unit: str = "step") -> None:
        """Move by one stage, to the one before (``"back"``), or to the last (``"epoch"``)."""
        if unit == "back":
            self._hold()
            self.go(self.step_now - 1)
        else:
            super().step(unit)
