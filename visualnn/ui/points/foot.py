"""What stands below a plot whose points can be edited: its tools, and the key to its marks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from visualnn.ui.points.strip import ToolStrip

ACROSS, DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
CORNER = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class Foot(QHBoxLayout):
    """The pen beside key and caption; unfolded, the tools have a row of their own above.

    A layout, so that they cover neither plot nor key, however many rows these take.

    Parameters
    ----------
    tools
        Hidden where nothing can be edited: then the key has all the room.
    key
        What explains the marks, from left to right.
    caption
        A sentence below the key.
    """

    def __init__(self, tools: ToolStrip, *key: QWidget, caption: QWidget) -> None:
        super().__init__()
        self._tools = tools
        self.setContentsMargins(0, 0, 0, 0)
        self.addWidget(tools, 0, CORNER)
        row, column = QHBoxLayout(), QVBoxLayout()
        for widget in key:
            row.addWidget(widget, 1)
        column.addLayout(row)
        column.addWidget(caption)
        self.addLayout(column, 1)
        tools.chosen.connect(self._turn)

    def _turn(self) -> None:
        self.setDirection(DOWN if self._tools.unfolded else ACROSS)
