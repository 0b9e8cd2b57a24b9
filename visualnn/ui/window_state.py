"""What the window looks like the next time: its shape, its workspace, its speed."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

from visualnn.ui.placement import place
from visualnn.ui.views.view import View
from visualnn.ui.widgets.side_panel import SidePanel


def save_shape(window: QMainWindow, state: QSettings) -> None:
    """Remember where the window is, and how its splitters are set."""
    state.setValue("geometry", window.saveGeometry())
    for splitter in _splitters(window):
        state.setValue(f"splitter/{splitter.objectName()}", splitter.saveState())
    for view in window.findChildren(View):
        for switch in view.switches():
            state.setValue(f"switch/{view.key}/{switch.key}", view.chosen(switch.key))
    for panel in window.findChildren(SidePanel):
        state.setValue(f"folded/{_owner(panel)}", panel.folded)
    state.sync()


def restore_shape(window: QMainWindow, state: QSettings) -> None:
    """Give the window the shape that it had."""
    place(window, state)
    for splitter in _splitters(window):
        if shape := state.value(f"splitter/{splitter.objectName()}"):
            splitter.restoreState(shape)
    for view in window.findChildren(View):
        for switch in view.switches():
            if switch.key not in view.forgets:
                view.choose(switch.key, str(state.value(f"switch/{view.key}/{switch.key}", "")))
    for panel in window.findChildren(SidePanel):
        panel.fold(_listed(state.value(f"folded/{_owner(panel)}")))


def remembered(state: QSettings, name: str, usual: str, known: object) -> str:
    """Return a choice by its name, or the usual one where it is not known any more."""
    choice = str(state.value(name, usual))
    return choice if choice in known else usual


def _owner(panel: SidePanel) -> str:
    """Return the name of the page that a panel stands on."""
    return panel.parentWidget().objectName() if panel.parentWidget() else ""


def _listed(value: object) -> list[int]:
    """Return a list of numbers as an INI file gives it back; nothing for anything else."""
    items = value if isinstance(value, list) else [value]
    return [int(item) for item in items if str(item).isdecimal()]


def _splitters(window: QMainWindow) -> list[QSplitter]:
    return [splitter for splitter in window.findChildren(QSplitter) if splitter.objectName()]
