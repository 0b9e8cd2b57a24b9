"""The one column that holds all controls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from visualnn.ui.theme import sizes
from visualnn.ui.widgets.section import Section

SECTION_GAP = 20


class SidePanel(QScrollArea):
    """A column of sections, of fixed width, that scrolls downwards only."""

    def __init__(self, *sections: Section, width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(width or sizes().side_panel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its room is part of the right margin, so that nothing moves when it is needed.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QWidget(self)
        column.setObjectName("side_panel_column")
        self._column = QVBoxLayout(column)
        edge = sizes().space_3
        bar = self.verticalScrollBar().sizeHint().width()
        self._column.setContentsMargins(edge, edge + 1, max(0, edge - bar), edge)
        self._column.setSpacing(SECTION_GAP)
        self._column.addStretch(1)
        self.setWidget(column)
        for section in sections:
            self.add(section)

    def add(self, section: QWidget) -> None:
        """Add a section below the others."""
        self._column.insertWidget(self._column.count() - 1, section)
