"""A button that does an action, and looks as the action says."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from visualnn.ui import fonts, icons
from visualnn.ui.theme import current


class ActionButton(QPushButton):
    """Follows an action's text, icon, tooltip and whether it can be done now.

    Parameters
    ----------
    words
        Whether the text stands beside the icon; without it, it is still read out.
    primary
        Filled with the accent color; there is one such button in a window.
    quiet
        Without a ground or a border, as in the heading of a card.
    """

    def __init__(
        self,
        action: QAction,
        *,
        words: bool = True,
        primary: bool = False,
        quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._action, self._words, self._primary = action, words, primary
        self.setObjectName(f"button_{action.objectName()}")
        self.setProperty("primary", primary)
        self.setProperty("compact", not words)
        self.setProperty("quiet", quiet)
        self.setFont(fonts.medium())
        self.setIconSize(QSize(16, 16))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        # A click leaves the focus where it was, so that Space goes on to play and pause.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(action.trigger)
        action.changed.connect(self.follow)
        self.follow()

    def set_words(self, words: bool) -> None:
        """Show the text beside the icon, or the icon alone."""
        if words is self._words:
            return
        self._words = words
        self.setProperty("compact", not words)
        self.style().unpolish(self)
        self.style().polish(self)
        self.follow()

    def follow(self) -> None:
        """Look as the action does now."""
        action = self._action
        name = action.property("icon_name")
        text = action.text().replace("&", "").rstrip("…")
        self.setText(text if self._words or not name else "")
        self.setAccessibleName(text)
        self.setAccessibleDescription(action.toolTip())
        self.setToolTip(action.toolTip())
        self.setEnabled(action.isEnabled())
        if name:
            self.setIcon(icons.icon(name, current().on_accent if self._primary else None))
