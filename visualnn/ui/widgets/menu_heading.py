"""The title of a group of choices in a menu; Qt's own sections lose their words in our style."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QWidgetAction

from visualnn.ui import fonts

MARGINS = (12, 6, 12, 2)
"""Of the words, so that they begin above the marks of the choices."""


def add_heading(menu: QMenu, title: str) -> QWidgetAction:
    """Begin a group of choices under a title, which the keyboard passes over."""
    if not menu.isEmpty():
        menu.addSeparator()
    label = QLabel(title)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "caption")
    label.setFont(fonts.heading())
    label.setContentsMargins(*MARGINS)
    action = QWidgetAction(menu)
    action.setText(title)
    action.setDefaultWidget(label)
    action.setEnabled(False)
    menu.addAction(action)
    return action
