"""The samples as rows of a table: label, share and features, written when they are looked at."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from visualnn.experiment.frames import Scene
from visualnn.experiment.frames.insights import Inputs
from visualnn.figures.table import Floats, Table
from visualnn.figures.ticks import fixed_text, number_text
from visualnn.ui.plots.marks import class_mark, draw_mark
from visualnn.ui.plots.plot_items import with_alpha
from visualnn.ui.theme import current, sizes
from visualnn.ui.widgets.paint import ring
from visualnn.ui.words import count

Index = QModelIndex | QPersistentModelIndex
NUMBER, BATCH, LABEL, SHARE, FEATURES = range(5)
"""The columns: number, whether in the current batch, label, share; the first of the features."""

MARK = "◯"
"""Stands in tables that are written for a sample of the current batch; drawn as corners."""

PADDING = 6
TINT = 0.14
"""How much of the accent lies over a row of the current batch: all inks stay readable on it."""


class SamplesModel(QAbstractTableModel):
    """All samples; nothing is written before a cell is on show."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._inputs: Inputs | None = None
        self._standardized = False
        self._labels = "name"
        self._batch = np.zeros(0, dtype=bool)

    def set_samples(self, scene: Scene | None, inputs: Inputs | None) -> None:
        """Take other samples; none where ``inputs`` is None."""
        self.beginResetModel()
        self._scene, self._inputs = scene, inputs
        self._batch = np.zeros(self.rowCount(), dtype=bool)
        self.endResetModel()

    def set_batch(self, numbers: NDArray[np.int64] | None) -> None:
        """Mark the samples with these numbers as those of the current batch; None marks none."""
        rows = self.rowCount()
        if not rows:
            return
        batch = np.zeros(rows, dtype=bool)
        if numbers is not None:
            batch = np.isin(self._scene.numbers, numbers)
        if not np.array_equal(batch, self._batch):
            self._batch = batch
            last = self.index(rows - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)  # all of a row is tinted

    @property
    def has_batch(self) -> bool:
        """Whether any sample is marked as one of the current batch."""
        return bool(self._batch.any())

    def in_batch(self, row: int) -> bool:
        """Return whether a sample is marked as one of the current batch."""
        return bool(self._batch[row])

    def of_batch(self, row: int, way: int) -> int | None:
        """Return the next marked row after ``row`` (way 1) or before it (−1), once round."""
        marked = np.flatnonzero(self._batch)
        if not len(marked):
            return None
        beyond = marked[marked > row] if way > 0 else marked[marked < row][::-1]
        around = marked if way > 0 else marked[::-1]
        return int([*beyond[:1], *around[:1]][0])

    def set_form(self, *, standardized: bool, labels: str) -> None:
        """Choose how features are written, and labels: "name", "integer" or "one_hot"."""
        self._standardized, self._labels = standardized, labels
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() or self._inputs is None else len(self._inputs.x)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() or self._inputs is None else FEATURES + self._inputs.x.shape[1]

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):  # noqa: N802
        if orientation != Qt.Orientation.Horizontal or self._inputs is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._heading(section)
            case Qt.ItemDataRole.ToolTipRole:
                return self._idea(section)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(section, bool(self._scene.classes))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(index.row(), index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(index.column(), bool(self._scene.classes))
            case Qt.ItemDataRole.ToolTipRole if index.column() == LABEL and self._scene.classes:
                return self._scene.classes[self.class_of(index.row())]
        return None

    @property
    def scene(self) -> Scene | None:
        """The scene whose samples are shown."""
        return self._scene

    def class_of(self, row: int) -> int | None:
        """Return the class index of a sample, or None where the target is a value."""
        return int(self._scene.targets[row]) if self._scene.classes else None

    def label_text(self, row: int) -> str:
        """Return what a sample is, as the labels are written."""
        kind = self.class_of(row)
        if kind is None:
            return "  ".join(number_text(float(v)) for v in np.ravel(self._scene.targets[row]))
        match self._labels:
            case "integer":
                return str(kind)
            case "one_hot":
                return " ".join("1" if k == kind else "0" for k in range(len(self._scene.classes)))
            case _:
                return self._scene.classes[kind]

    def widest_label(self) -> str:
        """Return the label that takes the most room, more or less."""
        if not self._scene.classes:
            return "−00000.00"
        kinds = np.unique(self._scene.targets, return_index=True)[1]
        return max((self.label_text(int(row)) for row in kinds), key=len, default="")

    def table(self) -> Table:
        """Return the samples as they are on show, a one-hot label in a column for each class."""
        if self._inputs is None or self._scene is None:
            return Table("samples", {})
        columns: dict[str, np.ndarray] = {"sample": np.arange(1, self.rowCount() + 1)}
        columns |= self._label_columns()
        columns["share"] = np.array(self._shares())[self._scene.part]
        for name, values in zip(self._scene.columns, self._features().T, strict=True):
            columns[_free(name, columns)] = values
        return Table("samples", columns)

    def _label_columns(self) -> dict[str, np.ndarray]:
        scene, name = self._scene, self._scene.target or "target"
        if not scene.classes:
            values = scene.targets.reshape(len(scene.targets), -1).T
            names = [name] if len(values) == 1 else [f"{name}_{k}" for k in range(len(values))]
            return dict(zip(names, values, strict=True))
        kinds = scene.targets.astype(int)
        match self._labels:
            case "integer":
                return {name: kinds}
            case "one_hot":
                classes = enumerate(scene.classes)
                return {f"{name}_{kind}": (kinds == k).astype(int) for k, kind in classes}
            case _:
                return {name: np.array(scene.classes)[kinds]}

    def _features(self) -> Floats:
        inputs = self._inputs
        return (inputs.x - inputs.mean) / inputs.scale if self._standardized else inputs.x

    def _shares(self) -> list[str]:
        return [self.tr("train"), self.tr("validation"), self.tr("test")]

    def _heading(self, column: int) -> str:
        if column >= FEATURES:
            return self._scene.columns[column - FEATURES]
        target = self._scene.target or self.tr("target")
        return ["#", self.tr("batch"), target, self.tr("share")][column]

    def _idea(self, column: int) -> str:
        if column >= FEATURES:
            mean, scale = (v[column - FEATURES] for v in (self._inputs.mean, self._inputs.scale))
            text = self.tr("{name}: standardized as (x − {mean}) / {scale}")
            name = self._scene.columns[column - FEATURES]
            return text.format(name=name, mean=number_text(mean), scale=number_text(scale))
        return [
            self.tr("The samples in the order of the data set."),
            self.tr("Marked: in the batch whose mean gradient made the latest update."),
            self.tr("{name}: what the network is to answer.").format(name=self._heading(LABEL)),
            self.tr("Training samples are learnt from, the others are not."),
        ][column]

    def _text(self, row: int, column: int) -> str:
        match column:
            case 0:
                return count(row + 1)
            case 1:
                return MARK if self._batch[row] else ""
            case 2:
                return self.label_text(row)
            case 3:
                return self._shares()[int(self._scene.part[row])]
            case _:
                value = self._value(row, column - FEATURES)
                return fixed_text(value) if self._standardized else number_text(value)

    def _value(self, row: int, feature: int) -> float:
        inputs = self._inputs
        value = float(inputs.x[row, feature])
        if self._standardized:
            value = (value - float(inputs.mean[feature])) / float(inputs.scale[feature])
        return value


class SampleDelegate(QStyledItemDelegate):
    """Draws a cell with its hairline, and a class with its mark."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box = current(), QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.panel2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        paint_sample_cell(painter, box, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring(painter, box, sizes().radius_small, theme.accent)
        painter.restore()


def paint_sample_cell(painter: QPainter, box: QRectF, index: Index) -> None:
    """Draw the text of a cell, the mark of its class in the label's column, and the hairline.

    A row of the current batch is tinted, and bears corners in a column of their own.
    """
    theme, model = current(), index.model()
    if model.in_batch(index.row()):
        painter.fillRect(box, with_alpha(theme.accent, TINT))
    painter.setPen(QPen(theme.line, 1))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    cell = box.adjusted(PADDING, 0, -PADDING, 0)
    if index.column() == BATCH:
        if index.data():
            draw_mark(painter, "corners", box.center(), 10, None, theme.ink)
        return
    kind = model.class_of(index.row()) if index.column() == LABEL else None
    if kind is not None:
        color = theme.class_color(kind, len(model.scene.classes))
        draw_mark(painter, class_mark(kind), QPointF(cell.left() + 5, cell.center().y()), 10, color)
        cell.adjust(17, 0, 0, 0)
    painter.setPen(theme.ink if index.column() not in (NUMBER, SHARE) else theme.ink2)
    text = painter.fontMetrics().elidedText(
        index.data(), Qt.TextElideMode.ElideRight, int(cell.width()) + 1
    )
    painter.drawText(cell, index.data(Qt.ItemDataRole.TextAlignmentRole), text)


def _alignment(column: int, classes: bool) -> Qt.AlignmentFlag:
    if column == BATCH:
        return Qt.AlignmentFlag.AlignCenter
    left = column == SHARE or (column == LABEL and classes)
    side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _free(name: str, taken: dict[str, Any]) -> str:
    """Return a heading that is not taken yet."""
    while name in taken:
        name += "_"
    return name
