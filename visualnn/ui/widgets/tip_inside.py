"""A tooltip that stays inside the widget it explains, beside the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

BELOW = QPoint(2, 24)
"""So far from the place it is given Qt shows a tooltip: it leaves the mouse's arrow free."""

MARGIN = 6
"""Between text and border of a tooltip, and between tooltip and mouse."""


def show_tip_inside(widget: QWidget, at: QPoint) -> None:
    """Show the widget's own tooltip at a place of the widget; without one, show none."""
    text = widget.toolTip()
    corner = place_inside(widget.rect(), size_of(text), at) - BELOW
    QToolTip.showText(widget.mapToGlobal(corner), text, widget)


def place_inside(room: QRect, size: QSize, at: QPoint) -> QPoint:
    """Return the upper left corner of a tooltip: below the mouse, or above it, within the room."""
    corner = at + BELOW
    if corner.y() + size.height() > room.bottom():
        corner.setY(at.y() - MARGIN - size.height())
    corner.setX(min(corner.x(), room.right() - size.width()))
    return QPoint(max(corner.x(), room.left()), max(corner.y(), room.top()))


def size_of(text: str) -> QSize:
    """Return the size of a tooltip with a text, which is wrapped as Qt wraps it."""
    label = QLabel(text)
    label.setFont(QToolTip.font())
    label.setWordWrap(True)
    label.setMargin(MARGIN)
    return label.sizeHint()
