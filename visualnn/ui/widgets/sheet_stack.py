"""What lies in the place of the workspaces for a while, and is left again."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Sheet(QWidget):
    """A page that is answered with Enter or left with Escape.

    Keys alone are its own while it has the focus: they do not reach the actions
    of the window.

    Signals
    -------
    finished
        It has been answered or left, and is not needed any more.
    """

    finished = Signal()

    def accept(self) -> None:
        """Take what the sheet says as the answer."""
        self.finished.emit()

    def reject(self) -> None:
        """Leave everything as it is."""
        self.finished.emit()

    def event(self, event: QEvent) -> bool:
        """Keep keys without Ctrl, Alt or Meta from the actions of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and not event.modifiers() & COMMANDS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with Enter, leave with Escape."""
        if event.key() in ENTER:
            self.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif event.modifiers() & COMMANDS:
            super().keyPressEvent(event)


class SheetStack(QStackedWidget):
    """A widget, or the sheet that lies in its place; what is below it costs nothing meanwhile.

    Signals
    -------
    lifted
        What lies below is on show again.
    """

    lifted = Signal()

    def __init__(self, below: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: QWidget | None = None
        self.addWidget(below)

    @property
    def sheet(self) -> Sheet | None:
        """The sheet on show, if there is one."""
        shown = self.currentWidget()
        return shown if isinstance(shown, Sheet) else None

    def lay(self, sheet: Sheet) -> None:
        """Show a sheet until it is finished; one that lies there already is left."""
        if sheet is self.sheet:
            return
        self.leave()
        self._before = self.window().focusWidget()
        sheet.finished.connect(lambda: self._lift(sheet))
        self.addWidget(sheet)
        self.setCurrentWidget(sheet)
        sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Leave the sheet that lies here, as with Escape."""
        if self.sheet is not None:
            self.sheet.reject()

    def _lift(self, sheet: Sheet) -> None:
        """Take a sheet away, and give the focus back to where it was."""
        if sheet is not self.sheet:
            return
        self.removeWidget(sheet)
        before, self._before = self._before, None
        # It may be gone: commands reach the window, and an undo makes rows of the panel anew.
        with suppress(RuntimeError):
            if before is not None and before.isVisible():
                before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.lifted.emit()
