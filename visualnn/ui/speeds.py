"""How fast what is on show runs: offered in the top bar, remembered for each kind of run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSettings

from visualnn.ui.widgets.top_bar import TopBar
from visualnn.ui.window_state import remembered

if TYPE_CHECKING:  # workspaces load the plotting library, and the window is painted before
    from visualnn.ui.workspaces.workspace import Workspace

PACES = {"1": 1.0, "10": 10.0, "60": 60.0, "600": 600.0, "max": 0.0}
"""Speeds by key, in steps a second; 0 is as fast as it goes."""

USUAL_PACE = "60"


class Speeds:
    """Lets the workspaces that share their speeds run at the one that was chosen last."""

    def __init__(self, bar: TopBar, workspaces: tuple[Workspace, ...], state: QSettings) -> None:
        self._bar, self._workspaces, self._state = bar, workspaces, state

    def offer(self, workspace: Workspace) -> None:
        """Offer the speeds of a workspace in the top bar, as chosen there last."""
        self._bar.set_speeds(speed_texts(workspace.paces or PACES), self._last(workspace))

    def choose(self, workspace: Workspace, key: str) -> None:
        """Let all that shares the speeds of a workspace run at one of them."""
        self._bar.set_speed(key)
        self._pace(workspace, key)
        self._state.setValue(_setting(workspace), key)

    def restore(self) -> None:
        """Let everything run as fast as it did last."""
        for workspace in self._workspaces:
            self._pace(workspace, self._last(workspace))

    def _last(self, workspace: Workspace) -> str:
        usual, known = (workspace.usual_pace, workspace.paces) if workspace.paces else _TRAINING
        return remembered(self._state, _setting(workspace), usual, known)

    def _pace(self, like: Workspace, key: str) -> None:
        for workspace in self._workspaces:
            if workspace.paces == like.paces:
                workspace.runner.set_pace((like.paces or PACES)[key])


_TRAINING = (USUAL_PACE, PACES)


def speed_texts(paces: Mapping[str, float]) -> list[tuple[str, str]]:
    """Return the speeds as choices: key and text."""
    tr = QCoreApplication.translate
    return [
        (key, tr("Speeds", "{n}/s").format(n=f"{pace:g}") if pace else tr("Speeds", "max"))
        for key, pace in paces.items()
    ]


def _setting(workspace: Workspace) -> str:
    return f"speed_{workspace.key}" if workspace.paces else "speed"
