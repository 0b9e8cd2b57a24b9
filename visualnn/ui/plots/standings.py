"""The rows of a race table: who stands where, in words and numbers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from visualnn.figures.race import THRESHOLD, NetworkStanding, Standing
from visualnn.figures.ticks import fixed_text
from visualnn.ui.plots.marks import draw_mark
from visualnn.ui.theme import Look, Theme, current, sizes
from visualnn.ui.widgets.paint import ring

NONE = "–"
DIGITS = 3
PADDING = 5
Index = QModelIndex | QPersistentModelIndex


class FunctionColumns(QObject):
    """What a table says of contestants on a function of two parameters."""

    widest = ("−1.2e−45", "12.34", "diverged")

    def headings(self) -> list[str]:
        """Return the headings of the four columns."""
        return [
            self.tr("optimizer"),
            self.tr("loss"),
            self.tr("distance"),
            self.tr("to {threshold}").format(threshold="1e−2"),
        ]

    def ideas(self) -> list[str]:
        """Return a sentence on each column."""
        return [
            self.tr("The lowest loss stands first, those that have diverged stand last."),
            self.tr("The loss after the step at the playhead."),
            self.tr("How far it is to the nearest known minimum, in a straight line."),
            self.tr("The first step with a loss of at most {value} above the floor.").format(
                value=THRESHOLD
            ),
        ]

    def texts(self, row: Standing) -> list[str]:
        """Return a contestant's row."""
        distance = NONE if row.distance is None else fixed_text(row.distance, DIGITS)
        arrived = NONE if row.arrived_at is None else str(row.arrived_at)
        if row.diverged_at is not None:
            arrived = self.tr("diverged")
        return [row.name, fixed_text(row.loss, DIGITS), distance, arrived]


class NetworkColumns(QObject):
    """What a table says of contestants on a network's own loss, seen on a plane."""

    widest = ("1.2e−45", "1.2e−45", "diverged")

    def headings(self) -> list[str]:
        """Return the headings of the four columns."""
        return [self.tr("optimizer"), self.tr("loss"), self.tr("on map"), self.tr("off it")]

    def ideas(self) -> list[str]:
        """Return a sentence on each column."""
        return [
            self.tr("The lowest loss stands first, those that have diverged stand last."),
            self.tr("The mean loss over all training samples, at the contestant’s own parameters."),
            self.tr("The loss that the map shows at the nearest point of its plane."),
            self.tr("How far the contestant’s parameters are off the plane, ‖θ − θ(u, v)‖₂."),
        ]

    def texts(self, row: NetworkStanding) -> list[str]:
        """Return a contestant's row."""
        numbers = [fixed_text(x, DIGITS) for x in (row.loss, row.slice_loss, row.distance)]
        if row.diverged_at is not None:
            numbers[-1] = self.tr("diverged")
        return [row.name, *numbers]


class StandingsModel(QAbstractTableModel):
    """The rows of the table, renewed at every move of the playhead."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: FunctionColumns | NetworkColumns = FunctionColumns(self)
        self.rows: list[Standing] | list[NetworkStanding] = []
        self._looks: list[Look] = []
        self._lost_ink = QColor("red")

    def set_looks(self, looks: list[Look], theme: Theme) -> None:
        """Take color and shape of each contestant, in the race's order."""
        self._looks = looks
        self._lost_ink = theme.bad_ink

    def look(self, row: int) -> Look | None:
        """Return color and shape of the contestant in a row."""
        contestant = self.rows[row].contestant
        return self._looks[contestant] if contestant < len(self._looks) else None

    def set_columns(self, columns: FunctionColumns | NetworkColumns) -> None:
        """Say something else of the contestants, who are named anew then."""
        self.beginResetModel()
        self.columns, self.rows = columns, []
        self.endResetModel()

    def set_rows(self, rows: list[Standing] | list[NetworkStanding]) -> None:
        """Take the standings; only a changed number of rows rebuilds the table."""
        if len(rows) != len(self.rows):
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        elif rows != self.rows:
            self.rows = rows
            last = self.index(len(rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else 4

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):  # noqa: N802
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        columns = self.columns
        texts = {
            Qt.ItemDataRole.DisplayRole: columns.headings,
            Qt.ItemDataRole.ToolTipRole: columns.ideas,
        }
        return texts[role]()[section] if role in texts else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.columns.texts(row)[column]
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.ToolTipRole if row.diverged_at is not None:
                return self.tr("Diverged at step {n}.").format(n=row.diverged_at)
            case Qt.ItemDataRole.ForegroundRole if column == 3 and row.diverged_at is not None:
                return self._lost_ink
        return None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class StandingsDelegate(QStyledItemDelegate):
    """Draws a cell with little padding, on screen as in a picture."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box = current(), QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.panel2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        paint_cell(painter, box, index, theme)
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring(painter, box, sizes().radius_small, theme.accent)
        painter.restore()


def paint_cell(painter: QPainter, box: QRectF, index: Index, theme: Theme) -> None:
    """Draw the text of a cell, its mark in the first column, and the hairline below."""
    painter.setPen(QPen(theme.line, 1))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    cell = box.adjusted(PADDING, 0, -PADDING, 0)
    look = index.model().look(index.row()) if index.column() == 0 else None
    if look is not None:
        draw_mark(painter, look.marker, QPointF(cell.left() + 6, cell.center().y()), 11, look.color)
        cell = cell.adjusted(19, 0, 0, 0)
    painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole) or theme.ink)
    elide = Qt.TextElideMode.ElideRight
    text = painter.fontMetrics().elidedText(index.data(), elide, int(cell.width()) + 1)
    painter.drawText(cell, index.data(Qt.ItemDataRole.TextAlignmentRole), text)
