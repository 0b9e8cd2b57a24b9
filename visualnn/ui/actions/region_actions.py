"""The actions that move the focus from one part of the window to another."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from visualnn.ui.actions.action_spec import ActionSpec

REGION_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "next_region",
        QT_TRANSLATE_NOOP("actions", "Next part of the window"),
        "",
        "F6",
        "view",
        QT_TRANSLATE_NOOP(
            "actions",
            "Move the keyboard from top bar to panel, from card to card, and to the status line.",
        ),
    ),
    ActionSpec(
        "previous_region",
        QT_TRANSLATE_NOOP("actions", "Previous part of the window"),
        "",
        "Shift+F6",
        "view",
        QT_TRANSLATE_NOOP("actions", "Move the keyboard to the part of the window before."),
    ),
)
