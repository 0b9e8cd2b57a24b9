"""A view that is one plot, with a caption below it where that is needed."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from visualnn.figures.table import Floats
from visualnn.ui import fonts
from visualnn.ui.plots.legend import Legend
from visualnn.ui.plots.plotting import Plot, Readout
from visualnn.ui.theme import Theme
from visualnn.ui.views.view import View

HEADING = 34.0
MARGIN = 12.0
KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
NOWHERE: Floats = np.zeros((0, 2))
WAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class PlotView(View):
    """A view of one plot; its pictures carry the title and the legend."""

    def __init__(
        self, parent: QWidget | None = None, *, axes: bool = True, box: pg.ViewBox | None = None
    ) -> None:
        super().__init__(parent)
        self._stop: int | None = None
        self.plot = Plot(self, axes=axes, box=box)
        self.legend = Legend()
        self.readout = Readout(self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        self.column.addWidget(self.plot, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plot.scene().sigMouseMoved.connect(self._moved)
        self.plot.viewport().installEventFilter(self)

    def header(self) -> QWidget | None:
        """Return the legend."""
        return self.legend

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme and draw again."""
        self.plot.apply_theme(theme)
        self.readout.apply_theme(theme)
        self.legend.set_colors(theme.ink, theme.ink2)
        super().apply_theme(theme)

    def hover(self, place: QPointF) -> str:
        """Return what to say about a place in the plane; empty for nothing."""
        return ""

    def unhover(self) -> None:
        """Take back what `hover` has marked."""
        self.readout.hide()

    def dismiss(self) -> None:
        """Put the readout away."""
        self.unhover()

    def stops(self) -> Floats:
        """Return the places ``(n, 2)`` that the arrow keys read out one after another; none here.

        At each of them `hover` is asked what there is to say.
        """
        return NOWHERE

    def event(self, event: QEvent) -> bool:
        """Let the tooltip that explains the view wait while the readout tells of a place in it."""
        if event.type() == QEvent.Type.ToolTip and self.readout.isVisible():
            QToolTip.hideText()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Read out the next of the `stops` with the arrow keys, with Shift the tenth."""
        stops, way = self.stops(), WAYS.get(event.key(), 0)
        if not way or not len(stops):
            super().keyPressEvent(event)
            return
        last = len(stops) - 1
        stride = 10 * way if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else way
        self._stop = last if self._stop is None else min(max(self._stop + stride, 0), last)
        x, y = stops[self._stop].tolist()
        pixel = self.plot.mapTo(self, self.plot.pixel_at(x, y).toPoint())
        self.readout.show_at(self.hover(QPointF(x, y)), QPointF(pixel))

    def _moved(self, position: QPointF) -> None:
        inside = self.plot.box.sceneBoundingRect().contains(position)
        text = self.hover(self.plot.data_at(position)) if inside else ""
        if text:
            at = self.plot.mapTo(self, self.plot.mapFromScene(position))
            self.readout.show_at(text, QPointF(at))
        else:
            self.unhover()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring where the keyboard brought the focus."""
        super().focusInEvent(event)
        if event.reason() in KEYBOARD:
            self.plot.set_ring(self.theme.accent)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus ring away, and what the keyboard has read out."""
        super().focusOutEvent(event)
        self.plot.set_ring(None)
        self._stop = None
        self.unhover()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the readout away when the mouse leaves, and the focus when it presses."""
        if event.type() == QEvent.Type.Leave:
            self.unhover()
        elif event.type() == QEvent.Type.MouseButtonPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        return super().eventFilter(watched, event)

    def picture_size(self) -> QSize:
        """Return the plot's size with a heading and a margin."""
        return self.size() + QSize(int(2 * MARGIN), int(2 * MARGIN + HEADING))

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        """Draw heading, legend, plot and caption on the theme's ground."""
        painter.fillRect(rect, self.theme.panel)
        inner = rect.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        heading = QRectF(inner.left(), inner.top(), inner.width(), HEADING - MARGIN)
        # Written in capitals, because a picture of vectors does not keep the font's capitals.
        painter.setFont(fonts.heading())
        painter.setPen(self.theme.caption)
        painter.drawText(heading, Qt.AlignmentFlag.AlignVCenter, self.title.upper())
        if self.header() is not None:
            self.legend.paint_into(painter, heading)
        self.paint_body(painter, QPointF(inner.left(), inner.top() + HEADING))

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the plot for a picture, its upper left corner at a place."""
        offset = QPointF(self.plot.geometry().topLeft())
        size = self.plot.geometry().size()
        painter.save()
        self.plot.draw_into(painter, QRectF(at + offset, size.toSizeF()))
        painter.restore()
