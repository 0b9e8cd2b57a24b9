"""What the network answers at every place of the input plane, under the samples."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import QWidget

from visualnn.experiment.frames import TRAIN, Frame, Scene, Wants
from visualnn.experiment.frames.faces import affordable
from visualnn.figures.extents import curve_range
from visualnn.figures.maps import map_table
from visualnn.figures.table import Table
from visualnn.figures.ticks import fixed_text
from visualnn.ui.haste import Haste
from visualnn.ui.plots.answers import Answers
from visualnn.ui.plots.glance_mark import GlanceMark
from visualnn.ui.plots.plane_key import PlaneKey
from visualnn.ui.plots.plane_switches import plane_switches
from visualnn.ui.plots.plane_words import PlaneWords
from visualnn.ui.plots.plot_items import Corners
from visualnn.ui.plots.query_mark import QueryMark
from visualnn.ui.plots.samples import Samples, is_curve, places
from visualnn.ui.plots.stamped import NOWHERE, Stamped
from visualnn.ui.points.editor import PointEditor
from visualnn.ui.points.foot import Foot
from visualnn.ui.theme import Theme, sizes
from visualnn.ui.views.plot_view import PlotView
from visualnn.ui.views.view import Switch

RESOLUTION = 128
WHILE_RUNNING = 96
WHEN_SLOW = 64
COARSEST = 32
"""Grid points per side: at rest, while running, where the machine is slow, and at least."""

BUDGET = 36_000_000
"""Multiplications that a running map may take: some two milliseconds of the engine's time."""

MOST_MARKS = 512
"""A larger batch is nearly all there is: marks would say nothing."""

CORNERS = 14.0
"""Pixels from corner to corner about a sample of the batch: samples themselves are ringed."""


