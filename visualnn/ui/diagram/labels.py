"""The words around the diagram: captions above the columns, names beside the outer neurons."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from visualnn.experiment.frames import Scene
from visualnn.figures.diagram import Box, Diagram
from visualnn.figures.images import image_shape
from visualnn.ui.diagram.words import activation_name, layer_name, unit_label
from visualnn.ui.lettering import in_lines
from visualnn.ui.theme import Theme

CAPTION_LINE = 15.0
BAR = 24.0
"""The room between captions and neurons, in which a layer's buttons come up."""

MARGIN = 12.0
SIDE_MARGIN = 34.0
BESIDE = 8.0
LARGEST_SHARE = 0.22
SMALLEST_NAMED = 9.0
ROOMY = 24.0
"""The side of neurons beside which a name has room for two lines."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What is written around one scene's diagram in a widget of one size."""

    captions: tuple[tuple[str, ...], ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    left: float
    right: float

    @property
    def height(self) -> float:
        """The height of the captions."""
        return CAPTION_LINE * max(len(lines) for lines in self.captions)

    def box(self, area: QRectF) -> Box:
        """Return where in ``area`` the neurons go."""
        top = area.top() + self.height + BAR
        return Box(area.left() + self.left, top, area.right() - self.right, area.bottom() - 4)


def labels(scene: Scene, font: QFont, width: float) -> Labels:
    """Choose the words and the room they get for a widget of ``width`` pixels."""
    metrics = QFontMetricsF(font)
    last = len(scene.sizes) - 1
    pixels = image_shape(scene.features) is not None
    before = tuple("" if pixels else unit_label(scene, 0, n) for n in range(scene.sizes[0]))
    after = tuple(unit_label(scene, last, unit) for unit in range(scene.sizes[-1]))
    offered = scene.offer.names if scene.offer else before
    left, right = (_room(metrics, names, width) for names in (offered, after))
    pitch = (width - left - right) / max(last, 1)
    return Labels(_captions(scene, metrics, pitch), before, after, left, right)


def _room(metrics: QFontMetricsF, names: tuple[str, ...], width: float) -> float:
    widest = max((metrics.horizontalAdvance(name) for name in names if name), default=0.0)
    room = widest + BESIDE + MARGIN if widest else 0.0
    return max(SIDE_MARGIN, min(room, LARGEST_SHARE * width))


def _captions(scene: Scene, metrics: QFontMetricsF, pitch: float) -> tuple[tuple[str, ...], ...]:
    """Return one line per column, or two where one would run into its neighbor's."""
    pairs = [(layer_name(scene, n), activation_name(scene, n)) for n in range(len(scene.sizes))]
    pattern = QCoreApplication.translate("Diagram", "{layer} · {activation}")
    single = [pattern.format(layer=a, activation=b) if b else a for a, b in pairs]
    if max(metrics.horizontalAdvance(text) for text in single) <= pitch - 6:
        return tuple((text,) for text in single)
    return tuple((a, b) if b else (a,) for a, b in pairs)


def paint(
    painter: QPainter, theme: Theme, font: QFont, words: Labels, diagram: Diagram, area: QRectF
) -> None:
    """Draw captions and names."""
    painter.setFont(font)
    painter.setPen(theme.ink2)
    metrics = QFontMetricsF(font)
    for column, lines in zip(diagram.columns, words.captions, strict=True):
        for row, text in enumerate(lines):
            place = QRectF(area.left(), area.top() + row * CAPTION_LINE, area.width(), CAPTION_LINE)
            _caption(painter, metrics, text, column.x, diagram.pitch - 4, place)
    painter.setPen(theme.ink)
    _names(painter, metrics, words.before, diagram, words.left, -1)
    _names(painter, metrics, words.after, diagram, words.right, +1)


def _caption(
    painter: QPainter, metrics: QFontMetricsF, text: str, x: float, room: float, line: QRectF
) -> None:
    """Write a caption centered on ``x``, but within its ``line``."""
    short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    half = metrics.horizontalAdvance(short) / 2 + 1
    x = max(line.left() + half, min(x, line.right() - half))
    box = QRectF(x - half, line.top(), 2 * half, line.height())
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, short)


def _names(
    painter: QPainter,
    metrics: QFontMetricsF,
    names: tuple[str, ...],
    diagram: Diagram,
    room: float,
    side: int,
) -> None:
    """Write names left (``side`` −1) of the inputs or right (+1) of the outputs."""
    layer = 0 if side < 0 else len(diagram.columns) - 1
    column = diagram.columns[layer]
    width = room - BESIDE - 2
    align = Qt.AlignmentFlag.AlignRight if side < 0 else Qt.AlignmentFlag.AlignLeft
    if diagram.side < SMALLEST_NAMED:
        return
    for unit in column.shown.tolist():
        start = column.x + side * (diagram.side / 2 + BESIDE)
        box = QRectF(start - width if side < 0 else start, column.y[unit] - 16, width, 32)
        text = in_lines(metrics, names[unit], width, 2 if diagram.side >= ROOMY else 1)
        painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, text)
