"""Where the window is, and how large."""

from __future__ import annotations

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QMainWindow

USUAL_SIZE = QSize(1440, 900)


def place(window: QMainWindow, state: QSettings) -> None:
    """Put the window where it was, or give it a size that fits the screen."""
    screen = window.screen().availableSize()
    window.resize(USUAL_SIZE.boundedTo(screen).expandedTo(window.minimumSize()))
    if geometry := state.value("geometry"):
        window.restoreGeometry(geometry)
