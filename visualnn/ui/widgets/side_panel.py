"""The one column that holds all controls."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from visualnn.ui import fonts
from visualnn.ui.theme import sizes
from visualnn.ui.widgets.section import Section

SECTION_GAP = 20


class SidePanel(QScrollArea):
    """A column of sections, of fixed width, that scrolls downwards only."""

    def __init__(self, *sections: Section, width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections: list[Section] = []
        self.setFixedWidth(width or sizes().side_panel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QWidget(self)
        column.setObjectName("side_panel_column")
        self._column = QVBoxLayout(column)
        edge = sizes().space_3
        self._column.setContentsMargins(edge, edge + 1, edge, edge)
        self._column.setSpacing(SECTION_GAP)
        self._note = QLabel()
        self._note.setObjectName("panel_note")
        self._note.setProperty("role", "second")
        self._note.setWordWrap(True)
        self._note.hide()
        self._column.addWidget(self._note)
        self._column.addStretch(1)
        self.setWidget(column)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)
        for section in sections:
            self.add(section)

    def add(self, section: QWidget) -> None:
        """Add a section below the others."""
        if isinstance(section, Section):
            self._sections.append(section)
        self._column.insertWidget(self._column.count() - 1, section)

    def set_note(self, text: str) -> None:
        """Say something of all sections above the first; an empty text takes no room."""
        self._note.setFont(fonts.small())
        self._note.setText(text)
        self._note.setVisible(bool(text))

    @property
    def folded(self) -> list[int]:
        """The places of the sections that are folded."""
        return [place for place, section in enumerate(self._sections) if section.folded]

    def fold(self, places: Iterable[int]) -> None:
        """Fold the sections at these places and open all others."""
        wanted = set(places)
        for place, section in enumerate(self._sections):
            section.set_folded(place in wanted)

    def _make_room(self, low: int, high: int) -> None:
        """Let the scroll bar stand in the right margin, so that nothing moves when it comes."""
        edge = sizes().space_3
        bar = self.verticalScrollBar().sizeHint().width() if high > low else 0
        self._column.setContentsMargins(edge, edge + 1, max(0, edge - bar), edge)
