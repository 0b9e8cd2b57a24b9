"""Strokes that several painted widgets share."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from visualnn.ui.theme import sizes


def rounded(
    painter: QPainter, box: QRectF, radius: float, fill: QColor | None, border: QColor | None
) -> None:
    """Draw a rounded box whose border lies inside of it, on whole pixels."""
    painter.setPen(Qt.PenStyle.NoPen if border is None else QPen(border, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
    inset = 0 if border is None else 0.5
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)


def ring(painter: QPainter, box: QRectF, radius: float, color: QColor) -> None:
    """Draw the focus ring just inside a box."""
    width = sizes().focus_ring
    painter.setPen(QPen(color, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = width / 2
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)


def chevron(painter: QPainter, center: QPointF, color: QColor, width: float = 8) -> None:
    """Draw the small mark that says: there is more to choose from."""
    pen = QPen(color, 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    half = width / 2
    left, right = center + QPointF(-half, -half / 2), center + QPointF(half, -half / 2)
    painter.drawPolyline([left, center + QPointF(0, half / 2), right])


def painter_on(widget) -> QPainter:
    """Return a smooth painter on a widget."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter
