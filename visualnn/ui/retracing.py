"""Undo and redo go where their step can be seen, and say what they did there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from visualnn.ui.widgets.message_bar import DONE

if TYPE_CHECKING:
    from visualnn.ui.main_window import MainWindow


class Retracing(QObject):
    """Brings the workspace on show in which a step was made, as an editor jumps to its line.

    Where the change can be seen already nothing jumps and nothing is said.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.session.retraced.connect(self._follow)

    def _follow(self, change: str, seen: tuple[str, ...], again: bool) -> None:
        if self._window.workspace.key in seen:
            return
        self._window.show_workspace(seen[0])
        text = self.tr("Undone in {workspace}: {change}")
        if again:
            text = self.tr("Redone in {workspace}: {change}")
        said = text.format(workspace=self._window.workspace.accessibleName(), change=change)
        self._window.messages.show_message("info", said, overtaken_after=DONE, until_next_act=True)
