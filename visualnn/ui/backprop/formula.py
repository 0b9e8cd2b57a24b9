"""A formula made of pieces: each has its color, can be pointed at, and says what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualnn.ui.backprop.typeset import EM, outline
from visualnn.ui.theme import Theme, current, sizes
from visualnn.ui.widgets.paint import painter_on

GAP = 7.0
LINE_GAP = 12.0
HALO = 3.0
SIGNS = {"=", "+", "−", "·", "×", "←", "±"}
"""What stays with the piece behind it when a line is broken."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a formula that stays in one place.

    Attributes
    ----------
    latex, text
        How it is typeset, and how it reads as plain text.
    key
        What it is tied to, as a factor's key; empty for a sign between factors.
    role
        The token of its color.
    size
        In pixels per em.
    words
        What it is, for the tooltip.
    """

    latex: str
    text: str
    key: str = ""
    role: str = "ink"
    size: float = 20.0
    words: str = ""


Line = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece with the place of its baseline and the box that belongs to it."""

    piece: Piece
    at: QPointF
    box: QRectF


class Formula(QWidget):
    """Lines of pieces; a line that is too long goes on below.

    Attributes
    ----------
    centered
        Whether lines stand in the middle, or begin at the left.

    Signals
    -------
    pointed : str
        The key of the piece under the mouse, empty for none.
    """

    pointed = Signal(str)
    centered = True

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._lines: tuple[Line, ...] = ()
        self._placed: list[Placed] = []
        self._heights: dict[int, int] = {}
        self._marked: frozenset[str] = frozenset()
        self._under = ""
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """The formula as plain text, one line per line."""
        return "\n".join(" ".join(piece.text for piece in line) for line in self._lines)

    @property
    def marked(self) -> frozenset[str]:
        """The keys that are marked."""
        return self._marked

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        lines = tuple(tuple(line) for line in lines)
        if lines == self._lines:
            return
        self._lines = lines
        self._heights = {}
        self.setAccessibleName(self.text)
        self._place()
        self.update()

    @property
    def under(self) -> str:
        """The key of the piece under the mouse, empty for none."""
        return self._under

    def mark(self, *keys: str) -> None:
        """Mark the pieces that are tied to these keys; none marks none."""
        if frozenset(keys) != self._marked:
            self._marked = frozenset(keys)
            self.update()

    def place_of(self, key: str) -> QRectF:
        """Return the box of the first piece with a key; empty where there is none."""
        return next((p.box for p in self._placed if p.piece.key == key), QRectF())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:  # layouts ask for it again and again
            self._heights[width] = int(_arrange(self._lines, width, self.centered)[1]) + 1
        return self._heights[width]

    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > 50 else 400
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event) -> None:
        with painter_on(self) as painter:
            paint(painter, self._placed, current(), self._marked)

    def paint_into(self, painter: QPainter, at: QPointF, theme: Theme) -> None:
        """Draw the formula for a picture, its upper left corner at a place."""
        painter.save()
        painter.translate(at)
        paint(painter, self._placed, theme, frozenset())
        painter.restore()

    def mouseMoveEvent(self, event) -> None:
        piece = self._at(event.position())
        self.setToolTip(f"<qt>{piece.words}</qt>" if piece and piece.words else "")
        self._point(piece.key if piece else "")

    def leaveEvent(self, event) -> None:
        self._point("")

    def _point(self, key: str) -> None:
        if key != self._under:
            self._under = key
            self.setCursor(Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor)
            self.pointed.emit(key)

    def _at(self, place: QPointF) -> Piece | None:
        return next((p.piece for p in self._placed if p.box.contains(place)), None)

    def _place(self) -> None:
        """Put the pieces in place; a formula is as high as its lines."""
        self._placed, height = _arrange(self._lines, self.width(), self.centered)
        if self.height() != int(height) + 1:
            self.setFixedHeight(int(height) + 1)


def paint(
    painter: QPainter, placed: Sequence[Placed], theme: Theme, marked: frozenset[str]
) -> None:
    """Draw pieces, those with a key in ``marked`` on a ground and underlined."""
    for item in placed:
        color: QColor = getattr(theme, item.piece.role)
        if item.piece.key in marked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.panel2)
            painter.drawRoundedRect(item.box, sizes().radius_small / 2, sizes().radius_small / 2)
            foot = QRectF(item.box.left() + 2, item.box.bottom() - 2, item.box.width() - 4, 2)
            painter.fillRect(foot, color)
        outline(item.piece.latex).paint(painter, item.at, item.piece.size / EM, color)


def _arrange(lines: Sequence[Line], width: float, centered: bool) -> tuple[list[Placed], float]:
    """Return the pieces in place, and the height they take."""
    placed: list[Placed] = []
    top = HALO
    for line in lines:
        for row in _rows(line, max(width - 2 * HALO, 40)):
            left = max((width - _width(row)) / 2, HALO) if centered else 0.0
            top += _set(row, left, top, placed) + LINE_GAP
    return placed, max(top - LINE_GAP + HALO, 1)


def _rows(line: Line, room: float) -> Iterator[list[Piece]]:
    """Break a line before the piece that would not fit; a sign stays with what follows it."""
    row: list[Piece] = []
    for unit in _units(line):
        if row and _width([*row, *unit]) > room:
            yield row
            row = []
        row += unit
    if row:
        yield row


def _units(line: Line) -> Iterator[list[Piece]]:
    """Yield what must not be parted: signs and what stands behind them."""
    unit: list[Piece] = []
    for piece in line:
        unit.append(piece)
        if piece.text not in SIGNS:
            yield unit
            unit = []
    if unit:
        yield unit


def _width(row: Sequence[Piece]) -> float:
    inked = sum(outline(piece.latex).width * piece.size / EM for piece in row)
    return inked + GAP * max(len(row) - 1, 0)


def _set(row: Sequence[Piece], left: float, top: float, placed: list[Placed]) -> float:
    """Place one row, its upper left corner given, and return its height."""
    shapes = [(piece, outline(piece.latex), piece.size / EM) for piece in row]
    ascent = max(shape.ascent * scale for _, shape, scale in shapes)
    descent = max(shape.descent * scale for _, shape, scale in shapes)
    x = left
    for piece, shape, scale in shapes:
        at, advance = QPointF(x, top + ascent), shape.width * scale
        box = QRectF(x - HALO, top - HALO, advance + 2 * HALO, ascent + descent + 2 * HALO)
        placed.append(Placed(piece, at, box))
        x += advance + GAP
    return ascent + descent
