"""The page that lists what the keyboard can do."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from visualnn.ui import fonts
from visualnn.ui.actions import ACTIONS, MENUS, ActionSpec, shown_keys, text_of
from visualnn.ui.theme import sizes
from visualnn.ui.widgets.card import heading_label


class ShortcutsPage(QDialog):
    """Lists the actions' keys, and the keys that work inside of controls.

    Parameters
    ----------
    specs
        The actions to list.
    more
        Pairs of keys and what they do, below the actions: the keys of views.
    """

    def __init__(
        self,
        specs: Iterable[ActionSpec] = ACTIONS,
        more: Iterable[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts_page")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        page = QWidget()
        page.setObjectName("side_panel_column")
        self._grid = QGridLayout(page)
        self._grid.setHorizontalSpacing(sizes().space_4)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._fill(tuple(specs), tuple(more))
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self._frame(page)

    def sizeHint(self) -> QSize:
        return QSize(560, 620)

    def rows(self) -> list[tuple[str, str]]:
        """Return what is listed: keys and texts."""
        found = []
        for row in range(self._grid.rowCount()):
            keys, text = (self._grid.itemAtPosition(row, column) for column in (0, 1))
            if keys and text:
                found.append((keys.widget().text(), text.widget().text()))
        return found

    def _fill(self, specs: tuple[ActionSpec, ...], more: tuple[tuple[str, str], ...]) -> None:
        for menu, title in MENUS.items():
            listed = [spec for spec in specs if spec.menu == menu and spec.shortcut]
            if listed:
                self._head(text_of(title).replace("&", ""))
            for spec in listed:
                self._row(" · ".join(shown_keys(spec)), text_of(spec.text), text_of(spec.idea))
        self._head(self.tr("In controls"))
        for keys, text in (*self._controls(), *more):
            self._row(keys, text)
        self._head(self.tr("In the network"))
        for keys, text in self._diagram():
            self._row(keys, text)

    def _controls(self) -> tuple[tuple[str, str], ...]:
        return (
            ("Tab", self.tr("To the next control")),
            ("← →", self.tr("Move a slider or a choice")),
            ("F2", self.tr("Enter a slider's value exactly; so does typing a digit")),
            ("Esc", self.tr("Leave a value as it was, close a message")),
        )

    def _diagram(self) -> tuple[tuple[str, str], ...]:
        return (
            ("← → ↑ ↓", self.tr("Select a neuron or an edge")),
            ("Enter", self.tr("Type the selected weight, or the neuron's bias")),
            ("+ · −", self.tr("Add 0.1 to the selected weight or bias, or take it away")),
            ("Alt+↑ · Alt+↓", self.tr("The same; with Shift by 0.01")),
        )

    def _head(self, title: str) -> None:
        label = heading_label(title)
        label.setContentsMargins(0, 10 if self._grid.count() else 0, 0, 0)
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 2)

    def _row(self, keys: str, text: str, idea: str = "") -> None:
        row = self._grid.rowCount()
        key, name = QLabel(keys), QLabel(text)
        key.setFont(fonts.value())
        key.setMinimumWidth(QFontMetrics(fonts.value()).horizontalAdvance("Ctrl+Shift+Z · Ctrl+Y"))
        name.setProperty("role", "second")
        name.setWordWrap(True)
        name.setToolTip(idea)
        self._grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(name, row, 1)

    def _frame(self, page: QWidget) -> None:
        scroll = QScrollArea()
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        scroll.setAccessibleName(self.windowTitle())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(scroll, 1)
        column.addWidget(buttons)
