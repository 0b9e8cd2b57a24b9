"""The line at the bottom: a few facts that stand still while their numbers run."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFocusEvent, QFont, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from visualnn.ui import fonts
from visualnn.ui.theme import current, sizes
from visualnn.ui.widgets.paint import painter_on, ring

FIELD_GAP = 22


class StatusLine(QFrame):
    """Fields by key; a field never gets narrower, so that its neighbors stay in place.

    Parameters
    ----------
    fields
        Pairs of key and the least width in pixels.
    """

    def __init__(
        self, fields: Iterable[tuple[str, int]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self.setAccessibleName(self.tr("Status"))
        self.setFixedHeight(sizes().status_line)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 0, 14, 0)
        self._row.setSpacing(FIELD_GAP)
        self._row.addStretch(1)
        self._fields: dict[str, _Field] = {}
        for key, width in fields:
            self.add_field(key, width)

    def add_field(self, key: str, width: int = 0, tip: str = "") -> None:
        """Add a field at the right end."""
        field = _Field(width)
        field.setObjectName(f"status_{key}")
        field.setToolTip(tip)
        self._fields[key] = field
        self._row.insertWidget(self._row.count() - 1, field)

    def set_field(self, key: str, text: str, value: str = "", tip: str | None = None) -> None:
        """Show a text in a field, and a value in bold behind it; empty hides the field."""
        self._fields[key].show_text(text, value)
        if tip is not None:
            self._fields[key].setToolTip(tip)

    def field(self, key: str) -> str:
        """Return what a field shows."""
        return self._fields[key].accessibleName()

    def field_widget(self, key: str) -> QWidget:
        """Return a field itself, to hide it for a while."""
        return self._fields[key]

    def used_width(self) -> int:
        """Return the pixels from the left edge to the end of the last field on show."""
        self._row.activate()
        shown = [field for field in self._fields.values() if not field.isHidden()]
        return max((field.geometry().right() + 1 for field in shown), default=0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say what the fields show: the focus comes here to have them read out."""
        shown = [field for field in self._fields.values() if not field.isHidden()]
        self.setAccessibleDescription(", ".join(field.accessibleName() for field in shown))
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ring where the focus is here."""
        super().paintEvent(event)
        if self.hasFocus():
            with painter_on(self) as painter:
                ring(painter, QRectF(self.rect()), sizes().radius_small, current().accent)

    def minimumSizeHint(self):
        hint = super().minimumSizeHint()
        hint.setWidth(0)
        return hint


class _Field(QWidget):
    def __init__(self, width: int) -> None:
        super().__init__()
        self._text, self._value = QLabel(), QLabel()
        self._text.setFont(fonts.status())
        self._value.setFont(fonts.status(QFont.Weight.DemiBold))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for label in (self._text, self._value):
            label.setProperty("role", "second")
            row.addWidget(label)
        row.addStretch(1)
        self.setMinimumWidth(width)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self.hide()

    def show_text(self, text: str, value: str) -> None:
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._value.setText(value)
        self._value.setVisible(bool(value))
        self.setAccessibleName(f"{text} {value}".strip())
        self.setVisible(bool(text or value))
        self.setMinimumWidth(max(self.minimumWidth(), self.sizeHint().width()))
