"""The neurons of a worked network: circles with what stands in and below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from visualnn.experiment.explain import Place
from visualnn.figures.circles import Circles
from visualnn.figures.unit_marks import UnitMark, unit_mark
from visualnn.figures.worked import Sheet
from visualnn.ui import fonts
from visualnn.ui.backprop.edge_picture import ARROW_SHIFT, bytes_of
from visualnn.ui.theme import Theme

ROOM_FOR_TWO = 17.0
"""The least radius of a circle that holds name and value."""

OUTSIDE = 62.0
"""So far numbers may reach beyond the circles of the first and the last layer."""

GAP = 8.0
"""Between two numbers side by side."""

GLOW = 6.0
POINTED, LIT = 0.38, 0.16
"""How strong the glow is around what is pointed at, and around what is on the path."""

MOST, FEW = 4, 1
"""So many neurons are drawn anew in one frame, and in one that has drawn edges anew."""

KEPT = 24 * 2**20
"""Bytes of pixels that neurons may take: a stage changes those of one layer."""


class UnitPictures:
    """Draws neurons; what one looks like is painted once and kept."""

    def __init__(self, circles: Circles) -> None:
        self.circles = circles
        first, last = circles.centers[0][0, 0], circles.centers[-1][0, 0]
        reach = circles.radius + OUTSIDE
        self._ends = (first - reach, last + reach)
        self._kept: dict[tuple, QPixmap] = {}
        self._last: dict[tuple[int, int], tuple] = {}

    def paint(
        self, painter: QPainter, sheet: Sheet, theme: Theme, ratio: float, most: int = MOST
    ) -> bool:
        """Draw all neurons; with a ``ratio`` of device pixels from what is kept.

        Return whether some show their last state once more: only so many are
        drawn anew in one frame.
        """
        left = most
        for layer, units in enumerate(self.circles.units):
            for unit in units:
                left -= self._paint_unit(painter, layer, unit, sheet, theme, ratio, left <= 0)
        return left < 0

    def _paint_unit(
        self, painter, layer: int, unit: int, sheet: Sheet, theme: Theme, ratio: float, late: bool
    ) -> bool:
        """Draw a neuron; return whether it was drawn anew, or would have to be."""
        mark, center = unit_mark(sheet, layer, unit), QPointF(*self.circles.center(layer, unit))
        place = unit_at(layer, unit)
        glowing = POINTED if place in sheet.pointed else LIT if sheet.is_lit(place) else 0.0
        if not ratio:
            self._draw(painter, center, mark, glowing, theme)
            return False
        key = (layer, unit, theme.name, ratio, mark, glowing)
        last = self._last.get((layer, unit), ())
        fresh = key not in self._kept
        if fresh and late and last[:4] == key[:4] and last in self._kept:
            key = last
        elif fresh:
            self._keep(key, self._pixels(center, mark, glowing, theme, ratio))
        self._last[layer, unit] = key
        painter.drawPixmap(self._box(center).topLeft(), self._kept[key])
        return fresh

    def _keep(self, key: tuple, pixmap: QPixmap) -> None:
        if (len(self._kept) + 1) * bytes_of(pixmap) > KEPT:
            on_show = self._last.values()
            self._kept = {k: v for k, v in self._kept.items() if k in on_show}
        self._kept[key] = pixmap

    def _pixels(
        self, center: QPointF, mark: UnitMark, glowing: float, theme: Theme, ratio: float
    ) -> QPixmap:
        box = self._box(center)
        pixmap = QPixmap((box.size() * ratio).toSize())
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-box.topLeft())
        self._draw(painter, center, mark, glowing, theme)
        painter.end()
        return pixmap

    def _box(self, center: QPointF) -> QRectF:
        """Return the room of a neuron with its glow and the numbers below it, in whole pixels."""
        circles = self.circles
        above, below = circles.radius + GLOW + 1, max(circles.pitch - circles.radius, 0) + 2
        side = circles.across / 2 + OUTSIDE
        left, top = int(center.x() - side), int(center.y() - above)
        return QRectF(left, top, int(2 * side) + 1, int(above + max(below, above)) + 1)

    def _draw(
        self, painter: QPainter, center: QPointF, mark: UnitMark, glowing: float, theme: Theme
    ) -> None:
        radius = self.circles.radius
        if glowing:
            glow = QColor(theme.accent)
            glow.setAlphaF(glowing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(glow)
            painter.drawEllipse(center, radius + GLOW, radius + GLOW)
        painter.setOpacity(0.4 if mark.dropped else 1.0 if mark.known else 0.75)
        painter.setPen(_ring_pen(theme, mark))
        painter.setBrush(theme.panel)
        painter.drawEllipse(center, radius, radius)
        painter.setOpacity(1.0)
        if mark.dropped:
            _cross(painter, center, radius, theme)
        self._write_in(painter, center, mark, theme)
        self._write_below(painter, center, mark, theme)

    def _write_in(self, painter: QPainter, center: QPointF, mark: UnitMark, theme: Theme) -> None:
        """Write name and value, as large as the circle allows; the name alone where it is small."""
        radius = self.circles.radius
        size = 13 if radius > 28 else 11 if radius > 20 else 9.5
        two = bool(mark.value) and bool(mark.name) and radius >= ROOM_FOR_TWO
        half = size * 0.62 if two else 0.0
        box = QRectF(center.x() - 2 * radius, center.y() - size, 4 * radius, 2 * size)
        ink = theme.ink if mark.known else theme.ink2
        lines = [(mark.name, QFont.Weight.DemiBold, -half)] if mark.name else []
        if mark.value and (two or not mark.name):
            lines.append((self._fitting(mark, size), QFont.Weight.Normal, half))
        for text, weight, shift in lines:
            bold = mark.fresh and text == mark.value
            weight = QFont.Weight.DemiBold if bold else weight
            painter.setFont(_fitted(text, size, weight, 1.7 * radius))
            painter.setPen(ink)
            painter.drawText(box.translated(0, shift), Qt.AlignmentFlag.AlignCenter, text)

    def _fitting(self, mark: UnitMark, size: float) -> str:
        """Return the value; for the word of a dropped neuron 0 where the circle is too small."""
        width = QFontMetricsF(fonts.font(size)).horizontalAdvance(mark.value)
        return "0" if mark.dropped and width > 1.9 * self.circles.radius else mark.value

    def _write_below(self, painter, center: QPointF, mark: UnitMark, theme: Theme) -> None:
        """Write the lines below the circle; where there is room for one, side by side."""
        radius, pitch = self.circles.radius, self.circles.pitch
        size, step = (12, 16.0) if pitch > 88 else (10, 12.0)
        rows = max(int((pitch - 2 * radius - 3) / step), 0)
        lines = [[part] for part in mark.below]
        if radius < ROOM_FOR_TWO and (mark.below or mark.value):
            lines = [[_latest(mark)]]
        elif rows == 1 and len(lines) > 1:
            lines = [list(mark.below)]
        for row, parts in enumerate(lines[:rows]):
            top = center.y() + radius + (5 if pitch > 88 else 2) + row * step
            parts, font = beside(parts, size, self.circles.across - 2 * ARROW_SHIFT)
            painter.setFont(font)
            self._write_beside(painter, center.x(), top, step, parts, theme)

    def _write_beside(self, painter, middle: float, top: float, height, parts, theme) -> None:
        """Write texts side by side, each in its color."""
        metrics, gap = QFontMetricsF(painter.font()), GAP
        widths = [metrics.horizontalAdvance(text) + 2 for text, _ in parts]
        total = sum(widths) + gap * (len(parts) - 1)
        x = min(max(middle - total / 2, self._ends[0]), self._ends[1] - total)
        for (text, role), width in zip(parts, widths, strict=True):
            box = QRectF(x, top, width, height)
            painter.fillRect(box, veil(theme))
            painter.setPen(getattr(theme, role))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            x += width + gap


Part = tuple[str, str]
"""A text and the token of its color."""


def beside(parts: Sequence[Part], size: float, room: float) -> tuple[Sequence[Part], QFont]:
    """Return the texts that stand side by side in a room, and their font.

    Where they are too wide it is the latest alone, then without its spread,
    and at last as small as it must be: a number never runs into its neighbor's.
    """
    font = fonts.numbers(fonts.font(size))
    metrics = QFontMetricsF(font)
    widths = [metrics.horizontalAdvance(text) + 2 for text, _ in parts]
    if sum(widths) + GAP * (len(parts) - 1) <= room:
        return parts, font
    text, role = parts[-1]
    if metrics.horizontalAdvance(text) + 2 > room:
        text = text.split(" ± ")[0]
    return [(text, role)], _fitted(text, size, QFont.Weight.Normal, room - 2)


def unit_at(layer: int, unit: int) -> Place:
    """Return the place of a neuron's output, or of an input."""
    return Place("a", layer, unit) if layer else Place("x", 0, unit)


