"""The standings of a race after a number of steps."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from visualnn.experiment.frames import NetworkRaceFrame, RaceFrame, Relief
from visualnn.figures.race import (
    Measures,
    NetworkStanding,
    Standing,
    measure,
    network_standings,
    standings,
)
from visualnn.figures.table import Table
from visualnn.ui import fonts
from visualnn.ui.plots.standings import (
    PADDING,
    FunctionColumns,
    NetworkColumns,
    StandingsDelegate,
    StandingsModel,
    paint_cell,
)
from visualnn.ui.views.view import View

ROW_HEIGHT = 26


class RaceTableView(View):
    """Optimizers, the lowest loss first, with how near they came and how fast."""

    key = "race_table"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = 0
        self._race: RaceFrame | NetworkRaceFrame | None = None
        self._relief: Relief | None = None
        self._measures: Measures | None = None
        self._keys: tuple[str, ...] = ()
        self.model = StandingsModel(self)
        self.grid = self._make_grid()
        self._set_widths()
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

    def show_race(self, race: RaceFrame | NetworkRaceFrame) -> None:
        """Take a race; of one on a network other things are worth knowing."""
        kind = NetworkColumns if isinstance(race, NetworkRaceFrame) else FunctionColumns
        if not isinstance(self.model.columns, kind):
            self.model.set_columns(kind(self.model))
            self._set_widths()
        self._race = race
        self._keys = race.optimizers
        self.refresh()

    def clear(self) -> None:
        """Show no race: there is none yet of what is on show."""
        self._race, self._measures = None, None
        self.model.set_rows([])

    def set_playhead(self, step: int) -> None:
        """Show the standings after this step."""
        self.step = step
        self._show_standings()

    def refresh(self) -> None:
        """Measure the race and show its standings."""
        if isinstance(self._race, RaceFrame):
            self._measures = measure(self._race, *self._bottom())
        if self._race is not None:
            self.model.set_looks([self.theme.look(key) for key in self._keys], self.theme)
        self._show_standings()

    def table(self) -> Table:
        """Return the standings as they are on show."""
        rows, own = self.model.rows, ("distance", "arrived_at")
        if isinstance(self._race, NetworkRaceFrame):
            own = ("distance", "slice_loss", "val_loss")
        names = {"arrived_at": "steps_to_threshold"}
        columns = {
            "optimizer": np.array([row.name for row in rows]),
            "step": np.full(len(rows), self.step),
            "loss": np.array([row.loss for row in rows]),
        }
        for name in (*own, "diverged_at"):
            columns[names.get(name, name)] = np.array([_or_nan(getattr(r, name)) for r in rows])
        return Table("standings", columns)

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
        if self._race is not None:
            self.model.set_rows(self._standings(self._race))

    def _standings(
        self, race: RaceFrame | NetworkRaceFrame
    ) -> list[Standing] | list[NetworkStanding]:
        if isinstance(race, NetworkRaceFrame):
            return network_standings(race, self.step)
        return standings(race, self._measures, self.step) if self._measures else []

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
        grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return grid

    def showEvent(self, event: QShowEvent) -> None:
        """Give the columns room anew: only in its window the heading has its look."""
        super().showEvent(event)
        self._set_widths()

    def _set_widths(self) -> None:
        """Give every column room for its heading and its widest text."""
        header, metrics = self.grid.horizontalHeader(), QFontMetrics(self.grid.font())
        header.ensurePolished()
        for column, widest in enumerate(self.model.columns.widest, start=1):
            words = metrics.horizontalAdvance(widest) + 2 * PADDING
            self.grid.setColumnWidth(column, max(words, header.sectionSizeHint(column)))


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else float(value)
