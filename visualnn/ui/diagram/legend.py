"""The line below the diagram that says in words what color and width mean."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from visualnn.figures.strokes import DECADES
from visualnn.ui.diagram.edges import warning_pen
from visualnn.ui.diagram.readings import Reading
from visualnn.ui.diagram.words import short
from visualnn.ui.theme import Theme

LINE_HEIGHT = 18.0
SAMPLE, SPACE, APART = 16.0, 6.0, 14.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A few words, behind a sample of the stroke (or dot) they explain if ``pen`` is given."""

    text: str
    pen: QPen | None = None
    dot: bool = False

    def width(self, metrics: QFontMetricsF) -> float:
        """Return the width in logical pixels."""
        return metrics.horizontalAdvance(self.text) + self.offset

    @property
    def offset(self) -> float:
        """Where the words begin."""
        sample = 8.0 if self.dot else SAMPLE
        return sample + SPACE if self.pen else 0.0


def entries(
    reading: Reading,
    theme: Theme,
    reference: float,
    *,
    not_finite: int = 0,
    strongest: int = 0,
    bias: bool = True,
) -> list[Entry]:
    """Return what there is to explain, the warning first.

    Parameters
    ----------
    reference
        The magnitude at full width; 0 while there are no numbers.
    not_finite
        How many of the values are NaN or infinite.
    strongest
        How many edges per layer are drawn at most, 0 if all are.
    bias
        Whether the network has biases.
    """
    found = []
    if not_finite:
        text = QCoreApplication.translate("Diagram", "not a finite number: {n}")
        found.append(Entry(text.format(n=not_finite), warning_pen(theme)))
    signs = (
        (True, QCoreApplication.translate("Diagram", "+ positive")),
        (False, QCoreApplication.translate("Diagram", "− negative")),
    )
    found += [Entry(text, QPen(reading.color(theme, sign), 3.0)) for sign, text in signs]
    if bias:
        text = QCoreApplication.translate("Diagram", "bias")
        found.append(Entry(text, QPen(theme.ink2, 7.0), dot=True))
    if reference > 0.0:
        found += _scale(reading, reference)
    if strongest:
        text = QCoreApplication.translate("Diagram", "the {n} largest of each wide layer")
        found.append(Entry(text.format(n=strongest)))
    return found


def _scale(reading: Reading, reference: float) -> list[Entry]:
    full = QCoreApplication.translate("Diagram", "full width = |{symbol}| {value}")
    texts = [full.format(symbol=reading.symbol, value=short(reference))]
    if reading.scale == "log":
        thin = QCoreApplication.translate("Diagram", "hairline ≤ {value} (log scale)")
        texts.append(thin.format(value=short(reference * 10.0**-DECADES)))
    return [Entry(text) for text in texts]


def wrapped(found: list[Entry], metrics: QFontMetricsF, width: float) -> list[list[Entry]]:
    """Share the entries out over lines that are at most ``width`` wide."""
    lines: list[list[Entry]] = [[]]
    used = 0.0
    for entry in found:
        need = entry.width(metrics) + APART
        if lines[-1] and used + need - APART > width:
            lines.append([])
            used = 0.0
        lines[-1].append(entry)
        used += need
    return lines


def paint(
    painter: QPainter, theme: Theme, font: QFont, lines: list[list[Entry]], box: QRectF
) -> None:
    """Draw the lines from the top left of ``box``."""
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    for row, line in enumerate(lines):
        x, middle = box.left(), box.top() + (row + 0.5) * LINE_HEIGHT
        for entry in line:
            _sample(painter, entry, x, middle)
            room = max(box.right() - x - entry.offset, 0.0)
            text = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, room)
            painter.setPen(theme.ink2)
            area = QRectF(x + entry.offset, middle - LINE_HEIGHT / 2, room, LINE_HEIGHT)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, flags, text)
            x += entry.width(metrics) + APART


def _sample(painter: QPainter, entry: Entry, x: float, middle: float) -> None:
    if entry.pen is None:
        return
    pen = QPen(entry.pen)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if entry.dot else Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    if entry.dot:
        painter.drawPoint(QPointF(x + 4.0, middle))
    else:
        painter.drawLine(QPointF(x, middle), QPointF(x + SAMPLE, middle))
