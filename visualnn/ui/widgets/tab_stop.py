"""One stop of Tab for buttons of which one is chosen; the arrow keys reach the others."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton


def stop_at_chosen(buttons: Collection[QAbstractButton]) -> None:
    """Let Tab come to the chosen button only, or to all while none is.

    Qt sees to it no earlier than when one of them gets the focus, and leaves the
    stop there when another is chosen by undo or from a menu.
    """
    chosen = any(button.isChecked() for button in buttons)
    for button in buttons:
        here = button.isChecked() or not chosen
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus if here else Qt.FocusPolicy.NoFocus)
