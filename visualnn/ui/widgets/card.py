"""A white panel with a small heading: the frame around every figure."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from visualnn.ui import fonts
from visualnn.ui.theme import sizes
from visualnn.ui.widgets.paint import painter_on


class Card(QFrame):
    """A figure with its heading, and what belongs to it at the heading's right.

    Parameters
    ----------
    title
        In sentence case; drawn in capitals, read out as it stands.
    body
        Takes all the room below the heading.
    header_right
        Notes and controls, from left to right.
    """

    def __init__(
        self,
        title: str,
        body: QWidget | None = None,
        *header_right: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._heading = heading_label(title)
        self._heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._header = QHBoxLayout()
        self._header.setSpacing(sizes().space_2)
        self._header.addWidget(self._heading, 1, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        space = sizes().space_3
        self._column.setContentsMargins(space, space, space, space)
        self._column.setSpacing(sizes().space_2)
        self._column.addLayout(self._header)
        for widget in header_right:
            self.add_to_header(widget)
        if body is not None:
            self.set_body(body)

    @property
    def title(self) -> str:
        """The heading."""
        return self._heading.text()

    def set_short_title(self, title: str) -> None:
        """Give the heading a form for where there is little room."""
        self._heading.short = title

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self._heading.setText(title)
        self._heading.setToolTip(title)
        self.setAccessibleName(title)

    def set_body(self, body: QWidget) -> None:
        """Put a widget below the heading, as the last one."""
        self._column.addWidget(body, 1)

    def add_below(self, widget: QWidget) -> None:
        """Put a widget below the body."""
        self._column.addWidget(widget)

    def add_to_header(self, widget: QWidget) -> None:
        """Put a widget at the right end of the heading's line."""
        self._header.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)


class ElidedLabel(QLabel):
    """A label of one line that ends in an ellipsis where it does not fit.

    Attributes
    ----------
    short
        What stands there instead where it fits and the text does not.
    """

    short = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        with painter_on(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.setFont(self.font())
            metrics = self.fontMetrics()
            fits = metrics.horizontalAdvance(self.text()) <= self.width()
            text = self.text() if fits else self.short or self.text()
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(self.rect(), self.alignment(), text)


def heading_label(title: str) -> ElidedLabel:
    """Return a label in the style of headings."""
    label = ElidedLabel(title)
    label.setProperty("role", "caption")
    label.setFont(fonts.heading())
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def note_label(text: str = "") -> QLabel:
    """Return a label in the style of the notes in a card's heading."""
    label = QLabel(text)
    label.setProperty("role", "second")
    label.setFont(fonts.numbers(fonts.small()))
    return label


def caption_label() -> ElidedLabel:
    """Return a label for one line below a figure; hidden as long as it is empty."""
    label = ElidedLabel()
    label.setProperty("role", "second")
    label.setFont(fonts.small())
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.hide()
    return label
