"""The rows of a calm table of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """One line.

    Attributes
    ----------
    key
        What it is about, as a factor's or a weight's key.
    cells
        One text per column.
    role
        The token of the first cell's color.
    bold
        Whether it is the result of the lines above it, or the chosen one.
    tip
        A sentence for the tooltip.
    """

    key: object
    cells: tuple[str, ...]
    role: str = "ink"
    bold: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, whether its cells stand at the left, and a sentence about it."""

    heading: str
    left: bool = False
    tip: str = ""


class Rows(QAbstractTableModel):
    """Rows of texts under their headings."""

    def __init__(self, columns: Sequence[Column], parent: QObject) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()

    def show(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """Take other columns and rows; only another shape rebuilds the table."""
        columns, rows = tuple(columns), tuple(rows)
        if len(rows) == len(self.rows) and columns == self.columns and rows:
            self.rows = rows
            last = self.index(len(rows) - 1, len(columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.columns, self.rows = columns, rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):  # noqa: N802
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.heading
            case Qt.ItemDataRole.ToolTipRole:
                return f"<qt>{column.tip}</qt>" if column.tip else None
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(column)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.cells[index.column()]
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(self.columns[index.column()])
            case Qt.ItemDataRole.ToolTipRole if row.tip:
                return f"<qt>{row.tip}</qt>"
        return None


def alignment(column: Column) -> Qt.AlignmentFlag:
    """Return where the cells of a column stand."""
    side = Qt.AlignmentFlag.AlignLeft if column.left else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
