"""The lines from the factors that are pointed at to their place in the diagram."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from visualnn.experiment.explain import Place
from visualnn.ui.widgets.paint import painter_on

WIDTH, DOT = 1.5, 3.0

Start = tuple[QPointF, QColor]


class Begins(Protocol):
    """A view whose factors stand for places."""

    def ties(self) -> list[Start]: ...
    def mapTo(self, parent: QWidget, at: QPointF) -> QPointF: ...  # noqa: N802


class Ends(Protocol):
    """A view in which the places are drawn."""

    def tie_of(self, place: Place) -> QPointF | None: ...
    def mapTo(self, parent: QWidget, at: QPointF) -> QPointF: ...  # noqa: N802


class HoverLines(QWidget):
    """Lies over what it connects, no larger than the lines, and lets every gesture through.

    Attributes
    ----------
    starts, end
        Where lines begin, with their colors, and where all of them end, in the parent.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("hover_lines")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.starts: tuple[Start, ...] = ()
        self.end = QPointF()
        self.hide()

    def tie(self, places: frozenset[Place], chain: Begins, diagram: Ends) -> None:
        """Draw a line to the one place that is pointed at from each factor that stands for it."""
        end = diagram.tie_of(*places) if len(places) == 1 else None
        ties = chain.ties() if end is not None else []
        if end is None or not ties:
            self.leave()
            return
        ground = self.parentWidget()
        starts = [(chain.mapTo(ground, at), color) for at, color in ties]
        self.lead(starts, diagram.mapTo(ground, end))

    def lead(self, starts: Sequence[Start], end: QPointF) -> None:
        """Draw lines to one point."""
        self.starts, self.end = tuple(starts), end
        box = QRectF(end, end)
        for at, _ in starts:
            box = box.united(QRectF(at, end).normalized())
        room = WIDTH + DOT + 1
        self.setGeometry(box.adjusted(-room, -room, room, room).toAlignedRect())
        self.raise_()
        self.show()
        self.update()

    def leave(self) -> None:
        """Draw no line."""
        self.starts = ()
        self.hide()

    def paintEvent(self, event) -> None:
        with painter_on(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-self.pos())
            for start, color in self.starts:
                self._draw(painter, start, color)

    def _draw(self, painter: QPainter, start: QPointF, color: QColor) -> None:
        middle = (start.x() + self.end.x()) / 2
        path = QPainterPath(start)
        path.cubicTo(QPointF(middle, start.y()), QPointF(middle, self.end.y()), self.end)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, WIDTH))
        painter.drawPath(path)
        painter.setBrush(color)
        for dot in (start, self.end):
            painter.drawEllipse(dot, DOT, DOT)
