"""What the window looks like the next time: its shape, its workspace, its speed."""

from __future__ import annotations

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QMainWindow, QSplitter

USUAL_SIZE = QSize(1440, 900)


def save_shape(window: QMainWindow, state: QSettings) -> None:
    """Remember where the window is, and how its splitters are set."""
    state.setValue("geometry", window.saveGeometry())
    for splitter in _splitters(window):
        state.setValue(f"splitter/{splitter.objectName()}", splitter.saveState())
    state.sync()


def restore_shape(window: QMainWindow, state: QSettings) -> None:
    """Give the window the shape that it had, or one that fits the screen."""
    screen = window.screen().availableSize()
    window.resize(USUAL_SIZE.boundedTo(screen).expandedTo(window.minimumSize()))
    if geometry := state.value("geometry"):
        window.restoreGeometry(geometry)
    for splitter in _splitters(window):
        if shape := state.value(f"splitter/{splitter.objectName()}"):
            splitter.restoreState(shape)


def remembered(state: QSettings, name: str, usual: str, known: object) -> str:
    """Return a choice by its name, or the usual one where it is not known any more."""
    choice = str(state.value(name, usual))
    return choice if choice in known else usual


def _splitters(window: QMainWindow) -> list[QSplitter]:
    return [splitter for splitter in window.findChildren(QSplitter) if splitter.objectName()]
