"""A group of controls under a small heading."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from visualnn.ui.theme import sizes
from visualnn.ui.widgets.card import heading_label


class Section(QWidget):
    """A heading in the side panel and the rows below it."""

    def __init__(self, title: str, *rows: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._heading = heading_label(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(sizes().space_2)
        self._column.addWidget(self._heading)
        for row in rows:
            self.add(row)

    @property
    def title(self) -> str:
        """The heading."""
        return self._heading.text()

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self._heading.setText(title)
        self.setAccessibleName(title)

    def add(self, row: QWidget) -> None:
        """Add a row at the end."""
        self._column.addWidget(row)

    def take(self, row: QWidget) -> None:
        """Remove a row and let go of it."""
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
