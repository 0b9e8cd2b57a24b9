"""A few alternatives side by side, one of them chosen."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainterPath
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from visualnn.ui import fonts
from visualnn.ui.theme import current, sizes
from visualnn.ui.widgets.paint import painter_on, ring, rounded
from visualnn.ui.widgets.tab_stop import stop_at_chosen

PADDING = 9

Option = tuple[str, str, str]
"""Key, text, tooltip."""


class SegmentedControl(QWidget):
    """An exclusive choice that shows all its options; arrow keys move it.

    Signals
    -------
    changed : str
        The key that a person chose.
    """

    changed = Signal(str)

    def __init__(
        self,
        options: Iterable[Option],
        value: str = "",
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 1, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._segments: dict[str, _Segment] = {}
        for key, text, tip in options:
            self._add(key, text, tip)
        self.set_value(value or next(iter(self._segments)))

    @property
    def value(self) -> str:
        """The key of the chosen option."""
        return next(key for key, segment in self._segments.items() if segment.isChecked())

    def set_value(self, key: str) -> None:
        """Choose an option without saying so; an unknown key raises KeyError."""
        with QSignalBlocker(self._segments[key]):
            self._segments[key].setChecked(True)
        stop_at_chosen(self._segments.values())
        self.update()

    def set_option_enabled(self, key: str, enabled: bool) -> None:
        """Let an option be chosen or not."""
        self._segments[key].setEnabled(enabled)

    def paintEvent(self, event) -> None:
        theme = current()
        with painter_on(self) as painter:
            rounded(painter, QRectF(self.rect()), sizes().radius_small, theme.panel, theme.line)

    def _add(self, key: str, text: str, tip: str) -> None:
        segment = _Segment(text, self)
        segment.setObjectName(f"segment_{key}")
        segment.setToolTip(tip)
        segment.setAccessibleDescription(tip)
        segment.toggled.connect(lambda on: on and self.changed.emit(key))
        segment.toggled.connect(lambda _: stop_at_chosen(self._segments.values()))
        self._group.addButton(segment)
        self.layout().addWidget(segment)
        self._segments[key] = segment


class _Segment(QRadioButton):
    """One option; a radio button, so that screen readers and arrow keys know it."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        # The bold width always, so that choosing does not move the neighbors.
        width = QFontMetrics(_font(True)).horizontalAdvance(self.text())
        return QSize(width + 2 * PADDING, sizes().segment)

    def minimumSizeHint(self) -> QSize:
        return QSize(3 * PADDING, sizes().segment)

    def hitButton(self, position) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event) -> None:
        theme, box = current(), QRectF(self.rect())
        with painter_on(self) as painter:
            if self.isChecked():
                painter.fillPath(self._shape(box.adjusted(0, 1, 0, -1)), theme.panel2)
            font = _font(self.isChecked())
            painter.setFont(font)
            painter.setPen(self._ink(theme))
            room = self.width() - PADDING
            text = QFontMetrics(font).elidedText(
                self.text(), Qt.TextElideMode.ElideRight, max(0, room)
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            if self.hasFocus():
                ring(painter, box, sizes().radius_small - 1, theme.accent)

    def _ink(self, theme):
        if not self.isEnabled():
            return theme.ink3
        return theme.ink if self.isChecked() or self.underMouse() else theme.ink2

    def _shape(self, box: QRectF) -> QPainterPath:
        """Return the segment with the control's round corners where it is at an end."""
        radius = sizes().radius_small - 1
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRoundedRect(box, radius, radius)
        middle = box.center().x()
        if self.x() > 1:
            path.addRect(QRectF(box.left(), box.top(), middle - box.left(), box.height()))
        if self.geometry().right() < self.parentWidget().width() - 2:
            path.addRect(QRectF(middle, box.top(), box.right() - middle, box.height()))
        return path


def _font(chosen: bool) -> QFont:
    return fonts.small(QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
