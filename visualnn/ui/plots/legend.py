"""What the lines and marks of a picture mean, with their present values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualnn.ui import fonts
from visualnn.ui.plots.marks import draw_mark

SAMPLE = 16.0
MARK, RING = 9.0, 1.6
"""How wide a mark is, and how far from its border a casing runs."""

GAP = 6.0
BETWEEN, CLOSER = 14.0, 9.0
"""Pixels between two entries, and where that saves a row."""

ROW = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a legend.

    Attributes
    ----------
    text, value
        The name, and the number beside it (may be empty).
    color
        Of the sample.
    mark
        A shape of `visualnn.ui.widgets.marker`; empty for a sample of a line.
    dashed, dotted
        Whether the sample line is dashed or dotted.
    ring
        Color of the mark's outline, or None.
    casing
        Color of a line about the outline, where that is as dark as the card; or None.
    """

    text: str
    color: QColor
    value: str = ""
    mark: str = ""
    dashed: bool = False
    dotted: bool = False
    ring: QColor | None = None
    casing: QColor | None = None


class Legend(QWidget):
    """A row of entries, as wide as the widest values so far, so that nothing jitters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("legend")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._entries: tuple[Entry, ...] = ()
        self._ink = self._ink2 = QColor("gray")
        self._slots: list[float] = []

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is listed."""
        return self._entries

    def set_colors(self, ink: QColor, ink2: QColor) -> None:
        """Take the colors of values and names."""
        self._ink, self._ink2 = ink, ink2
        self.update()

    def set_entries(self, entries: tuple[Entry, ...]) -> None:
        """List other entries, or the same ones with other values."""
        if entries == self._entries:
            return
        if [e.text for e in entries] != [e.text for e in self._entries]:
            self._slots = [0.0] * len(entries)
        self._entries = entries
        self.setAccessibleName(", ".join(f"{e.text} {e.value}".strip() for e in entries))
        if self._widen():
            self._settle()
            self.updateGeometry()
        self.update()

    def _widen(self) -> bool:
        widths = [_advance(e.value, True) for e in self._entries]
        grown = [max(old, new) for old, new in zip(self._slots, widths, strict=True)]
        changed, self._slots = grown != self._slots, grown
        return changed or not any(widths)

    def sizeHint(self) -> QSize:
        """Return the room that all entries take in one row."""
        return QSize(int(self._row_width(self._all(), BETWEEN)) + 1, self._height())

    def minimumSizeHint(self) -> QSize:
        """Return the room for the widest entry: the others can go below it."""
        widest = max((self._width(k) for k in self._all()), default=SAMPLE)
        return QSize(int(widest) + 1, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many rows as the width asks for."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        if self.minimumHeight() != self._height():
            self.setFixedHeight(self._height())

    def _height(self) -> int:
        return ROW * max(len(self._rows(self.width())[1]), 1)

    def _all(self) -> list[int]:
        return list(range(len(self._entries)))

    def _width(self, k: int) -> float:
        name = _advance(self._entries[k].text, False)
        return SAMPLE + GAP + name + (GAP + self._slots[k] if self._slots[k] else 0.0)

    def _row_width(self, row: list[int], gap: float) -> float:
        return sum(map(self._width, row)) + max(len(row) - 1, 0) * gap

    def _rows(self, width: float) -> tuple[float, list[list[int]]]:
        """Return the pixels between entries and the rows: fewest, and then well apart."""
        ways = [(gap, self._filled(width, gap)) for gap in (BETWEEN, CLOSER)]
        return min(ways, key=lambda way: len(way[1]))

    def _filled(self, width: float, gap: float) -> list[list[int]]:
        rows: list[list[int]] = []
        for k in self._all():
            if rows and self._row_width([*rows[-1], k], gap) <= width:
                rows[-1].append(k)
            else:
                rows.append([k])
        return rows

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows."""
        painter = QPainter(self)
        self.paint_into(painter, QRectF(self.rect()))

    def paint_into(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the entries at the right end of ``rect``, in as many rows as it takes."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap, rows = self._rows(rect.width())
        for number, row in enumerate(rows):
            x = rect.right() - self._row_width(row, gap)
            box = QRectF(rect.left(), rect.top() + ROW * number, rect.width(), ROW)
            for k in row:
                x = self._paint_entry(painter, k, x, box) + gap

    def _paint_entry(self, painter: QPainter, k: int, x: float, rect: QRectF) -> float:
        entry, slot = self._entries[k], self._slots[k]
        paint_sample(painter, entry, QPointF(x + SAMPLE / 2, rect.center().y()))
        x = self._paint_text(painter, entry.text, False, x + SAMPLE + GAP, rect)
        if not slot:
            return x
        self._paint_text(painter, entry.value, True, x + GAP, rect)
        return x + GAP + slot

    def _paint_text(
        self, painter: QPainter, text: str, value: bool, x: float, rect: QRectF
    ) -> float:
        width = _advance(text, value)
        painter.setFont(_font(value))
        painter.setPen(self._ink if value else self._ink2)
        painter.drawText(
            QRectF(x, rect.top(), width + 2, rect.height()), Qt.AlignmentFlag.AlignVCenter, text
        )
        return x + width


def paint_sample(painter: QPainter, entry: Entry, at: QPointF) -> None:
    """Paint the mark or the piece of line that stands for an entry, centred."""
    if entry.mark:
        if entry.casing is not None:
            draw_mark(painter, entry.mark, at, MARK + 2 * RING, entry.ring, entry.casing, 1.0)
        draw_mark(painter, entry.mark, at, MARK, entry.color, entry.ring)
        return
    pen = QPen(entry.color, 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    if entry.dashed:
        pen.setDashPattern([1.8, 1.0])
    elif entry.dotted:
        pen.setDashPattern([0.7, 0.9])
    painter.setPen(pen)
    half = QPointF(SAMPLE / 2, 0)
    painter.drawLine(at - half, at + half)


@cache
def _font(value: bool) -> QFont:
    weight = QFont.Weight.DemiBold if value else QFont.Weight.Normal
    return fonts.numbers(fonts.small(weight))


@lru_cache(maxsize=512)
def _advance(text: str, value: bool) -> float:
    """Return how wide a text is; a legend is painted with every frame."""
    return QFontMetricsF(_font(value)).horizontalAdvance(text)
