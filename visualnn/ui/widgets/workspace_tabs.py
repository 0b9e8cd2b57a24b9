"""The names of the workspaces, one of them on show."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from visualnn.ui import fonts
from visualnn.ui.widgets.choice import FlatCombo


class WorkspaceTabs(QWidget):
    """Tabs side by side, or one list where there is no room for them.

    Signals
    -------
    chosen : str
        The key that a person chose.
    """

    chosen = Signal(str)

    def __init__(
        self, workspaces: tuple[tuple[str, str], ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Workspaces"))
        self._group = QButtonGroup(self)
        self._tabs: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for key, text in workspaces:
            self._tabs[key] = self._tab(key, text)
            row.addWidget(self._tabs[key])
        self._list = FlatCombo(workspaces, quiet=True)
        self._list.setObjectName("workspace_list")
        self._list.setAccessibleName(self.tr("Workspace"))
        self._list.chosen.connect(self._choose)
        row.addWidget(self._list)
        self.set_compact(False)
        self.set_value(next(iter(self._tabs)))

    @property
    def value(self) -> str:
        """The key of the workspace on show."""
        return next(key for key, tab in self._tabs.items() if tab.isChecked())

    def set_value(self, key: str) -> None:
        """Mark a workspace as the one on show, without saying so."""
        with QSignalBlocker(self._tabs[key]):
            self._tabs[key].setChecked(True)
        self._list.set_value(key)

    def set_compact(self, compact: bool) -> None:
        """Show the list in place of the tabs, or the tabs."""
        for tab in self._tabs.values():
            tab.setVisible(not compact)
        self._list.setVisible(compact)

    def _tab(self, key: str, text: str) -> QToolButton:
        tab = QToolButton()
        tab.setText(text)
        tab.setObjectName(f"workspace_{key}")
        tab.setProperty("role", "tab")
        tab.setCheckable(True)
        tab.setFont(fonts.medium())
        tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tab.setCursor(Qt.CursorShape.PointingHandCursor)
        tab.clicked.connect(lambda: self._choose(key))
        self._group.addButton(tab)
        return tab

    def _choose(self, key: str) -> None:
        self.set_value(key)
        self.chosen.emit(key)
