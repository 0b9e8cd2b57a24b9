"""Where the cards of the Backprop workspace stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from visualnn.ui.theme import sizes

LEFT, RIGHT, ACROSS = (680, 112), (330, 460), (945, 457)
"""Pixels of each card and side at the usual size of the window."""


def side_by_side(left: Sequence[QWidget], right: Sequence[QWidget]) -> QSplitter:
    """Return two columns of cards whose borders can be dragged."""
    across = QSplitter(Qt.Orientation.Horizontal)
    first = _column("left", left, LEFT, across)
    first.setStretchFactor(0, 1)
    across.addWidget(first)
    across.addWidget(_column("right", right, RIGHT, across))
    across.setStretchFactor(0, 67)
    across.setStretchFactor(1, 33)
    _dress(across, "across", ACROSS)
    return across


def _column(
    name: str, cards: Sequence[QWidget], pixels: Sequence[int], parent: QWidget
) -> QSplitter:
    column = QSplitter(Qt.Orientation.Vertical, parent)
    for card in cards:
        column.addWidget(card)
    _dress(column, name, pixels)
    return column


def _dress(splitter: QSplitter, name: str, pixels: Sequence[int]) -> None:
    splitter.setObjectName(f"backprop_{name}")
    splitter.setHandleWidth(sizes().space_3)
    splitter.setChildrenCollapsible(False)
    splitter.setSizes(list(pixels))
