"""What is the matter with a neuron: left out by dropout, or without a slope."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from visualnn.experiment.frames.probe import Workings
from visualnn.ui.diagram.stamps import Stamp, Stamps
from visualnn.ui.theme import Theme

Squares = Iterable[tuple[int, int, QRectF]]
"""Layer, unit and place of the drawn neurons."""

MOSTLY = 0.9
"""A unit whose slope is flat for this share of the batch's samples hardly learns."""

VEIL = 190
BADGE = 0.15


def paint(
    painter: QPainter, theme: Theme, squares: Squares, inside: Workings, stamps: Stamps
) -> None:
    """Mark the drawn neurons: a hatch for what was left out, a dashed frame for no slope."""
    left_out, flat = _marked(inside.left_out, 0.0), _marked(inside.flat, MOSTLY)
    if not (left_out or flat):
        return
    found: list[Stamp] = []
    for layer, unit, square in squares:
        if unit in left_out.get(layer, ()):
            _paint_left_out(painter, theme, square, share(inside.left_out, layer, unit))
        if unit in flat.get(layer, ()):
            out = BADGE * square.width() + 3.0
            area = square.adjusted(-out, -out, out, out)
            found.append((("flat", layer, unit), area, partial(_paint_flat, theme, square)))
    stamps.paint(painter, found)


def _marked(parts: tuple[np.ndarray | None, ...], least: float) -> dict[int, set[int]]:
    """Return by layer the units with a share above 0 and of ``least`` at least."""
    shares = {layer: part for layer, part in enumerate(parts, start=1) if part is not None}
    units = {n: np.flatnonzero((part > 0) & (part >= least)) for n, part in shares.items()}
    return {layer: set(some.tolist()) for layer, some in units.items() if len(some)}


def share(parts: tuple[np.ndarray | None, ...], layer: int, unit: int) -> float:
    """Return a unit's share of the batch; 0 for the input and where nothing is known."""
    part = parts[layer - 1] if layer else None
    return 0.0 if part is None else float(part[unit])


def leaves_out(inside: Workings | None) -> bool:
    """Return whether dropout left any unit out."""
    return inside is not None and any(p is not None and p.any() for p in inside.left_out)


def has_flat(inside: Workings | None) -> bool:
    """Return whether any unit is without a slope for most of the batch."""
    return inside is not None and any(
        part is not None and bool((part >= MOSTLY).any()) for part in inside.flat
    )


def hatch_pen(theme: Theme) -> QPen:
    """Return the pen of the legend's sample of a hatch."""
    return QPen(QBrush(theme.ink2, Qt.BrushStyle.BDiagPattern), 10.0)


def flat_pen(theme: Theme) -> QPen:
    """Return the pen of a frame around a neuron without a slope."""
    pen = QPen(theme.warn, 2.0)
    pen.setDashPattern([2.0, 1.5])
    return pen


def _paint_left_out(painter: QPainter, theme: Theme, square: QRectF, part: float) -> None:
    """Cover as much of the square as the unit was left out, from the top; a cross is all of it."""
    inner = square.adjusted(1, 1, -1, -1)
    inner.setHeight(inner.height() * part)
    veil = QColor(theme.panel)
    veil.setAlpha(VEIL)
    painter.fillRect(inner, veil)
    painter.fillRect(inner, QBrush(theme.ink2, Qt.BrushStyle.BDiagPattern))
    if part == 1.0:
        painter.setPen(QPen(theme.ink, 1.6))
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())


def _paint_flat(theme: Theme, square: QRectF, painter: QPainter) -> None:
    """Draw the frame, and a flat line in a badge at its upper right."""
    frame = square.adjusted(-1.5, -1.5, 1.5, 1.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(flat_pen(theme))
    painter.drawRoundedRect(frame, 0.24 * square.width(), 0.24 * square.width())
    radius = max(BADGE * square.width(), 3.0)
    center = QPointF(square.right() - 1.0, square.top() + 1.0)
    painter.setPen(QPen(theme.panel, 1.0))
    painter.setBrush(theme.warn)
    painter.drawEllipse(center, radius, radius)
    painter.setPen(QPen(theme.panel, 1.8))
    painter.drawLine(center - QPointF(radius * 0.55, 0), center + QPointF(radius * 0.55, 0))
