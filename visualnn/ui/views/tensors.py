"""The person's own network as tensors, from a scalar to six axes: shape, axes, a picture."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QElapsedTimer, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.experiment.frames.insights import Inputs
from visualnn.figures.decimals import decimals_text
from visualnn.figures.table import Table
from visualnn.figures.tensors import SIDE, Tensor, array_of, tensor_table, tensors
from visualnn.figures.ticks import number_text
from visualnn.ui import fonts
from visualnn.ui.curves.switches import SEEDS
from visualnn.ui.tensors import words
from visualnn.ui.tensors.cells import TensorCells
from visualnn.ui.theme import Theme
from visualnn.ui.views.view import View
from visualnn.ui.widgets.card import note_label

ROW = 22
READING = 100
"""Milliseconds that numbers stand still while training runs."""

ROOMY = 280
"""Pixels of height from which there is room for headings and a sentence beside the picture."""

NOT_YET = -1
MARGIN, HEADING = 12.0, 24.0


class TensorsView(View):
    """A list of the run's tensors, and below it the chosen one."""

    key = "tensors"
    stride = 3

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._inputs: Inputs | None = None
        self._batch, self._side = 0, SIDE
        self._key = "weights1"
        self._clock = QElapsedTimer()
        self._clock.start()
        self.tensors: list[Tensor] = []
        self.list = self._make_list()
        self.about, self.reading = self._make_label("about"), self._make_label("reading")
        self.about.setWordWrap(True)
        self.reading.setText(self.tr("Waiting for the network."))
        self.cells = TensorCells()
        self.cells.read.connect(self._read)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.about)
        layout.addWidget(self.cells, 2)
        layout.addWidget(self.reading)
        self.setFocusProxy(self.list)
        self.setToolTip(
            self.tr(
                "A tensor is an array of numbers: its rank is how many indices name one of them, "
                "its shape how long each axis is, and it holds the product of the lengths."
            )
        )

    @property
    def title(self) -> str:
        """Tensors."""
        return self.tr("Tensors")

    @property
    def tensor(self) -> Tensor | None:
        """The tensor on show."""
        return next((t for t in self.tensors if t.key == self._key), None)

    def wants(self) -> Wants:
        """Return what holds the numbers of the chosen tensor."""
        kind = self.tensor.kind if self.tensor else "weights"
        given = kind in ("batch", "images")
        had = self._scene is not None and self._inputs is not None
        return Wants(
            weights=kind in ("weights", "bias"),
            neurons=SIDE if kind == "maps" else 0,
            batch=given,
            samples_but=(self._scene.generation if had else NOT_YET) if given else None,
        )

    def show_scene(self, scene: Scene) -> None:
        """List the tensors of another network."""
        before, self._scene = self._scene, scene
        if before is None or before.generation != scene.generation:
            self._inputs, self._batch = None, 0
            self.cells.set_tensor(self.tensor, None)
        elif not np.array_equal(before.numbers, scene.numbers):
            self._inputs = None
        self._list()

    def show_settings(self, scene: Scene) -> None:
        """List the tensors anew: the number of epochs may be another."""
        self.show_scene(scene)

    def show_frame(self, frame: Frame) -> None:
        """Take the numbers of the chosen tensor."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        if frame.samples is not None and len(frame.samples.x) == len(self._scene.numbers):
            self._inputs = frame.samples
        shown = self.cells.values is not None
        if frame.state == "running" and shown and self._clock.elapsed() < READING:
            return
        self._clock.restart()
        self._batch = len(frame.batch) if frame.batch is not None else self._batch
        self._side = frame.neurons[0].shape[-1] if frame.neurons else self._side
        self._list()
        if self.tensor:
            values = array_of(self.tensor, self._scene, frame, self._inputs)
            self.cells.set_tensor(self.tensor, values)
            self._read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words and headings to the tooltips where there is little room."""
        super().resizeEvent(event)
        self._say()

    def choose_tensor(self, key: str) -> None:
        """Show another tensor of the list."""
        row = next((k for k, t in enumerate(self.tensors) if t.key == key), None)
        if row is not None:
            self.list.setCurrentCell(row, 0)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        super().apply_theme(theme)
        self.cells.update()

    def table(self) -> Table:
        """Return the numbers of the chosen tensor with their indices, or its axes."""
        return tensor_table(self.tensor, self.cells.values) if self.tensor else Table(self.key, {})

    def picture_size(self) -> QSize:
        """Return the room for heading, words and picture, without the list."""
        height = HEADING + self.about.height() + self.cells.height() + self.reading.height()
        return QSize(max(self.width(), 320), int(height + 2 * MARGIN) + 12)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw words and cells on the theme's ground."""
        painter.fillRect(rect, self.theme.panel)
        box = rect.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.setFont(fonts.heading())
        painter.setPen(self.theme.caption)
        painter.drawText(box, Qt.AlignmentFlag.AlignTop, self.title.upper())
        top = box.top() + HEADING
        painter.setFont(self.about.font())
        painter.setPen(self.theme.ink2)
        about = QRectF(box.left(), top, box.width(), self.about.height())
        painter.drawText(about, int(Qt.TextFlag.TextWordWrap), self.about.text())
        below = QRectF(box.left(), box.bottom() - self.reading.height(), box.width(), 20)
        painter.drawText(below, Qt.AlignmentFlag.AlignTop, self.reading.text())
        cells = QRectF(about.bottomLeft(), below.topRight()).adjusted(0, 4, 0, -4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.cells.paint(painter, cells, self.theme)

    def _list(self) -> None:
        """Write the rows that read differently."""
        found = tensors(self._scene, self._batch, self._side, SEEDS[0])
        if found == self.tensors:
            return
        self.tensors = found
        if self.tensor is None:
            self._key = "weights1"
        with QSignalBlocker(self.list):
            self.list.setRowCount(len(found))
            for row, tensor in enumerate(found):
                self._write_row(row, tensor)
                if tensor.key == self._key:
                    self.list.setCurrentCell(row, 0)
        self._show()

    def _write_row(self, row: int, tensor: Tensor) -> None:
        texts = (
            str(tensor.rank),
            tensor.symbol,
            words.shape_text(tensor),
            words.axes_text(tensor),
        )
        for column, text in enumerate(texts):
            item = self.list.item(row, column)
            if item is None:
                item = QTableWidgetItem()
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.list.setItem(row, column, item)
            item.setText(text)
            item.setToolTip(self._about(tensor))

    def _say(self) -> None:
        """Say as much of the chosen tensor as leaves room for its picture."""
        short = self.height() < ROOMY
        self.list.horizontalHeader().setVisible(not short)
        if self.tensor:
            whole = self._about(self.tensor)
            self.about.setText(words.summary(self.tensor) if short else whole)
            self.about.setToolTip(whole)
            self.about.setAccessibleDescription(whole)

    def _about(self, tensor: Tensor) -> str:
        text = self.tr("{summary}. {idea}")
        idea = words.idea(tensor, self._scene)
        return text.format(summary=words.summary(tensor), idea=idea)

    def _turn(self, row: int) -> None:
        """Show what a person has chosen from the list."""
        if 0 <= row < len(self.tensors) and self.tensors[row].key != self._key:
            self._key = self.tensors[row].key
            self._show()
            self.wanting.emit()

    def _show(self) -> None:
        """Show the shape of the chosen tensor; its numbers come with the next frame."""
        tensor, shown = self.tensor, self.cells.values
        fits = self.cells.tensor is not None and self.cells.tensor.key == tensor.key
        values = shown if fits and shown is not None and shown.shape == tensor.shape else None
        self.cells.set_tensor(tensor, values)
        self._say()
        self._read()

    def _read(self, _index: tuple[int, ...] = ()) -> None:
        """Say which cell is read, and its number."""
        if self.tensor is None:
            return
        name, values = self.tensor.named(self.cells.index), self.cells.values
        text = self.tr("{name}: {why}").format(name=name, why=words.no_numbers())
        if values is not None:
            number = decimals_text(float(values[self.cells.index]), 4)
            text = self.tr("{name} = {number} · colors from −{reach} to {reach}")
            reach = number_text(self.cells.reach())
            text = text.format(name=name, number=number, reach=reach)
        elif self.tensor.rank < 4 and self.tensor.kind not in ("epoch", "run", "seeds"):
            text = self.tr("{name}: waiting for its numbers").format(name=name)
        self.reading.setText(text)
        self.cells.setAccessibleDescription(text)

    def _make_label(self, name: str) -> QWidget:
        label = note_label()
        label.setObjectName(f"tensor_{name}")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        return label

    def _make_list(self) -> QTableWidget:
        table = _Rows(0, 4, self)
        table.setObjectName("tensor_list")
        table.setAccessibleName(self.tr("Tensors of the run"))
        table.setToolTip(self.tr("Choose a tensor, and see its axes and its numbers below."))
        heads = (self.tr("rank"), self.tr("name"), self.tr("shape"), self.tr("axes"))
        table.setHorizontalHeaderLabels(heads)
        table.setFont(fonts.numbers(fonts.small()))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setCornerWidget(QWidget())
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        # Where the names of the axes are cut short, the tooltip and the picture have them whole.
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setMinimumHeight(2 * ROW + 4)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(ROW)
        header = table.horizontalHeader()
        header.setFont(fonts.small())
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        table.currentCellChanged.connect(lambda row, *_: self._turn(row))
        return table


class _Rows(QTableWidget):
    """A list in columns: keys go from row to row, and the chosen row is in sight."""

    def moveCursor(self, action, modifiers):  # noqa: N802
        move = QAbstractItemView.CursorAction
        last = self.rowCount() - 1
        if action in (move.MoveHome, move.MoveEnd):
            return self.model().index(0 if action == move.MoveHome else last, 0)
        if action in (move.MoveLeft, move.MoveRight):
            return self.currentIndex()
        return super().moveCursor(action, modifiers)

    def sizeHint(self) -> QSize:
        return QSize(300, 3 * ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())