def veil(theme: Theme) -> QColor:
    """Return what lies behind texts on lines."""
    veil = QColor(theme.panel)
    veil.setAlphaF(0.86)
    return veil


def _cross(painter: QPainter, center: QPointF, radius: float, theme: Theme) -> None:
    """Cross out a neuron that dropout leaves out, around what is written in it."""
    painter.setPen(QPen(theme.ink3, 1.5))
    for x, y in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
        arm = QPointF(x, y) * radius * 0.7
        painter.drawLine(center + arm * 0.62, center + arm)


def _latest(mark: UnitMark) -> tuple[str, str]:
    """Return what became known last: a slope, else the value, else the sum."""
    if mark.below and (mark.below[-1][1] == "gneg" or not mark.value):
        return mark.below[-1]
    return mark.value, "ink"


def _ring_pen(theme: Theme, mark: UnitMark) -> QPen:
    if mark.fresh:
        return QPen(getattr(theme, mark.role), 2.5)
    style = Qt.PenStyle.SolidLine if mark.known else Qt.PenStyle.DotLine
    return QPen(getattr(theme, mark.role) if mark.known else theme.ink3, 1.7, style)


def _fitted(text: str, size: float, weight: QFont.Weight, room: float) -> QFont:
    """Return the font in which a text stands in its room."""
    font = fonts.numbers(fonts.font(size, weight))
    width = QFontMetricsF(font).horizontalAdvance(text)
    return fonts.numbers(fonts.font(size * room / width, weight)) if width > room else font
