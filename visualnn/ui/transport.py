"""Joins the actions that move through a recorded run to the laboratory."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from visualnn.ui.actions import dress, text_of
from visualnn.ui.actions.time_actions import TIME_ACTIONS
from visualnn.ui.laboratory import Laboratory

PLAYS = {"play_back": -1, "play_forward": 1}


class Transport(QObject):
    """The buttons and keys of the time travel: play either way, hold, step, best epoch.

    Parameters
    ----------
    actions
        By key; those of `visualnn.ui.actions.time_actions` are joined here.
    laboratory
        What they act on.
    """

    def __init__(
        self,
        actions: Mapping[str, QAction],
        laboratory: Laboratory,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._laboratory = laboratory
        self._actions = {spec.key: actions[spec.key] for spec in TIME_ACTIONS}
        jobs: dict[str, Callable[[], object]] = {
            "step_sample": lambda: laboratory.step("sample"),
            "epoch_back": lambda: laboratory.step_back("epoch"),
            "hold": laboratory.pause,
            "best": laboratory.look_at_best,
        }
        for key, job in jobs.items():
            self._actions[key].triggered.connect(lambda _=False, job=job: job())
        for key, direction in PLAYS.items():
            self._actions[key].triggered.connect(lambda _=False, to=direction: self._play(to))
        laboratory.rewind.direction_changed.connect(self._show_direction)

    def set_enabled(self, enabled: bool) -> None:
        """Let the actions work only where the training is on show."""
        for key, action in self._actions.items():
            action.setEnabled(enabled or key == "step_back")

    def _play(self, direction: int) -> None:
        """Play in a direction; the same key again holds."""
        if self._laboratory.rewind.direction == direction:
            self._laboratory.pause()
        else:
            self._laboratory.play_recorded(direction)

    def _show_direction(self, direction: int) -> None:
        """Let the button of what plays offer to hold it."""
        for spec in TIME_ACTIONS:
            if spec.key in PLAYS:
                playing = PLAYS[spec.key] == direction
                action = self._actions[spec.key]
                action.setProperty("icon_name", "pause" if playing else spec.icon)
                action.setText(self.tr("Hold") if playing else text_of(spec.text))
        dress(self._actions)
