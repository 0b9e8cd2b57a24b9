"""The grid in which each column of a table is given its role."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from visualnn.ui import fonts
from visualnn.ui.table_sheet.model import (
    FEATURE,
    IGNORE,
    KIND,
    ROLE,
    TARGET,
    VALUES,
    ColumnsModel,
    Index,
)
from visualnn.ui.theme import current, sizes
from visualnn.ui.widgets.choice import FlatCombo
from visualnn.ui.widgets.paint import chevron, ring, rounded

ROW_HEIGHT = 24
ROLE_HEIGHT = 34
COLUMN_WIDTH = 116
PADDING = 8
MOST_FITTED = 60
"""So many columns are as wide as what is said of them; measuring hundreds takes its time."""

ROLE_KEYS = {Qt.Key.Key_F: FEATURE, Qt.Key.Key_T: TARGET, Qt.Key.Key_I: IGNORE}


class ColumnsGrid(QTableView):
    """Shows a `ColumnsModel`; F, T and I give the current column its role."""

    def __init__(self, model: ColumnsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("columns_grid")
        self.setAccessibleName(self.tr("Columns of the table"))
        self.setToolTip(
            self.tr(
                "A feature is what the network reads, the target what it learns to answer: F, T "
                "and I (ignore) give a column its role, Enter opens the list."
            )
        )
        self.setModel(model)
        self.setItemDelegate(ColumnsDelegate(self))
        self.setFont(fonts.numbers(fonts.small()))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)
        self.clicked.connect(self._open_role)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setFont(fonts.small())
            header.setHighlightSections(False)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setDefaultSectionSize(COLUMN_WIDTH)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        model.modelReset.connect(self._take_model)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the column a role, or open its list with Enter."""
        index = self.currentIndex()
        if index.isValid() and event.key() in ROLE_KEYS and not event.modifiers():
            self.model().set_role(index.column(), ROLE_KEYS[Qt.Key(event.key())])
        elif index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit(self.model().index(ROLE, index.column()))
        else:
            super().keyPressEvent(event)

    def _open_role(self, index: Index) -> None:
        if index.row() == ROLE:
            self.edit(index)

    def _take_model(self) -> None:
        self.setRowHeight(ROLE, ROLE_HEIGHT)
        metrics, model = self.fontMetrics(), self.model()
        for k in range(min(model.columnCount(), MOST_FITTED)):
            kind = metrics.horizontalAdvance(model.index(KIND, k).data()) + 2 * PADDING + 4
            self.setColumnWidth(k, max(COLUMN_WIDTH, min(kind, 2 * COLUMN_WIDTH)))
        self.setCurrentIndex(self.model().index(ROLE, 0))


class ColumnsDelegate(QStyledItemDelegate):
    """Draws the roles as lists and the rest as text; columns that are ignored are faint."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        if index.row() == ROLE:
            self._paint_role(painter, box.adjusted(3, 3, -3, -3), index)
        else:
            self._paint_text(painter, box, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            inset = 3 if index.row() == ROLE else 0
            shape = box.adjusted(inset, inset, -inset, -inset)
            ring(painter, shape, sizes().radius_small, current().accent)
        painter.restore()

    def createEditor(self, parent: QWidget, option, index: Index) -> QWidget:  # noqa: N802
        editor = FlatCombo(index.model().role_options(), index.data(Qt.ItemDataRole.EditRole))
        editor.setParent(parent)
        editor.setObjectName("role_list")
        editor.setFont(parent.font())
        editor.chosen.connect(self._finish)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        editor.set_value(index.data(Qt.ItemDataRole.EditRole))
        editor.showPopup()

    def setModelData(self, editor: QWidget, model, index: Index) -> None:  # noqa: N802
        model.setData(index, editor.value)

    def updateEditorGeometry(self, editor: QWidget, option, index: Index) -> None:  # noqa: N802
        editor.setGeometry(option.rect.adjusted(3, 3, -3, -3))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(COLUMN_WIDTH, ROLE_HEIGHT if index.row() == ROLE else ROW_HEIGHT)

    def _finish(self) -> None:
        editor = self.sender()  # a function that holds the editor would keep it alive
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _paint_role(self, painter: QPainter, box: QRectF, index: Index) -> None:
        theme, role = current(), index.data(Qt.ItemDataRole.EditRole)
        target = role == TARGET
        fill, ink = (theme.accent_fill, theme.on_accent) if target else (theme.panel2, theme.ink)
        if role == IGNORE:
            fill, ink = theme.panel, theme.ink2
        rounded(painter, box, sizes().radius_small, fill, theme.line)
        painter.setPen(ink)
        painter.drawText(
            box.adjusted(PADDING, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, index.data()
        )
        chevron(painter, QPointF(box.right() - 11, box.center().y()), ink, 7)

    def _paint_text(self, painter: QPainter, box: QRectF, index: Index) -> None:
        theme, model = current(), index.model()
        painter.setPen(QPen(theme.line, 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setPen(self._ink(model, index))
        cell = box.adjusted(PADDING, 0, -PADDING, 0)
        text = painter.fontMetrics().elidedText(
            index.data(), Qt.TextElideMode.ElideRight, int(cell.width()) + 1
        )
        painter.drawText(cell, index.data(Qt.ItemDataRole.TextAlignmentRole), text)

    def _ink(self, model: ColumnsModel, index: Index):
        theme = current()
        if index.row() == KIND and model.is_wrong(index.column()):
            return theme.bad_ink
        if model.role_of(index.column()) == IGNORE:
            return theme.caption
        return theme.ink if index.row() >= VALUES else theme.ink2
