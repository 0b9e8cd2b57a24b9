"""The stages of one step of learning, as dots on a line that can be walked along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from visualnn.ui import fonts
from visualnn.ui.theme import Theme, current, sizes
from visualnn.ui.widgets.paint import painter_on, ring

RADIUS, RADIUS_NOW = 8.5, 11.0
LINE = 3
TOP = 22.0
WORD_GAP = 10.0
ROLES = {"forward": "pos", "loss": "ink2", "backward": "gneg", "update": "good"}
"""The token of each direction's color."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One stage: the direction that colors it, its short name, and a sentence about it."""

    direction: str
    text: str
    words: str


class StageLine(QWidget):
    """Dots from left to right; those behind are filled, the present one is ringed.

    Signals
    -------
    chosen : int
        The stage that a person pointed at, or moved to by the keyboard.
    played
        Space was pressed.
    """

    chosen = Signal(int)
    played = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage_line")
        self._idea = self.tr("Forwards to the loss, then backwards to the update: go to a stage.")
        self.setToolTip(self._idea)
        self._dots: tuple[Dot, ...] = ()
        self._now = 0
        self._hovered = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._describe()

    @property
    def now(self) -> int:
        """The stage that is on show."""
        return self._now

    @property
    def dots(self) -> tuple[Dot, ...]:
        """The stages."""
        return self._dots

    def set_dots(self, dots: Sequence[Dot]) -> None:
        """Show other stages."""
        self._dots = tuple(dots)
        self._now = min(self._now, max(len(dots) - 1, 0))
        self._describe()
        self.update()

    def set_now(self, index: int) -> None:
        """Mark a stage as the present one, without saying so."""
        if index != self._now:
            self._now = index
            self._describe()
            self.update()

    def place_of(self, index: int) -> QPointF:
        """Return the center of a dot."""
        inset = max(60.0 if len(self._dots) < 14 else 30.0, RADIUS_NOW + 4)
        span = max(self.width() - 2 * inset, 1.0)
        return QPointF(inset + span * index / max(len(self._dots) - 1, 1), TOP)

    def sizeHint(self) -> QSize:
        return QSize(600, 66)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 66)

    def paintEvent(self, event) -> None:
        with painter_on(self) as painter:
            self.paint_into(painter, current())
            if self.hasFocus():
                box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
                ring(painter, box, sizes().radius_small, current().accent)

    def paint_into(self, painter: QPainter, theme: Theme) -> None:
        """Draw the line in the colors of a theme."""
        for index in range(len(self._dots) - 1):
            self._paint_piece(painter, theme, index)
        for index in range(len(self._dots)):
            self._paint_dot(painter, theme, index)
        self._paint_words(painter, theme)

    def mousePressEvent(self, event) -> None:
        index = self._at(event.position())
        if index >= 0:
            self.chosen.emit(index)

    def mouseMoveEvent(self, event) -> None:
        index = self._at(event.position())
        if index != self._hovered:
            self._hovered = index
            words = f"<qt>{self._dots[index].words}</qt>" if index >= 0 else self._idea
            self.setToolTip(words)
            shape = Qt.CursorShape.PointingHandCursor if index >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def leaveEvent(self, event) -> None:
        self._hovered = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._dots) - 1
        moves = {
            Qt.Key.Key_Left: self._now - 1,
            Qt.Key.Key_Right: self._now + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() == Qt.Key.Key_Space:
            self.played.emit()
        elif event.key() in moves:
            self.chosen.emit(min(max(moves[Qt.Key(event.key())], 0), last))
        else:
            super().keyPressEvent(event)

    def _at(self, place: QPointF) -> int:
        if not self._dots:
            return -1
        gaps = [abs(place.x() - self.place_of(i).x()) for i in range(len(self._dots))]
        nearest = min(range(len(gaps)), key=gaps.__getitem__)
        reach = max(self._pitch() / 2, RADIUS_NOW)
        return nearest if gaps[nearest] <= reach else -1

    def _pitch(self) -> float:
        if len(self._dots) < 2:
            return 2 * RADIUS_NOW
        return self.place_of(1).x() - self.place_of(0).x()

    def _describe(self) -> None:
        if not self._dots:
            self.setAccessibleName(self.tr("Stages"))
            return
        text = self.tr("Stage {n} of {all}: {name}")
        name = self._dots[self._now].text
        self.setAccessibleName(text.format(n=self._now + 1, all=len(self._dots), name=name))
        self.setAccessibleDescription(self._dots[self._now].words)

    def _color(self, theme: Theme, index: int) -> QColor:
        return getattr(theme, ROLES[self._dots[index].direction])

    def _radius(self) -> float:
        return min(RADIUS, max(self._pitch() / 2 - 4, 3.0))

    def _paint_piece(self, painter: QPainter, theme: Theme, index: int) -> None:
        """Draw the line between two dots; it has the color of the stage it leads to."""
        gap = self._radius() + 3
        start, end = self.place_of(index), self.place_of(index + 1)
        color = self._color(theme, index + 1) if index < self._now else theme.line
        pen = QPen(color, LINE)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(start + QPointF(gap, 0), end - QPointF(gap, 0))

    def _paint_dot(self, painter: QPainter, theme: Theme, index: int) -> None:
        color, radius = self._color(theme, index), self._radius()
        if index == self._now:
            painter.setPen(QPen(theme.ink, 2))
            painter.setBrush(color)
            painter.drawEllipse(self.place_of(index), radius + 1.5, radius + 1.5)
        else:
            painter.setPen(QPen(color, 1.5))
            painter.setBrush(color if index < self._now else theme.panel)
            painter.drawEllipse(self.place_of(index), radius - 0.75, radius - 0.75)

    def _paint_words(self, painter: QPainter, theme: Theme) -> None:
        """Write the names that have room: the present one first, then what is pointed at."""
        for index, box in self.word_boxes().items():
            font = self._font_of(index)
            text = QFontMetricsF(font).elidedText(
                self._dots[index].text, Qt.TextElideMode.ElideRight, box.width()
            )
            painter.setFont(font)
            painter.setPen(theme.ink if index in (self._now, self._hovered) else theme.ink2)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def word_boxes(self) -> dict[int, QRectF]:
        """Return where names stand: of the present stage and its neighbors always."""
        boxes = self._boxes_of_three()
        taken = [_wider(box) for box in boxes.values()]
        for index in dict.fromkeys((self._hovered, *range(len(self._dots)))):
            if index in boxes or not 0 <= index < len(self._dots):
                continue
            box = self._word_box(index)
            if not any(box.intersects(other) for other in taken):
                taken.append(_wider(box))
                boxes[index] = box
        return boxes

    def _boxes_of_three(self) -> dict[int, QRectF]:
        """Return the present stage's box and its neighbors', side by side where they would touch.

        Where all three do not fit the neighbors are cut short.
        """
        near = [i for i in range(self._now - 1, self._now + 2) if 0 <= i < len(self._dots)]
        boxes = {i: self._word_box(i) for i in near}
        ordered = [boxes[i] for i in near]
        if not any(_wider(a).intersects(b) for a, b in pairwise(ordered)):
            return boxes
        others = [i for i in near if i != self._now]
        spare = self.width() - boxes[self._now].width() - WORD_GAP * len(others)
        for i in others:
            boxes[i].setWidth(min(boxes[i].width(), max(spare / len(others), 0.0)))
        before = sum(boxes[i].width() + WORD_GAP for i in near if i < self._now)
        whole = sum(boxes[i].width() for i in near) + WORD_GAP * len(others)
        left = boxes[self._now].left() - before
        left = min(max(left, 0.0), max(self.width() - whole, 0.0))
        for i in near:
            boxes[i].moveLeft(left)
            left += boxes[i].width() + WORD_GAP
        return boxes

    def _font_of(self, index: int) -> QFont:
        return fonts.font(11, QFont.Weight.DemiBold if index == self._now else _NORMAL)

    def _word_box(self, index: int) -> QRectF:
        metrics = QFontMetricsF(self._font_of(index))
        width = metrics.horizontalAdvance(self._dots[index].text) + 2
        left = self.place_of(index).x() - width / 2
        left = min(max(left, 0.0), max(self.width() - width, 0.0))
        return QRectF(left, TOP + 16, width, 18)


_NORMAL = QFont.Weight.Normal


def _wider(box: QRectF) -> QRectF:
    return box.adjusted(-WORD_GAP / 2, 0, WORD_GAP / 2, 0)
