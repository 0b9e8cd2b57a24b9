"""Passes a sheet on from view to view, so that no frame has to wait for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from visualnn.figures.worked import Sheet

FRAME = 16


class Shows(Protocol):
    """A view that can be shown a sheet, and what is pointed at on it."""

    def isVisible(self) -> bool: ...  # noqa: N802
    def show_sheet(self, sheet: Sheet) -> None: ...
    def point_at(self, sheet: Sheet) -> None: ...


class Relay(QObject):
    """Shows the newest sheet, all at once or one view a frame; hidden views wait.

    Parameters
    ----------
    views
        In the order in which they are looked at.
    newest
        Returns the sheet.
    """

    def __init__(
        self, views: Sequence[Shows], newest: Callable[[], Sheet | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._views, self._newest = tuple(views), newest
        self._waiting: list[Shows] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next)

    def begin(self, *, spread: bool = False) -> None:
        """Show a sheet that has just come; ``spread`` over several frames."""
        self._waiting = list(self._views)
        if spread:
            self._next()
            self._timer.start(FRAME)
        else:
            self.end()

    def end(self, *, hidden: bool = False) -> None:
        """Show it now wherever it can be seen, or everywhere."""
        self._timer.stop()
        for view in [view for view in self._waiting if hidden or view.isVisible()]:
            self._show(view)

    def point(self) -> None:
        """Show what is pointed at; a view that waits will see that too."""
        sheet = self._newest()
        for view in self._views:
            if view not in self._waiting and sheet is not None:
                view.point_at(sheet)

    def _next(self) -> None:
        view = next((view for view in self._waiting if view.isVisible()), None)
        if view is None:
            self._timer.stop()
        else:
            self._show(view)

    def _show(self, view: Shows) -> None:
        self._waiting.remove(view)
        if (sheet := self._newest()) is not None:
            view.show_sheet(sheet)
