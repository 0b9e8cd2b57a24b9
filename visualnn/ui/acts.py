"""What a person does takes away what was said of the act before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import SignalInstance

from visualnn.ui.actions import ACTIONS

if TYPE_CHECKING:
    from visualnn.ui.main_window import MainWindow

STEERING = ("run", "time")
"""The menus whose actions train, or go to another step."""


def heed_acts(window: MainWindow) -> None:
    """Let the message about an act go with the next one, which answers for itself.

    Acts are what changes the document or the weights, what steers the run,
    what is wished for in a view, and what brings another side or workspace on show.
    """
    for signal in _signals(window):
        signal.connect(lambda *_: window.messages.heed_act())


def _signals(window: MainWindow) -> tuple[SignalInstance, ...]:
    keys = [spec.key for spec in ACTIONS if spec.menu in STEERING]
    return (
        window.session.undo_stack.indexChanged,
        window.playground.acted,
        window.playground.rivals.flipped,
        window.stack.currentChanged,
        *(window.actions_by_key[key].triggered for key in keys),
    )
