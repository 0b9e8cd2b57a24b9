"""Taking the worked chain rule along, as rows of the table of actions."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from visualnn.ui.actions.action_spec import ActionSpec

WORKSHEET = ActionSpec(
    "worksheet",
    QT_TRANSLATE_NOOP("actions", "Worksheet (PDF)…"),
    "",
    "Ctrl+Shift+P",
    "file",
    QT_TRANSLATE_NOOP(
        "actions", "Write the worked step as a page of blanks to fill in, with an answer key."
    ),
)

COPY_ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "copy_text",
        QT_TRANSLATE_NOOP("actions", "Copy chain rule"),
        "",
        "Ctrl+C",
        "edit",
        QT_TRANSLATE_NOOP(
            "actions", "Copy the chosen weight’s chain rule and its update as plain text."
        ),
    ),
    ActionSpec(
        "copy_latex",
        QT_TRANSLATE_NOOP("actions", "Copy as LaTeX"),
        "",
        "Ctrl+Alt+C",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Copy the chosen weight’s chain rule for your own pages."),
    ),
    ActionSpec(
        "copy_csv",
        QT_TRANSLATE_NOOP("actions", "Copy as CSV"),
        "",
        "Ctrl+Alt+Shift+C",
        "edit",
        QT_TRANSLATE_NOOP("actions", "Copy every factor of the chain rule as a table."),
    ),
)
"""They act on what the Backprop workspace shows."""
