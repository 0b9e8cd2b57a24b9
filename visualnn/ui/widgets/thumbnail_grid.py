"""A grid of small pictures of data sets, one of them chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QSizePolicy, QWidget

from visualnn.ui import fonts
from visualnn.ui.theme import Theme, current, sizes
from visualnn.ui.widgets.paint import painter_on, ring, rounded
from visualnn.ui.widgets.tab_stop import stop_at_chosen

COLUMNS = 4
GAP = 6
CELL = 52
DOT = 3.4
SHADES = 7


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """A data set as it is shown in the grid.

    Attributes
    ----------
    key, title, idea
        What is emitted, what is read out, what the tooltip explains.
    points
        Positions ``(n, 2)``; empty for a data set that is shown by its title.
    values
        Class index ``(n,)`` as whole numbers, or a target ``(n,)`` as real
        numbers, which is drawn from negative to positive.
    """

    key: str
    title: str
    points: NDArray[np.floating]
    values: NDArray[np.generic]
    idea: str = ""


class ThumbnailGrid(QWidget):
    """An exclusive choice of data sets; arrow keys move it.

    Signals
    -------
    chosen : str
        The key that a person chose.
    """

    chosen = Signal(str)

    def __init__(
        self,
        thumbnails: Iterable[Thumbnail] = (),
        value: str = "",
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._group = QButtonGroup(self)
        self._cells: dict[str, _Cell] = {}
        self.set_thumbnails(thumbnails, value)

    @property
    def value(self) -> str:
        """The chosen key, or an empty string."""
        return next((key for key, cell in self._cells.items() if cell.isChecked()), "")

    def set_value(self, key: str) -> None:
        """Choose without saying so; a key that is not shown leaves none chosen."""
        self._group.setExclusive(False)
        for name, cell in self._cells.items():
            with QSignalBlocker(cell):
                cell.setChecked(name == key)
            cell.update()
        self._group.setExclusive(True)
        stop_at_chosen(self._cells.values())

    def set_thumbnails(self, thumbnails: Iterable[Thumbnail], value: str = "") -> None:
        """Show other data sets."""
        for cell in self._cells.values():
            self._group.removeButton(cell)
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = {}
        for index, thumbnail in enumerate(thumbnails):
            self._add(thumbnail, *divmod(index, COLUMNS))
        self.set_value(value)

    def _add(self, thumbnail: Thumbnail, row: int, column: int) -> None:
        cell = _Cell(thumbnail, self)
        cell.toggled.connect(lambda on: on and self.chosen.emit(thumbnail.key))
        self._group.addButton(cell)
        self._grid.addWidget(cell, row, column)
        self._grid.setColumnStretch(column, 1)
        self._cells[thumbnail.key] = cell


class _Cell(QRadioButton):
    """One data set; a radio button, so that screen readers and arrow keys know it."""

    def __init__(self, thumbnail: Thumbnail, parent: QWidget) -> None:
        super().__init__(parent)
        self.thumbnail = thumbnail
        self._state: tuple[object, ...] = ()
        self.setObjectName(f"data_{thumbnail.key}")
        self.setAccessibleName(thumbnail.title)
        self.setAccessibleDescription(thumbnail.idea)
        lines = (f"<b>{thumbnail.title}</b>", thumbnail.idea)
        self.setToolTip("<br>".join(line for line in lines if line))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(CELL, CELL)

    def minimumSizeHint(self) -> QSize:
        return QSize(CELL // 2, CELL)

    def hitButton(self, position) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event) -> None:
        theme, radius = current(), sizes().radius_small
        box = QRectF(self.rect())
        with painter_on(self) as painter:
            rounded(painter, box, radius, theme.panel2, theme.line)
            painter.drawPixmap(0, 0, self._drawn(theme))
            if self.isChecked():
                ring(painter, box, radius, theme.accent)
            elif self.underMouse():
                rounded(painter, box, radius, None, theme.ink3)
            if self.hasFocus():
                ring(painter, box.adjusted(3, 3, -3, -3), radius - 2, theme.ink)

    def _drawn(self, theme: Theme) -> QPixmap:
        """Return the points or the word, drawn once: the panel is painted with every drag in it."""
        state = (theme, self.size(), self.devicePixelRatioF())
        if state != self._state:
            self._state = state
            self._pixels = QPixmap(self.size() * self.devicePixelRatioF())
            self._pixels.setDevicePixelRatio(self.devicePixelRatioF())
            self._pixels.fill(Qt.GlobalColor.transparent)
            with painter_on(self._pixels) as painter:
                self._picture(painter, QRectF(self.rect()), theme)
        return self._pixels

    def _picture(self, painter: QPainter, box: QRectF, theme: Theme) -> None:
        if not len(self.thumbnail.points):
            self._word(painter, box, theme)
            return
        spots = _fitted(self.thumbnail.points, box.adjusted(8, 8, -8, -8))
        shades, colors = _colors(self.thumbnail.values, theme)
        for shade, color in enumerate(colors):
            pen = QPen(color, DOT)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            chosen = spots[shades == shade]
            painter.drawPoints(QPolygonF([QPointF(x, y) for x, y in chosen]))

    def _word(self, painter: QPainter, box: QRectF, theme: Theme) -> None:
        font = fonts.status()
        painter.setFont(font)
        painter.setPen(theme.ink2)
        title = QFontMetrics(font).elidedText(
            self.thumbnail.title, Qt.TextElideMode.ElideRight, int(box.width()) - 6
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, title)


def _fitted(points: NDArray[np.floating], box: QRectF) -> NDArray[np.floating]:
    """Return the points in pixels, each axis stretched over the box, y upwards."""
    low = points.min(axis=0)
    span = points.max(axis=0) - low
    unit = np.where(span > 0, (points - low) / np.where(span > 0, span, 1), 0.5)
    spots = np.empty_like(unit)
    spots[:, 0] = box.left() + unit[:, 0] * box.width()
    spots[:, 1] = box.bottom() - unit[:, 1] * box.height()
    return spots


def _colors(values: NDArray[np.generic], theme: Theme) -> tuple[NDArray[np.intp], list[QColor]]:
    """Return which color each point has, and the colors."""
    if np.issubdtype(values.dtype, np.floating):
        span = float(np.ptp(values)) or 1.0
        shades = np.rint((values - values.min()) / span * (SHADES - 1)).astype(int)
        return shades, [_between(theme, k / (SHADES - 1)) for k in range(SHADES)]
    classes = int(values.max()) + 1
    return values.astype(int), [theme.class_color(k, classes) for k in range(classes)]


def _between(theme: Theme, share: float) -> QColor:
    """Return the color between negative (0), middle (½) and positive (1)."""
    start, end = (theme.neg, theme.mid) if share < 0.5 else (theme.mid, theme.pos)
    part = share * 2 - (share >= 0.5)
    pairs = zip(start.getRgbF()[:3], end.getRgbF()[:3], strict=True)
    return QColor.fromRgbF(*(a + (b - a) * part for a, b in pairs))
