"""The parts of the window that the focus can leap to, past all the controls between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from visualnn.ui.main_window import MainWindow


class Regions(QObject):
    """Moves the focus from one part of the window to another: F6, and back with Shift.

    The parts are the top bar, the panel of controls, each card on show and the
    status line, in the order of Tab.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def parts(self) -> list[QWidget]:
        """Return the parts on show."""
        window, sheet = self._window, self._window.sheets.sheet
        between = window.workspace.regions if sheet is None else (sheet,)
        parts = (window.top_bar, *between, window.workspace.status)
        return [part for part in parts if part.isVisible()]

    def next(self) -> None:
        """Move the focus to the next part; after the last one comes the first."""
        self._leap(1)

    def previous(self) -> None:
        """Move the focus to the part before."""
        self._leap(-1)

    def _leap(self, way: int) -> None:
        parts, focused = self.parts(), self._window.focusWidget()
        inside = [n for n, part in enumerate(parts) if part is focused or _holds(part, focused)]
        here = inside[0] if inside else (-1 if way > 0 else 0)
        _enter(parts[(here + way) % len(parts)])


def _enter(part: QWidget) -> None:
    """Give the focus to what had it here the last time, or else to what matters most."""
    before = part.focusWidget()
    kept = before is not None and before.isVisible() and before.isEnabled()
    stop = before if kept else _first_stop(part)
    stop.setFocus(Qt.FocusReason.TabFocusReason)


def _first_stop(part: QWidget) -> QWidget:
    """Return a card's view, or else the first stop of Tab; a part without one is its own."""
    view = getattr(part, "view", None)
    if view is not None and _stops_tab(view.focusProxy() or view):
        return view.focusProxy() or view
    widget = part.nextInFocusChain()
    while widget is not part:
        if _holds(part, widget) and _stops_tab(widget):
            return widget
        widget = widget.nextInFocusChain()
    return part


def _stops_tab(widget: QWidget) -> bool:
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.isVisible() and widget.isEnabled()


def _holds(part: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and part.isAncestorOf(widget)
