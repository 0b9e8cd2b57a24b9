"""A calm table of a few numbers: hairlines, right-aligned figures, one row marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QWidget,
)

from visualnn.ui import fonts
from visualnn.ui.backprop.number_cells import PADDING, Cells, paint_row
from visualnn.ui.backprop.number_rows import Column, Index, Row, Rows, alignment
from visualnn.ui.theme import Theme

ROW, HEAD = 26, 28
MEASURED = 4
"""So many of a column's longest texts are measured: the widest is among them."""

CENTER = QAbstractItemView.ScrollHint.PositionAtCenter


class NumberTable(QTableView):
    """Shows rows; the row under the mouse or the keyboard's focus is pointed at.

    Parameters
    ----------
    name, title
        Its object name and what a screen reader calls it.
    columns
        The headings at first.
    stretch
        The column that takes the room left; its texts are wrapped where they
        are too long.
    whole
        Whether it is as high as its rows, and something around it scrolls.

    Signals
    -------
    pointed : object
        The key of the row under the mouse or with the focus; None for none.
    chosen : object
        The key of the row that was clicked, or entered with Return.
    """

    pointed = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        title: str,
        columns: Sequence[Column],
        stretch: int = -1,
        whole: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.rows = Rows(columns, self)
        self._stretch, self._whole = stretch, whole
        self._marked: frozenset = frozenset()
        self._under: object = None
        self.setModel(self.rows)
        self.setItemDelegate(Cells(self))
        self._dress()
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)
        self.entered.connect(lambda index: self._point(self.rows.rows[index.row()].key))

    @property
    def marked(self) -> frozenset:
        """The keys of the marked rows."""
        return self._marked

    def show_rows(self, rows: Sequence[Row], columns: Sequence[Column] | None = None) -> None:
        """Show other rows, and other columns where they are given."""
        rows, columns = tuple(rows), tuple(columns or self.rows.columns)
        if rows == self.rows.rows and columns == self.rows.columns:
            return
        fresh = len(rows) != len(self.rows.rows) or columns != self.rows.columns
        self.rows.show(columns, rows)
        self._fit()
        if fresh:
            self.updateGeometry()

    def mark(self, *keys: object) -> None:
        """Mark the rows with these keys, without saying so."""
        if frozenset(keys) != self._marked:
            self._marked = frozenset(keys)
            self.viewport().update()

    def reveal(self, key: object) -> None:
        """Scroll to the row with a key."""
        self.updateGeometries()  # of rows that have just come the range is still the old one
        for number, row in enumerate(self.rows.rows):
            if row.key == key:
                self.scrollTo(self.rows.index(number, 0), CENTER)

    def place_of(self, key: object) -> QRectF:
        """Return the box of the row with a key, where it can be seen; else an empty one."""
        for number, row in enumerate(self.rows.rows):
            if row.key == key:
                last = self.rows.index(number, len(self.rows.columns) - 1)
                box = self.visualRect(self.rows.index(number, 0)).united(self.visualRect(last))
                return QRectF(box.translated(self.viewport().pos()))
        return QRectF()

    def full_height(self) -> int:
        """Return the height that shows every row."""
        return HEAD + sum(self._heights(self._widths(self._room()))) + 2

    def sizeHint(self) -> QSize:
        return QSize(200, self.full_height())

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._fit()
        for key in self._marked:
            self.reveal(key)

    def leaveEvent(self, event) -> None:
        super().leaveEvent(event)
        self._point(None)

    def focusInEvent(self, event) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rows:
            self.setCurrentIndex(self.rows.index(0, 0))
        self.viewport().update()

    def focusOutEvent(self, event) -> None:
        super().focusOutEvent(event)
        self._point(None)

    def currentChanged(self, current, previous) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        if self.hasFocus() and current.isValid():
            self._point(self.rows.rows[current.row()].key)

    def keyPressEvent(self, event) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # what is copied is the workspace's to say
        else:
            super().keyPressEvent(event)

    def paint_into(self, painter: QPainter, box: QRectF, theme: Theme) -> float:
        """Draw the whole table for a picture; return the height it took."""
        widths = self._widths(box.width())
        self._paint_headings(painter, box, widths, theme)
        top = box.top() + HEAD
        for row, height in zip(self.rows.rows, self._heights(widths), strict=True):
            strip = QRectF(box.left(), top, box.width(), height)
            marked = row.key in self.marked
            paint_row(painter, strip, row, self.rows.columns, widths, marked, theme)
            top += height
        return top - box.top()

    def _paint_headings(self, painter, box: QRectF, widths: list[int], theme: Theme) -> None:
        painter.setFont(fonts.small())
        x = box.left()
        for column, width in zip(self.rows.columns, widths, strict=True):
            cell = QRectF(x, box.top(), width, HEAD)
            painter.setPen(theme.caption)
            inner = cell.adjusted(PADDING, 0, -PADDING, 0)
            painter.drawText(inner, alignment(column), column.heading)
            painter.setPen(QPen(theme.line, 1))
            painter.drawLine(cell.bottomLeft(), cell.bottomRight())
            x += width

    def _choose(self, index: Index) -> None:
        if index.isValid():
            self.chosen.emit(self.rows.rows[index.row()].key)

    def _point(self, key: object) -> None:
        if key != self._under:
            self._under = key
            self.pointed.emit(key)

    def _dress(self) -> None:
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFont(fonts.numbers(fonts.small()))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setMinimumSectionSize(ROW)
        head = self.horizontalHeader()
        head.setFont(fonts.small())
        head.setFixedHeight(HEAD)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def _fit(self) -> None:
        """Give columns and rows their room, and a table that is shown whole its height."""
        widths = self._widths(self._room())
        for column, width in enumerate(widths):
            if self.columnWidth(column) != width:
                self.setColumnWidth(column, width)
        if self._stretch >= 0:
            self._fit_rows(self._heights(widths))

    def _fit_rows(self, heights: Sequence[int]) -> None:
        for row, height in enumerate(heights):
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)
        if self._whole:
            self.setFixedHeight(HEAD + sum(heights) + 2)

    def _room(self) -> int:
        return self.viewport().width()

    def _heights(self, widths: Sequence[int]) -> list[int]:
        """Return each row's height: more than one line only where a long text is wrapped."""
        rows = self.rows.rows
        if self._stretch < 0:
            return [ROW] * len(rows)
        metrics = QFontMetricsF(fonts.numbers(fonts.small(QFont.Weight.DemiBold)))
        room = QRectF(0, 0, widths[self._stretch] - 2 * PADDING, 1000)
        heights = []
        for row in rows:
            text = row.cells[self._stretch]
            lines = 1.0
            if metrics.horizontalAdvance(text) > room.width():
                box = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text)
                lines = round(box.height() / metrics.lineSpacing())
            heights.append(ROW + int((lines - 1) * metrics.lineSpacing()))
        return heights

    def _widths(self, room: float) -> list[int]:
        """Share the room: the stretching column takes what is left, or all take their part."""
        count = len(self.rows.columns)
        needs = [self._need(column) + 2 * PADDING + 2 for column in range(count)]
        spare = room - sum(needs)
        if 0 <= self._stretch < count:
            needs[self._stretch] = max(needs[self._stretch] + spare, 60)
        elif spare > 0:
            needs = [need + spare / count for need in needs]
        widths = [int(need) for need in needs]
        widths[-1] += int(room) - sum(widths) if spare > 0 else 0
        return widths

    def _need(self, column: int) -> float:
        """Return the width of a column's longest text; figures are all equally wide."""
        bold = QFontMetricsF(fonts.numbers(fonts.small(QFont.Weight.DemiBold)))
        texts = sorted({row.cells[column] for row in self.rows.rows[:200]}, key=len)
        longest = [self.rows.columns[column].heading, *texts[-MEASURED:]]
        return max(map(bold.horizontalAdvance, longest))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.ignore()
            return False
        return super().event(event)
