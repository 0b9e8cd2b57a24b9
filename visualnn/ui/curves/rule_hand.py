"""The rule of early stopping that is tried out, taken by its lines in the plot."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen

from visualnn.ui.curves.grip import Grip
from visualnn.ui.plots.plot_items import Item
from visualnn.ui.plots.plotting import Plot


class Level(Item):
    """A dashed line from left to right at one y."""

    def __init__(self) -> None:
        super().__init__(z=-10)
        self.y = 0.0

    def set_y(self, y: float) -> None:
        """Move the line."""
        self.y = y
        self.update()

    def paint(self, painter: QPainter, *_) -> None:
        y = round(painter.worldTransform().map(QPointF(0, self.y)).y()) + 0.5
        rect = self.in_pixels(painter)
        pen = QPen(self.color, 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([2.0, 3.0])
        painter.setPen(pen)
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


class RuleHand(QObject):
    """Two lines to take: where patience ends, and below which loss an epoch counts as better.

    Signals
    -------
    taken
        One of the lines is moved; what it is moved to follows.
    stop_wanted : float
        At this epoch the run is to stop, as near as a patience can bring it.
    patience_nudged, improvement_nudged : int
        Another patience, or minimum improvement, by so many steps.
    level_wanted : float
        On the plot's axis: only below it an epoch is to count as better.
    """

    taken = Signal()
    stop_wanted = Signal(float)
    patience_nudged = Signal(int)
    level_wanted = Signal(float)
    improvement_nudged = Signal(int)

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot = plot
        self._end: float | None = None
        self._height: float | None = None
        self.patience = Grip(Qt.Orientation.Vertical, plot)
        self.improvement = Grip(Qt.Orientation.Horizontal, plot)
        self.level = Level()
        plot.addItem(self.level, ignoreBounds=True)
        self._name()
        for grip in (self.patience, self.improvement):
            grip.nudged.connect(self.taken)
            grip.dragged.connect(self.taken)
        self.patience.nudged.connect(self.patience_nudged)
        self.improvement.nudged.connect(self.improvement_nudged)
        self.patience.dragged.connect(lambda at: self.stop_wanted.emit(self._under(at).x()))
        self.improvement.dragged.connect(lambda at: self.level_wanted.emit(self._under(at).y()))
        plot.box.sigRangeChanged.connect(self._place)
        plot.box.sigResized.connect(self._place)
        self.show_at(None, None)

    def show_at(self, end: float | None, height: float | None) -> None:
        """Offer the lines at an epoch and at a place on the left axis; None for no line."""
        self._end, self._height = end, height
        self.level.setVisible(height is not None)
        if height is not None:
            self.level.set_y(height)
        self._place()

    def _place(self) -> None:
        """Lie over the lines, or at the edge of the plot beyond which they are."""
        (left, right), (low, high) = self._plot.box.viewRange()
        area = self._area()
        for grip, shown in ((self.patience, self._end), (self.improvement, self._height)):
            if shown is None:
                grip.hide()
        if self._end is not None:
            x = min(max(self._end, left), right)
            self.patience.lie_over(area, self._plot.pixel_at(x, low))
        if self._height is not None:
            y = min(max(self._height, low), high)
            self.improvement.lie_over(area, self._plot.pixel_at(left, y))
            self.patience.raise_()

    def _area(self) -> QRectF:
        """Return where the plot is without its axes, in the widget."""
        scene = self._plot.box.sceneBoundingRect()
        return QRectF(
            QPointF(self._plot.mapFromScene(scene.topLeft())),
            QPointF(self._plot.mapFromScene(scene.bottomRight())),
        )

    def _under(self, at: QPointF) -> QPointF:
        return self._plot.data_at(self._plot.mapToScene(at.toPoint()))

    def _name(self) -> None:
        self.patience.setObjectName("patience_line")
        self.patience.setAccessibleName(self.tr("Patience, in the plot"))
        self.patience.setToolTip(
            self.tr(
                "Drag this line, or move it with the arrow keys, to try another patience: "
                "early stopping ends when epoch − best epoch ≥ patience. The run stays as it is."
            )
        )
        self.improvement.setObjectName("improvement_line")
        self.improvement.setAccessibleName(self.tr("Minimum improvement, in the plot"))
        self.improvement.setToolTip(
            self.tr(
                "Drag this line, or move it with the arrow keys: an epoch counts as better only "
                "where its loss is below it, loss < best loss − δ. The run stays as it is."
            )
        )
