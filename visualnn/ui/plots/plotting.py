"""Plots that stand still: pyqtgraph's, with axes and ranges of our own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QLabel, QWidget

from visualnn.figures.table import Floats
from visualnn.figures.ticks import log_ticks, power_text, scale_ticks, tick_texts
from visualnn.ui import fonts
from visualnn.ui.theme import Theme, sizes
from visualnn.ui.widgets.paint import ring

pg.setConfigOptions(antialias=True, imageAxisOrder="row-major")

CACHED = QGraphicsItem.CacheMode.DeviceCoordinateCache
"""For what stays the same from frame to frame and is dear to draw."""

AXIS_WIDTH = 58
AXIS_HEIGHT = 40
_TICK_ROOM = {"left": 56.0, "bottom": 58.0}


class Axis(pg.AxisItem):
    """An axis of fixed width with few round ticks; on a log axis the data are exponents of ten."""

    _name = ""  # known to the class, because pyqtgraph resizes an axis while it is made

    def __init__(self, side: str) -> None:
        super().__init__(side, showValues=True, maxTickLength=0)
        self.log = False
        self.enableAutoSIPrefix(False)
        self.setStyle(
            tickTextOffset=6,
            tickFont=fonts.numbers(fonts.font(11)),
            tickAlpha=255,
            hideOverlappingLabels=False,
        )
        self.line = True
        self.setWidth(AXIS_WIDTH) if side == "left" else self.setHeight(AXIS_HEIGHT)

    def slim(self) -> None:
        """Take less room and draw no line, for the edge of a map."""
        self.line = False
        self.setWidth(44) if self.orientation == "left" else self.setHeight(38)

    def name(self, text: str, theme: Theme) -> None:
        """Label the axis and take the theme's colors."""
        self.setPen(pg.mkPen(theme.line if self.line else None))
        self.setTextPen(pg.mkPen(theme.ink2))
        self._name = text
        self.setLabel(text, color=theme.ink2.name(), **{"font-size": "11px"})
        self.label.setFont(fonts.font(11))
        self._fit_name()
        self._place_name()

    def _fit_name(self) -> None:
        """Shorten the name to the axis: what is cut off at an end looks like another name."""
        room = self.size().height() if self.orientation == "left" else self.size().width()
        metrics = QFontMetricsF(self.label.font())
        text = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, max(room - 8, 0))
        if room and text != self.labelText:
            self.labelText = text
            self.label.setHtml(self.labelString())

    def resizeEvent(self, event=None) -> None:
        super().resizeEvent(event)
        if self.label is None:  # a closed plot is still resized
            return
        self._fit_name()
        self._place_name()

    def _place_name(self) -> None:
        """Center the name on the axis, anew for every name."""
        box, size = self.label.boundingRect(), self.size()
        # pyqtgraph lets the label stick out by a few pixels, which a card would cut off.
        if self.orientation == "left":
            self.label.setPos(0, (size.height() + box.width()) / 2)
        else:
            self.label.setPos((size.width() - box.width()) / 2, size.height() - box.height())

    def ticks_between(self, low: float, high: float, size: float) -> Floats:
        """Return where the ticks are, in the data's coordinates."""
        count = int(min(max(size / _TICK_ROOM[self.orientation], 2), 6))
        return (log_ticks if self.log else scale_ticks)(low, high, count)

    def tickValues(self, minVal: float, maxVal: float, size: float):  # noqa: N803
        low, high = sorted((minVal, maxVal))
        return [(1.0, self.ticks_between(low, high, size).tolist())]

    def tickStrings(self, values, scale, spacing):
        if self.log:
            return [power_text(value) for value in values]
        return tick_texts(np.asarray(values))


