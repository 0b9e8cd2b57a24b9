"""A formula of x and y that is typed in, with what is wrong with it below."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from visualnn.errors import InputError
from visualnn.surfaces import find
from visualnn.ui import fonts


class FormulaRow(QWidget):
    """A line to type a formula in; every letter is checked at once.

    Signals
    -------
    edited : str
        The formula, whenever it is one that can be used.
    committed
        Return, or the focus went elsewhere.
    spoiled : bool
        What is typed cannot be used; or can be used again.
    """

    edited = Signal(str)
    committed = Signal()
    spoiled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formula_row")
        self._line, self._error, self._note = QLineEdit(), QLabel(), QLabel()
        self._line.setObjectName("formula")
        self._line.setAccessibleName(self.tr("Formula of x and y"))
        self._line.setPlaceholderText("x^2 + 3*y^2")
        self._line.setToolTip(
            self.tr(
                "A loss of your own, of two parameters x and y: + − * / ^, brackets, and sin, cos, "
                "tan, exp, log, sqrt, abs, tanh. Its gradient is exact."
            )
        )
        for label, name, role in (
            (self._error, "formula_error", "bad"),
            (self._note, "formula_note", "second"),
        ):
            label.setObjectName(name)
            label.setProperty("role", role)
            label.setFont(fonts.status())
            label.setWordWrap(True)
            label.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._line)
        column.addWidget(self._error)
        column.addWidget(self._note)
        self._line.textEdited.connect(self._check)
        self._line.editingFinished.connect(self.committed)

    @property
    def error(self) -> str:
        """What is wrong with the formula as it stands; empty where nothing is."""
        return self._error.text()

    def set_value(self, text: str) -> None:
        """Show a formula without saying so; one that is typed already is left alone."""
        if text != self._line.text():
            with QSignalBlocker(self._line):
                self._line.setText(text)
        self._complain("")

    def set_note(self, text: str) -> None:
        """Show a sentence about the formula below it, or none."""
        self._note.setText(text)
        self._note.setVisible(bool(text) and not self.error)

    def begin(self) -> None:
        """Take the focus, all of it selected."""
        self._line.setFocus()
        self._line.selectAll()

    def _check(self, text: str) -> None:
        try:
            find(text)
        except InputError as error:
            self._complain(str(error))
            return
        self._complain("")
        self.edited.emit(text)

    def _complain(self, text: str) -> None:
        self._error.setText(text)
        self._error.setVisible(bool(text))
        self._note.setVisible(bool(self._note.text()) and not text)
        self._line.setAccessibleDescription(text)
        if bool(self._line.property("invalid")) != bool(text):
            self._line.setProperty("invalid", bool(text))
            self._line.style().polish(self._line)
            self.spoiled.emit(bool(text))
