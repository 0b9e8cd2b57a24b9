"""A number that reads like a label until it is edited."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from visualnn.ui import fonts

EDGE = 3
"""A border of 1 px and the 2 px that Qt keeps free at each side of the text."""
CURSOR = 2
"""Qt keeps room for the cursor behind the last digit."""


class ValueEdit(QLineEdit):
    """Shows a value; a click, or `begin`, makes it editable.

    Signals
    -------
    entered : str
        Return, or the focus went elsewhere, after the text was changed.
    cancelled
        Escape: show the old value again.
    """

    entered = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = ""
        self._arriving = False
        self.setFont(fonts.value())
        self.setFrame(False)
        # At rest the last digit stands flush with the end of the slider.
        self.setTextMargins(0, 0, -EDGE - CURSOR, 0)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        # The slider is the row's one stop for Tab; from there F2 or a digit comes here.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.returnPressed.connect(self._enter)
        self.textChanged.connect(self.updateGeometry)

    def show_value(self, shown: str, bare: str) -> None:
        """Show a value as ``shown``, and as ``bare`` while it is edited."""
        self.shown, self._bare = shown, bare
        if not self.hasFocus() and self.text() != shown:
            self.setText(shown)

    def begin(self, text: str = "") -> None:
        """Start to edit, with ``text`` typed already or with the present value selected."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if text:
            self.setText(text)
            self.deselect()
            self.setCursorPosition(len(text))

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        widest = max((self.text(), self.shown), key=metrics.horizontalAdvance)
        width = metrics.horizontalAdvance(widest) + 2 * EDGE + 6
        return QSize(max(24, width), metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(120, self.sizeHint().width()), self.sizeHint().height())

    def focusInEvent(self, event) -> None:
        self.setText(self._bare)
        super().focusInEvent(event)
        self.selectAll()
        self._arriving = event.reason() == Qt.FocusReason.MouseFocusReason

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._enter()

    def mousePressEvent(self, event) -> None:
        super().mousePressEvent(event)
        # The click that brought the focus has put the cursor among the digits.
        if self._arriving:
            self.selectAll()

    def mouseMoveEvent(self, event) -> None:
        if not self._arriving:  # a hand that trembles while it clicks selects no part
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event) -> None:
        super().mouseReleaseEvent(event)
        self._arriving = False

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._bare)
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        if self.text() in (self._bare, self.shown):
            self.cancelled.emit()
        else:
            self.entered.emit(self.text())
