"""The samples as numbers: what the network is given, and what it is to answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.experiment.frames.insights import Inputs
from visualnn.figures.table import Table
from visualnn.ui import fonts
from visualnn.ui.intents import ExplainSample
from visualnn.ui.samples_model import (
    BATCH,
    FEATURES,
    LABEL,
    NUMBER,
    PADDING,
    SHARE,
    SampleDelegate,
    SamplesModel,
    paint_sample_cell,
)
from visualnn.ui.views.view import Switch, View
from visualnn.ui.widgets.leap_button import LeapButton
from visualnn.ui.words import count

ROW_HEIGHT = 24
MARK_ROOM = 17
WIDEST = 112
"""Pixels that the name of a feature may take; its number may take more."""

PICTURE_ROWS = 40
"""A picture shows at most so many rows, from the first one on show."""

NOT_YET = -1
CENTER = QAbstractItemView.ScrollHint.PositionAtCenter


class SampleTableView(View):
    """All samples with label, share and features, in rows that are written when looked at."""

    key = "samples"
    stride = 3
    # Known to the class, because the switches are asked for before there is a scene.
    _scene: Scene | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inputs: Inputs | None = None
        self.model = SamplesModel(self)
        self.grid = self._make_grid()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.grid)
        self.setFocusProxy(self.grid)
        self.leap = self._make_leap()
        self.setToolTip(
            self.tr(
                "All that the network will ever know of the world: one sample in each row, with "
                "the features that it is given and the label that it is to answer."
            )
        )

    @property
    def title(self) -> str:
        """Samples."""
        return self.tr("Samples")

    def header(self) -> QWidget | None:
        """Return the button that leads to the next sample of the batch."""
        return self.leap

    def switches(self) -> tuple[Switch, ...]:
        """Return how labels and features are written, as far as there is a choice."""
        scene = self._scene
        labels = (self._label_switch(),) if scene is None or scene.classes else ()
        scaled = scene is None or scene.experiment.data.standardize
        units = (self._unit_switch(),) if scaled else ()
        return (*labels, *units, self._batch_switch())

    def _batch_switch(self) -> Switch:
        return Switch(
            "batch",
            self.tr("Current batch"),
            self.tr("The samples whose mean gradient made the latest update."),
            (
                ("mark", self.tr("Mark batch"), self.tr("Its rows are tinted, and bear corners.")),
                ("none", self.tr("No marks"), self.tr("All samples alike.")),
            ),
        )

    def _label_switch(self) -> Switch:
        one_hot = self.tr("One column for each class, 1 where it is the sample's class and else 0.")
        return Switch(
            "labels",
            self.tr("Labels"),
            self.tr("A network calculates, so a class is given to it as numbers."),
            (
                ("name", self.tr("Name"), self.tr("The class as people call it.")),
                ("integer", self.tr("Index"), self.tr("The class's number, from 0.")),
                ("one_hot", self.tr("One-hot"), one_hot),
            ),
        )

    def _unit_switch(self) -> Switch:
        return Switch(
            "units",
            self.tr("Features"),
            self.tr("Standardizing puts all features on one scale; a network learns faster so."),
            (
                ("own", self.tr("Own units"), self.tr("As they were measured.")),
                (
                    "standardized",
                    self.tr("Standardized"),
                    self.tr("Mean 0 and deviation 1 over the training samples: the real input."),
                ),
            ),
        )

    def wants(self) -> Wants:
        """Return which samples are here already."""
        had = self._scene is not None and self._inputs is not None
        return Wants(
            samples_but=self._scene.generation if had else NOT_YET,
            batch=self.chosen("batch") == "mark",
        )

    def show_scene(self, scene: Scene) -> None:
        """Forget the samples of another plan, or those that have been edited since."""
        before, self._scene = self._scene, scene
        if before is None or scene.generation != before.generation:
            self._inputs = None
            self.model.set_samples(scene, None)
            self.switched.emit()
        elif not _same_samples(before, scene):
            self._inputs = None  # what is on show stays until the new samples are here

    def show_frame(self, frame: Frame) -> None:
        """Take the samples, once."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        samples, rows = frame.samples, len(self._scene.part)
        if samples is not None and self._inputs is None and len(samples.x) == rows:
            self._inputs = samples
            self._keep_place(lambda: self.model.set_samples(self._scene, samples))
            self.refresh()
        if self._inputs is not None:
            self.model.set_batch(frame.batch if self.chosen("batch") == "mark" else None)
            self.leap.setEnabled(self.model.has_batch)

    def refresh(self) -> None:
        """Write the cells anew."""
        if self._scene is None or self._inputs is None:
            return
        scaled = self._scene.experiment.data.standardize
        standardized = scaled and self.chosen("units") == "standardized"
        self.model.set_form(standardized=standardized, labels=self.chosen("labels"))
        self.grid.setColumnHidden(BATCH, self.chosen("batch") == "none")
        self._set_widths()

    def table(self) -> Table:
        """Return all samples as they are written here."""
        return self.model.table()

    def picture_size(self) -> QSize:
        """Return the room for the heading and the rows from the first one on show."""
        rows = min(PICTURE_ROWS, self.model.rowCount() - self._first())
        width = sum(self.grid.columnWidth(k) for k in range(self.model.columnCount()))
        return QSize(max(width, 200) + 24, ROW_HEIGHT * (max(rows, 0) + 2) + 24)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw heading and rows on the theme's ground."""
        painter.fillRect(rect, self.theme.panel)
        box = QRectF(rect.left() + 12, rect.top() + 12, rect.width() - 24, ROW_HEIGHT)
        painter.setFont(fonts.heading())
        painter.setPen(self.theme.caption)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.title.upper())
        painter.setFont(self.grid.font())
        first = self._first()
        for row in range(-1, min(PICTURE_ROWS, self.model.rowCount() - first)):
            box.translate(0, ROW_HEIGHT)
            self._paint_row(painter, first + row if row >= 0 else -1, box)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to explain the sample under the mouse or the cursor, and the switches."""
        at = self.grid.viewport().mapFrom(self, event.pos())
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.grid.indexAt(at) if mouse else self.grid.currentIndex()
        if not index.isValid():
            super().contextMenuEvent(event)
            return
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = QAction(self.tr("Explain this sample"), menu)
        action.setObjectName("explain_sample")
        action.setToolTip(self.tr("Its way through the network and back, number by number."))
        action.triggered.connect(partial(self._explain, index))
        menu.insertAction(menu.actions()[0], action)
        menu.popup(event.globalPos())

    def _explain(self, index: QModelIndex) -> None:
        self.intent.emit(ExplainSample(index.row()))

    def _leap(self, way: int) -> None:
        """Go to the next row of the batch from the current one, or from the first on show."""
        current = self.grid.currentIndex()
        row = self.model.of_batch(current.row() if current.isValid() else self._first() - 1, way)
        if row is not None:
            self.grid.setCurrentIndex(self.model.index(row, NUMBER))
            self.grid.scrollTo(self.grid.currentIndex(), CENTER)

    def _keep_place(self, change: Callable[[], None]) -> None:
        """Change the rows, and stay where the person was reading."""
        bar, row = self.grid.verticalScrollBar(), self.grid.currentIndex().row()
        at = bar.value()
        change()
        if 0 <= row < self.model.rowCount():
            self.grid.setCurrentIndex(self.model.index(row, NUMBER))
        bar.setValue(at)

    def _first(self) -> int:
        return max(self.grid.rowAt(0), 0)

    def _paint_row(self, painter: QPainter, row: int, box: QRectF) -> None:
        """Draw one row of the model; row -1 are the headings."""
        left = box.left()
        for column in range(self.model.columnCount()):
            cell = QRectF(left, box.top(), self.grid.columnWidth(column), box.height())
            if row < 0:
                self._paint_heading(painter, column, cell)
            else:
                paint_sample_cell(painter, cell, self.model.index(row, column))
            left += cell.width()

    def _paint_heading(self, painter: QPainter, column: int, cell: QRectF) -> None:
        text, side = (
            self.model.headerData(column, Qt.Orientation.Horizontal, role)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole)
        )
        painter.setPen(self.theme.caption)
        painter.drawText(cell.adjusted(PADDING, 0, -PADDING, 0), side, text)

    def _set_widths(self) -> None:
        metrics = QFontMetrics(self.grid.font())

        def room(*texts: str) -> int:
            return max(map(metrics.horizontalAdvance, texts)) + 2 * PADDING + 2

        headings = [self.model.headerData(k, Qt.Orientation.Horizontal) for k in range(FEATURES)]
        mark = MARK_ROOM if self._scene.classes else 0
        label = max(room(self.model.widest_label()) + mark, min(room(headings[LABEL]), WIDEST))
        self.grid.setColumnWidth(NUMBER, room(count(self.model.rowCount()), "000"))
        self.grid.setColumnWidth(LABEL, min(label, 2 * WIDEST))
        self.grid.setColumnWidth(BATCH, room(self.tr("batch")))
        self.grid.setColumnWidth(SHARE, room(self.tr("validation")))
        for k, name in enumerate(self._scene.columns, start=FEATURES):
            self.grid.setColumnWidth(k, max(room("−0.00000"), min(room(name), WIDEST)))

    def _make_leap(self) -> LeapButton:
        idea = self.tr(
            "Scrolls to the next of the samples whose mean gradient made the latest update; after "
            "the last one comes the first."
        )
        name = self.tr("Next sample of the batch")
        leap = LeapButton(self.tr("batch"), name, idea, self)
        leap.setObjectName("next_of_batch")
        leap.setEnabled(False)
        leap.leapt.connect(self._leap)
        return leap

    def _make_grid(self) -> QTableView:
        grid = QTableView(self)
        grid.setObjectName("samples_grid")
        grid.setAccessibleName(self.tr("Samples"))
        grid.setModel(self.model)
        grid.activated.connect(self._explain)
        grid.setFont(fonts.numbers(fonts.small()))
        grid.setShowGrid(False)
        grid.setWordWrap(False)
        grid.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        grid.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        grid.setTabKeyNavigation(False)
        grid.setCornerWidget(QWidget())
        grid.setItemDelegate(SampleDelegate(grid))
        grid.verticalHeader().hide()
        # Fixed heights: Qt then looks at the rows on show only.
        grid.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        grid.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        grid.horizontalHeader().setFont(fonts.small())
        grid.horizontalHeader().setHighlightSections(False)
        grid.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        grid.horizontalHeader().setMinimumSectionSize(24)
        return grid


def _same_samples(before: Scene, scene: Scene) -> bool:
    """Return whether two scenes of one plan hold the same samples."""
    pairs = (
        (before.numbers, scene.numbers),
        (before.points, scene.points),
        (before.targets, scene.targets),
    )
    return all(np.array_equal(old, new) for old, new in pairs)
