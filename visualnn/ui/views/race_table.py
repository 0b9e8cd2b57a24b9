"""The standings of a race after a number of steps."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from visualnn.experiment.frames import RaceFrame, Relief
from visualnn.figures.race import Measures, measure, standings
from visualnn.figures.table import Table
from visualnn.ui import fonts
from visualnn.ui.plots.standings import PADDING, StandingsDelegate, StandingsModel, paint_cell
from visualnn.ui.views.view import View

ROW_HEIGHT = 26
WIDEST = {1: "−1.2e−45", 2: "12.34", 3: "diverged"}
"""The widest text that a column must hold besides its heading."""


class RaceTableView(View):
    """Optimizers, the lowest loss first, with how near they came and how fast."""

    key = "race_table"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = 0
        self._race: RaceFrame | None = None
        self._relief: Relief | None = None
        self._measures: Measures | None = None
        self._keys: tuple[str, ...] = ()
        self.model = StandingsModel(self)
        self.grid = self._make_grid()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.grid)
        self.setFocusProxy(self.grid)

    @property
    def title(self) -> str:
        """Race."""
        return self.tr("Race")

    def show_relief(self, relief: Relief) -> None:
        """Take the minima and the value there."""
        self._relief = relief
        self.refresh()

    def show_race(self, race: RaceFrame) -> None:
        """Take a race."""
        self._race = race
        self._keys = race.optimizers
        self.refresh()

    def set_playhead(self, step: int) -> None:
        """Show the standings after this step."""
        self.step = step
        self._show_standings()

    def refresh(self) -> None:
        """Measure the race and show its standings."""
        if self._race is not None:
            self._measures = measure(self._race, *self._bottom())
            self.model.set_looks([self.theme.look(key) for key in self._keys], self.theme)
        self._show_standings()

    def table(self) -> Table:
        """Return the standings as they are on show."""
        rows = self.model.rows
        return Table(
            "standings",
            {
                "optimizer": np.array([row.name for row in rows]),
                "step": np.full(len(rows), self.step),
                "loss": np.array([row.loss for row in rows]),
                "distance": np.array([_or_nan(row.distance) for row in rows]),
                "steps_to_threshold": np.array([_or_nan(row.arrived_at) for row in rows]),
                "diverged_at": np.array([_or_nan(row.diverged_at) for row in rows]),
            },
        )

    def picture_size(self) -> QSize:
        """Return the room for the heading and every row."""
        return QSize(self.width() + 24, ROW_HEIGHT * (self.model.rowCount() + 2) + 24)

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw heading and rows on the theme's ground."""
        painter.fillRect(rect, self.theme.panel)
        box = QRectF(rect.left() + 12, rect.top() + 12, rect.width() - 24, ROW_HEIGHT)
        painter.setFont(fonts.heading())
        painter.setPen(self.theme.caption)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.title.upper())
        painter.setFont(self.grid.font())
        for row in range(-1, self.model.rowCount()):
            box.translate(0, ROW_HEIGHT)
            self._paint_row(painter, row, box)

    def _paint_row(self, painter: QPainter, row: int, box: QRectF) -> None:
        """Draw one row of the model; row -1 are the headings."""
        left = box.left()
        for column in range(self.model.columnCount()):
            width = box.width() * self.grid.columnWidth(column) / max(self.grid.width(), 1)
            cell = QRectF(left, box.top(), width, box.height())
            if row < 0:
                self._paint_heading(painter, column, cell)
            else:
                paint_cell(painter, cell, self.model.index(row, column), self.theme)
            left += width

    def _paint_heading(self, painter: QPainter, column: int, cell: QRectF) -> None:
        text, side = (
            self.model.headerData(column, Qt.Orientation.Horizontal, role)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole)
        )
        painter.setPen(self.theme.caption)
        painter.drawText(cell.adjusted(PADDING, 0, -PADDING, 0), side, text)
        painter.setPen(QPen(self.theme.line, 1))
        painter.drawLine(cell.bottomLeft(), cell.bottomRight())

    def _bottom(self) -> tuple[np.ndarray, float]:
        if self._relief is None:
            return np.zeros((0, 2)), float("nan")
        return self._relief.minima, self._relief.floor

    def _show_standings(self) -> None:
        if self._race is not None and self._measures is not None:
            self.model.set_rows(standings(self._race, self._measures, self.step))

    def _make_grid(self) -> QTableView:
        grid = QTableView(self)
        grid.setObjectName("standings")
        grid.setAccessibleName(self.tr("Standings of the race"))
        grid.setToolTip(
            self.tr("Who is ahead at this step: the lowest loss first, and how far it has to go.")
        )
        grid.setModel(self.model)
        grid.setFont(fonts.numbers(fonts.small()))
        grid.setShowGrid(False)
        grid.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        grid.setTabKeyNavigation(False)
        grid.setItemDelegate(StandingsDelegate(grid))
        grid.verticalHeader().hide()
        grid.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        grid.horizontalHeader().setFont(fonts.small())
        grid.horizontalHeader().setHighlightSections(False)
        grid.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        grid.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header, metrics = grid.horizontalHeader(), QFontMetrics(grid.font())
        header.ensurePolished()
        for column, widest in WIDEST.items():
            words = metrics.horizontalAdvance(widest) + 2 * PADDING
            grid.setColumnWidth(column, max(words, header.sectionSizeHint(column)))
        grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return grid


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else float(value)
