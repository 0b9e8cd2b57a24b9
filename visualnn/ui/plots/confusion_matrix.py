"""A confusion matrix as an item of a plot: a number in every cell, its share as the color."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from visualnn.figures.confusion import MatrixGrid, row_shares
from visualnn.ui import fonts
from visualnn.ui.lettering import in_lines
from visualnn.ui.plots.plot_items import Item
from visualnn.ui.theme import Theme, current, sizes
from visualnn.ui.widgets.paint import ring
from visualnn.ui.words import percent

TOP = 42.0
NAME_SHARE = 0.28
"""At most so much of the width is for the names of the rows."""

TWO_LINES = (46.0, 34.0)
"""Width and height from which a cell has room for its number and its share."""

PALEST, FULLEST = 0.10, 0.66
"""How much of the color is in the smallest and in the largest share."""


class ConfusionMatrix(Item):
    """Counts by class and answer, or a sentence where there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: NDArray[np.int64] = np.zeros((0, 0), np.int64)
        self.message = ""
        self.cursor: tuple[int, int] | None = None
        self._names: tuple[str, ...] = ()
        self._words = ("", "")
        self._as_shares = False
        self._theme = current()

    def set_theme(self, theme: Theme) -> None:
        """Take other colors."""
        self._theme = theme
        self.update()

    def set_words(self, truth: str, answer: str) -> None:
        """Take the headings of rows and columns."""
        self._words = (truth, answer)

    def set_counts(
        self, counts: NDArray[np.int64], names: tuple[str, ...], *, as_shares: bool = False
    ) -> None:
        """Show counts ``(k, k)``, a row for each class and a column for each answer."""
        self.counts, self._names, self._as_shares = counts, names, as_shares
        self.message = ""
        self.update()

    def set_message(self, text: str) -> None:
        """Show a sentence instead."""
        self.message = text
        self.update()

    def set_cursor(self, cell: tuple[int, int] | None) -> None:
        """Put the frame around a cell, or around none."""
        if cell != self.cursor:
            self.cursor = cell
            self.update()

    def grid(self, width: float, height: float) -> MatrixGrid:
        """Return where the cells lie in a rectangle of this size."""
        metrics = QFontMetricsF(fonts.small())
        words = (self._words[0], *self._names)
        left = max((metrics.horizontalAdvance(word) for word in words), default=0.0) + 10
        return MatrixGrid(min(left, NAME_SHARE * width), TOP, width, height, len(self._names))

    def paint(self, painter: QPainter, *_) -> None:
        rect = self.in_pixels(painter)
        painter.translate(rect.topLeft())
        if self.message:
            self._paint_message(painter, QRectF(0, 0, rect.width(), rect.height()))
        elif self.counts.size:
            grid = self.grid(rect.width(), rect.height())
            self._paint_headings(painter, grid)
            self._paint_cells(painter, grid)
        painter.resetTransform()

    def _paint_message(self, painter: QPainter, box: QRectF) -> None:
        painter.setFont(fonts.text())
        painter.setPen(self._theme.ink2)
        middle = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(24, 0, -24, 0), middle, self.message)

    def _paint_headings(self, painter: QPainter, grid: MatrixGrid) -> None:
        truth, answer = self._words
        line = TOP / 2 - 2
        painter.setPen(self._theme.caption)
        _write(painter, answer, QRectF(grid.left, 0, grid.width - grid.left, line), "left")
        _write(painter, truth, QRectF(0, line, grid.left - 8, line), "right")
        painter.setPen(self._theme.ink)
        for k, name in enumerate(self._names):
            x, y, width, height = grid.cell(k, k)
            _write(painter, name, QRectF(x, line, width, line), "middle")
            _write(painter, name, QRectF(0, y, grid.left - 8, height), "right")

    def _paint_cells(self, painter: QPainter, grid: MatrixGrid) -> None:
        shares = row_shares(self.counts)
        for row, column in np.ndindex(self.counts.shape):
            box = QRectF(*grid.cell(row, column))
            self._paint_cell(
                painter, box, row == column, int(self.counts[row, column]), shares[row, column]
            )
            if self.cursor == (row, column):
                ring(painter, box, sizes().radius_small, self._theme.ink)

    def _paint_cell(
        self, painter: QPainter, box: QRectF, right: bool, count: int, share: float
    ) -> None:
        ground = self._ground(right, count, share)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        radius = min(sizes().radius_small, box.height() / 4)
        painter.drawRoundedRect(box, radius, radius)
        first, second = str(count), percent(share)
        if self._as_shares:
            first, second = (second, first)
        roomy = box.width() >= TWO_LINES[0] and box.height() >= TWO_LINES[1]
        if not roomy and self._as_shares:
            first = f"{100 * share:.0f}"
        painter.setPen(self._ink_on(ground) if count else self._theme.ink2)
        self._paint_numbers(painter, box, first, second if roomy else "")

    def _paint_numbers(self, painter: QPainter, box: QRectF, first: str, second: str) -> None:
        middle = Qt.AlignmentFlag.AlignCenter
        size = 15 if second else min(12.0, max(9.0, box.height() - 6))
        painter.setFont(fonts.numbers(fonts.font(int(size), QFont.Weight.DemiBold)))
        painter.drawText(box.adjusted(0, 0, 0, -16 if second else 0), middle, first)
        if second:
            painter.setFont(fonts.numbers(fonts.font(11)))
            painter.drawText(box.adjusted(0, 20, 0, 0), middle, second)

    def _ground(self, right: bool, count: int, share: float) -> QColor:
        if not count:
            return self._theme.panel2
        color = self._theme.accent if right else self._theme.bad
        return mixed(self._theme.panel, color, PALEST + (FULLEST - PALEST) * share)

    def _ink_on(self, ground: QColor) -> QColor:
        """Return what is read best on a color: the theme's ink, or its opposite."""
        inks = (self._theme.ink, self._theme.panel)
        return max(inks, key=lambda ink: abs(lightness(ink) - lightness(ground)))


def mixed(a: QColor, b: QColor, share: float) -> QColor:
    """Return a color that is ``share`` of ``b`` and the rest ``a``."""
    pairs = zip(a.getRgb()[:3], b.getRgb()[:3], strict=True)
    return QColor(*(round(x + (y - x) * share) for x, y in pairs))


def lightness(color: QColor) -> float:
    """Return L* of CIELAB, from 0 to 100: equal differences look equally large."""
    linear = [
        ((c / 255 + 0.055) / 1.055) ** 2.4 if c > 10 else c / 255 / 12.92
        for c in color.getRgb()[:3]
    ]
    y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def _write(painter: QPainter, text: str, box: QRectF, side: str) -> None:
    """Write small text, in two lines where there is room for them, cut short where it is not."""
    painter.setFont(fonts.small())
    sides = {
        "left": Qt.AlignmentFlag.AlignLeft,
        "right": Qt.AlignmentFlag.AlignRight,
        "middle": Qt.AlignmentFlag.AlignHCenter,
    }
    metrics = QFontMetricsF(painter.font())
    lines = 2 if box.height() >= 2 * metrics.height() else 1
    short = in_lines(metrics, text, box.width() + 1, lines)
    painter.drawText(box, sides[side] | Qt.AlignmentFlag.AlignVCenter, short)