class BoundaryView(PlotView):
    """The output map over the input plane, with the samples on it."""

    key = "boundary"

    # Known to the class, because the switches are asked for before there is a scene.
    _scene: Scene | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices["residuals"] = "none"  # offered to some scenes only
        self.setToolTip(self._idea())
        self._words = PlaneWords(self)
        self.haste = Haste()
        self._frame: Frame | None = None
        self._make_items()
        self.points = PointEditor(self, self.plot, self.samples)
        self.key_below = PlaneKey(self.legend, self._words, self)
        key = self.key_below
        self.column.addLayout(Foot(self.points.strip, key.bar, self.legend, caption=key.caption))
        self.points.intent.connect(self.intent)
        self.points.pointed.connect(self._tell_at)
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """Decision boundary, or prediction for a regression."""
        return self.tr("Prediction") if self._is_regression() else self.tr("Decision boundary")

    @property
    def short_title(self) -> str:
        """Boundary, or prediction for a regression."""
        return self.tr("Prediction") if self._is_regression() else self.tr("Boundary")

    def _idea(self) -> str:
        """Return what there is to see, by the kind of the target."""
        if self._scene is not None and is_curve(self._scene):
            return self.tr(
                "The line is what the network would answer at each place; training bends it "
                "towards the points, until the squares of what is left between them are least."
            )
        if self._is_regression():
            return self.tr(
                "The color at each place is the value that the network would answer for a sample "
                "there; along a line it is the same."
            )
        return self.tr(
            "The color at each place is what the network would answer for a sample there. "
            "Where the color turns, the network changes its mind: the decision boundary."
        )

    def header(self) -> QWidget | None:
        """Return nothing: the legend stands below, the switches fill the heading."""
        return None

    def switches(self) -> tuple[Switch, ...]:
        """Return what is colored; a regression has its output only."""
        curve = self._scene is not None and is_curve(self._scene)
        return plane_switches(regression=self._is_regression(), curve=curve)

    def chosen(self, switch: str) -> str:
        """Return the key of the option that a switch stands at."""
        if switch == "mode" and self._is_regression():
            return "output"
        return super().chosen(switch)

    def wants(self) -> Wants:
        """Return the resolution: full at rest, lower while running, lowest when slow or wide."""
        fine = WHEN_SLOW if self.haste.slow else WHILE_RUNNING
        if self._scene is not None:
            fine = min(fine, max(affordable(self._scene.sizes, BUDGET), COARSEST))
        return Wants(
            boundary=fine if self._running else RESOLUTION,
            batch=self.chosen("batch") == "rings",
            outcomes=self._shows_residuals,
        )

    def show_scene(self, scene: Scene) -> None:
        """Draw the samples of another plan; its map comes with the next frame."""
        other = self._scene is None or scene.generation != self._scene.generation
        self._scene = scene
        if other:
            self._frame = None
            self.haste.begin()
            self.answers.clear()
            self.switched.emit()
            self.retitled.emit(self.title)
            self._set_plane()
            self.setToolTip(self._idea())
        self.points.show_scene(scene)
        self.refresh()

    def keep(self, reason: str) -> None:
        """Put the tools away that change points, or offer them again."""
        self.points.set_editable(not reason)

    def show_frame(self, frame: Frame) -> None:
        """Draw the map of a frame."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        ran, runs = self._running, frame.state == "running"
        self.haste.frame(running=ran and runs)
        self._frame = frame
        if ran and not runs and self._is_coarse(frame):
            self.wanting.emit()  # at rest there is time for the fine map
        self._draw_map()
        self._mark_batch()
        self._draw_glance(self._scene, frame)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of classes and signed values."""
        self._corners.set_color(theme.panel)
        self._marks.set_color(theme.ink)
        self.points.apply_theme(theme)
        self.key_below.apply_theme(theme)
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Draw everything again."""
        if self._scene is None:
            return
        self.answers.dress(self.theme, len(self._scene.classes))
        self.key_below.tell_colors(self._scene, self.theme)
        self._name_axes(self._scene)
        self.samples.draw(self._scene, self.theme, test=self.chosen("points") == "all")
        parts, rings = self.samples.parts(self._scene), self.chosen("batch") == "rings"
        self.key_below.tell_marks(self._scene, parts, self.theme, batch=rings)
        self._draw_map()
        self._mark_batch()

    def table(self) -> Table:
        """Return the map in long format, one column for each output."""
        scene, frame = self._scene, self._frame
        if scene is None or frame is None or frame.boundary is None:
            return Table("boundary", {})
        return map_table(scene, frame.boundary)

    def hover(self, place: QPointF) -> str:
        """Return what the sample under the mouse is, and what the network says there."""
        if self._scene is None or self.points.active:
            return ""
        point = self.samples.nearest(self._scene, place)
        lines = [] if point is None else [self._words.sample(self._scene, point)]
        if self._frame is not None and self._frame.boundary is not None:
            lines.append(self._words.answer_at(self._scene, self._frame, place))
        return "\n".join(lines)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of a tool in hand from the actions of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and self.points.wants_key(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip and self.points.active:
            return True  # it would stand where the next point goes
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor with the arrows; put, move, erase or explain what is there."""
        if not self.points.key(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the keyboard's cursor away with the focus."""
        super().focusOutEvent(event)
        self.points.leave()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the switches, and to explain the sample there; with a tool in hand it erases."""
        if self.points.active and event.reason() == QContextMenuEvent.Reason.Mouse:
            return
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        position = self.plot.mapToScene(self.plot.mapFrom(self, event.pos()))
        row = self.points.row_at(self.plot.data_at(position))
        if row is not None:
            first = menu.actions()[0]
            action = QAction(self.tr("Explain this sample"), menu)
            action.setObjectName("explain_sample")
            action.setToolTip(self.tr("Its way through the network and back, number by number."))
            action.triggered.connect(lambda: self.points.explain(row))
            menu.insertAction(first, action)
        menu.popup(event.globalPos())

    def _tell_at(self, place: QPointF) -> None:
        """Tell about the place of the keyboard's cursor."""
        text = self.hover(place)
        if text:
            at = self.plot.pixel_at(place.x(), place.y())
            self.readout.show_at(text, QPointF(self.plot.mapTo(self, at.toPoint())))

    def _mark_batch(self) -> None:
        """Mark the samples of the latest batch, where that is fewer than all."""
        scene, frame = self._scene, self._frame
        batch = frame.batch if frame is not None else None
        if scene is None or batch is None or self.chosen("batch") != "rings":
            self._marks.show_at(NOWHERE)
            return
        rows = np.flatnonzero(np.isin(scene.numbers, batch))
        some = 0 < len(rows) <= MOST_MARKS and len(batch) < np.sum(scene.part == TRAIN)
        self._marks.show_at(places(scene)[rows if some else rows[:0]])

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the map, and below it what is on the plane and what the marks mean."""
        super().paint_body(painter, at)
        self.key_below.paint_into(painter, at, self.theme)

    def _make_items(self) -> None:
        self.answers = Answers()
        self.samples = Samples()
        self._query, self._glance = QueryMark(), GlanceMark()
        self._marks = Stamped("corners", CORNERS, outline=1.2, z=20)
        self._corners = Corners(sizes().radius_control)
        for item in (
            *self.answers.items,
            self.samples.item,
            self._marks,
            self._glance,
            self._query,
            self._corners,
        ):
            self.plot.addItem(item, ignoreBounds=True)
        self.plot.left.slim()
        self.plot.bottom.slim()
        self.plot.box.sigResized.connect(self._draw_map)  # drawn larger, borders are finer

    @property
    def _shows_residuals(self) -> bool:
        curve = self._scene is not None and is_curve(self._scene)
        return curve and self.chosen("residuals") == "lines"

    @staticmethod
    def _is_coarse(frame: Frame) -> bool:
        return frame.boundary is not None and frame.boundary.shape[-1] < RESOLUTION

    @property
    def _running(self) -> bool:
        return self._frame is not None and self._frame.state == "running"

    def _is_regression(self) -> bool:
        return self._scene is not None and self._scene.task == "regression"

    def _set_plane(self) -> None:
        scene = self._scene
        if scene is None:
            return
        bottom, top = scene.extent[2:]
        if is_curve(scene):
            bottom, top = curve_range(scene)
        self.plot.set_range(*scene.extent[:2], bottom, top)
        self.answers.show_kind(scene)
        self._corners.setVisible(not is_curve(scene))

    def _name_axes(self, scene: Scene) -> None:
        first, second = (scene.features[axis] for axis in scene.axes)
        one = scene.axes[0] == scene.axes[1]
        vertical = scene.target if is_curve(scene) else "" if one else second
        self.plot.bottom.name(first, self.theme)
        self.plot.left.name(vertical, self.theme)
        self.key_below.tell_plane(scene)

    def _draw_map(self) -> None:
        scene, frame = self._scene, self._frame
        if scene is None or frame is None or frame.boundary is None:
            return
        pixels = self.plot.box.width() * self.devicePixelRatioF()
        self.answers.draw(scene, frame, self.chosen("mode"), pixels)
        self._draw_query(scene, frame)

    def _draw_query(self, scene: Scene, frame: Frame) -> None:
        answered = scene.query is not None and frame.query is not None
        self._query.setVisible(answered)
        if answered:
            text = self._words.answer(scene, np.atleast_1d(frame.query))
            self._query.set_query(float(scene.query[0]), float(scene.query[1]), text, self.theme)
            self.key_below.tell_query(scene, frame, text)

    def _draw_glance(self, scene: Scene, frame: Frame) -> None:
        """Ring the sample that is on its way through the network."""
        glance = frame.glance
        shown = glance is not None and glance.sample >= 0
        self._glance.setVisible(shown)
        if glance is not None and shown:
            x, y = places(scene)[glance.sample].tolist()
            text = self.tr("{place} of {batch} · loss {loss}").format(
                place=glance.place + 1, batch=glance.batch, loss=fixed_text(glance.loss)
            )
            self._glance.set_sample(x, y, text, self.theme)
