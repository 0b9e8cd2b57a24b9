"""How the cells of a calm table are drawn, on screen as in a picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from visualnn.ui import fonts
from visualnn.ui.backprop.number_rows import Column, Index, Row, alignment
from visualnn.ui.theme import Theme, current, sizes
from visualnn.ui.widgets.paint import ring

PADDING = 6


class Cells(QStyledItemDelegate):
    """Draws the cells of a `NumberTable`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        table, box = self.parent(), QRectF(option.rect)
        row, column = table.rows.rows[index.row()], index.column()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = row.key in table.marked
        paint_cell(painter, box, row, column, table.rows.columns[column], marked, current())
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring(painter, box, sizes().radius_small, current().accent)
        painter.restore()


def paint_row(
    painter: QPainter,
    box: QRectF,
    row: Row,
    columns: Sequence[Column],
    widths: Sequence[int],
    marked: bool,
    theme: Theme,
) -> None:
    """Draw all cells of a row, each as wide as its column."""
    x = box.left()
    for number, (column, width) in enumerate(zip(columns, widths, strict=True)):
        cell = QRectF(x, box.top(), width, box.height())
        paint_cell(painter, cell, row, number, column, marked, theme)
        x += width


def paint_cell(
    painter: QPainter,
    box: QRectF,
    row: Row,
    number: int,
    column: Column,
    marked: bool,
    theme: Theme,
) -> None:
    """Draw one text with the hairline below; a marked row on a ground, in bold."""
    if marked:
        painter.fillRect(box, theme.panel2)
    painter.setPen(QPen(theme.line, 1))
    foot = QPointF(0, -0.5)
    painter.drawLine(box.bottomLeft() + foot, box.bottomRight() + foot)
    strong = row.bold or marked
    weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
    painter.setFont(fonts.numbers(fonts.small(weight)))
    second = column.left and number > 0 and not strong
    role = row.role if number == 0 else "ink2" if second else "ink"
    painter.setPen(getattr(theme, role))
    inner = box.adjusted(PADDING, 0, -PADDING, 0)
    text, place = row.cells[number], alignment(column)
    if box.height() > 1.4 * painter.fontMetrics().height() + 2 * PADDING:
        place |= Qt.TextFlag.TextWordWrap
    else:
        text = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(inner.width()) + 1
        )
    painter.drawText(inner, int(place), text)