class Plot(pg.PlotWidget):
    """A plot that stands still: ranges are set, never found by themselves.

    Parameters
    ----------
    axes
        Whether the two axes are drawn.
    box
        The pyqtgraph view box, for one that listens to gestures.
    """

    def __init__(
        self, parent: QWidget | None = None, *, axes: bool = True, box: pg.ViewBox | None = None
    ) -> None:
        self._ring: QColor | None = None
        self.left, self.bottom = Axis("left"), Axis("bottom")
        axes_by_side = {"left": self.left, "bottom": self.bottom}
        # pyqtgraph's own menu would bring fifty controls for each plot.
        super().__init__(parent, axisItems=axes_by_side, viewBox=box, enableMenu=False)
        self.box: pg.ViewBox = self.getViewBox()
        self.box.disableAutoRange()
        self.box.setDefaultPadding(0)
        self.hideButtons()
        self.setFrameShape(QLabel.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        # The outermost tick labels reach over the ends of the axes.
        margin = (0, 8, 12, 0) if axes else (0, 0, 0, 0)
        self.getPlotItem().layout.setContentsMargins(*margin)
        if box is None:
            self.setMouseEnabled(x=False, y=False)
        if not axes:
            self.left.setWidth(0)
            self.bottom.setHeight(0)
            self.left.hide()
            self.bottom.hide()

    def set_range(self, left: float, right: float, bottom: float, top: float) -> None:
        """Show this part of the plane, exactly."""
        self.box.setRange(xRange=(left, right), yRange=(bottom, top), padding=0)
        # Left until the next painting, the new scale would ask for another one after it.
        self.box.updateMatrix()

    def apply_theme(self, theme: Theme) -> None:
        """Take the background of a card."""
        self.setBackground(theme.panel)

    def wheelEvent(self, event) -> None:
        # A plot that does not zoom leaves the wheel to whatever scrolls around it.
        if any(self.box.mouseEnabled()):
            super().wheelEvent(event)
        else:
            event.ignore()

    def set_ring(self, color: QColor | None) -> None:
        """Draw the focus ring, or none."""
        self._ring = color
        self.viewport().update()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        super().drawForeground(painter, rect)
        if self._ring is not None:
            painter.resetTransform()
            ring(painter, QRectF(self.viewport().rect()), sizes().radius_control, self._ring)

    def draw_into(self, painter: QPainter, target: QRectF) -> None:
        """Draw the plot for a picture, its marks as outlines instead of cached pixels."""
        focused, self._ring = self._ring, None
        with _exporting(self):
            self.render(painter, target, self.viewport().rect())
        self._ring = focused

    def data_at(self, position: QPointF) -> QPointF:
        """Return the place in the plane under a place in the scene."""
        return self.box.mapSceneToView(position)

    def pixel_at(self, x: float, y: float) -> QPointF:
        """Return the place in the widget of a place in the plane."""
        return QPointF(self.mapFromScene(self.box.mapViewToScene(QPointF(x, y))))


class Readout(QLabel):
    """A small note that follows the mouse; it is not part of a picture."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("readout")
        self.setFont(fonts.numbers(fonts.small()))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setContentsMargins(8, 5, 8, 5)
        self.hide()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a small card."""
        self.setStyleSheet(
            f"background: {theme.panel.name()}; color: {theme.ink.name()};"
            f"border: 1px solid {theme.line.name()}; border-radius: {sizes().radius_control}px;"
        )

    def show_at(self, text: str, position: QPointF) -> None:
        """Show a text beside a place in the parent, on the side where there is room."""
        self.setText(text)
        self.adjustSize()
        room = self.parentWidget().rect()
        x, y = position.x() + 14, position.y() - self.height() / 2
        if x + self.width() > room.right():
            x = position.x() - 14 - self.width()
        self.move(
            int(min(max(x, 0), max(room.right() - self.width(), 0))),
            int(min(max(y, 0), max(room.bottom() - self.height(), 0))),
        )
        self.show()
        self.raise_()


@contextmanager
def _exporting(plot: Plot) -> Iterator[None]:
    """Draw marks as outlines, and nothing from a cache of pixels."""
    items = plot.scene().items()
    marks = [item for item in items if isinstance(item, pg.ScatterPlotItem)]
    cached = [item for item in items if item.cacheMode() == CACHED]
    for item in marks:
        item.setExportMode(True, {"antialias": True, "resolutionScale": 1.0})
    for item in cached:
        item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
    try:
        yield
    finally:
        for item in marks:
            item.setExportMode(False)
        for item in cached:
            item.setCacheMode(CACHED)
