"""What the network answers at every place of the input plane, under the samples."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from visualnn.experiment.frames import TEST, TRAIN, VALIDATION, Frame, Scene, Wants
from visualnn.figures.maps import Inks, map_colors, value_at, winners
from visualnn.figures.table import Floats, Table, grid_table
from visualnn.figures.ticks import fixed_text, grown, number_text
from visualnn.ui import fonts
from visualnn.ui.legend import Entry
from visualnn.ui.marks import class_mark
from visualnn.ui.plot_items import Corners, Line, Raster, rgb
from visualnn.ui.query_mark import QueryMark
from visualnn.ui.samples import Samples, is_curve, part_look
from visualnn.ui.theme import Theme, sizes
from visualnn.ui.views.plot_view import PlotView
from visualnn.ui.views.view import Switch

RESOLUTION = 128
WHILE_RUNNING = 96
WHEN_SLOW = 64
"""Grid points per side: at rest, while running, and where the machine is slow."""


SLOW = 30.0
"""Milliseconds from frame to frame, on average, above which the map gets coarser."""


class BoundaryView(PlotView):
    """The output map over the input plane, with the samples on it."""

    key = "boundary"
    # Known to the class, because the switches are asked for before there is a scene.
    _scene: Scene | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(
            self.tr(
                "The color at each place is what the network would answer for a sample there. "
                "Where the color turns, the network changes its mind: the decision boundary."
            )
        )
        self.slow = False
        self._pace = 0.0
        self._clock = QElapsedTimer()
        self._clock.start()
        self._frame: Frame | None = None
        self._inks = _inks(self.theme, 2)
        self._make_items()
        self._make_caption()
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """Decision boundary, or prediction for a regression."""
        return self.tr("Prediction") if self._is_regression() else self.tr("Decision boundary")

    def header(self) -> QWidget | None:
        """Return nothing: the legend stands below, the switches fill the heading."""
        return None

    def switches(self) -> tuple[Switch, ...]:
        """Return what is colored; a regression has its output only."""
        if self._is_regression():
            return (self._points_switch(),)
        return (self._mode_switch(), self._points_switch())

    def _mode_switch(self) -> Switch:
        return Switch(
            "mode",
            self.tr("What is colored"),
            self.tr("The same answer of the network, read in three ways."),
            (
                ("output", self.tr("Output"), self.tr("The number the network gives.")),
                ("class", self.tr("Class"), self.tr("The class that wins, however narrowly.")),
                (
                    "confidence",
                    self.tr("Confidence"),
                    self.tr("How far the winner is ahead: none where all classes are alike."),
                ),
            ),
        )

    def _points_switch(self) -> Switch:
        return Switch(
            "points",
            self.tr("Test points"),
            self.tr("The test share is kept for the end, so that it cannot sway any decision."),
            (
                ("learning", self.tr("Hide test"), self.tr("Training and validation points.")),
                ("all", self.tr("Show test"), self.tr("The test points as well, hollow.")),
            ),
        )

    def chosen(self, switch: str) -> str:
        """Return the key of the option that a switch stands at."""
        if switch == "mode" and self._is_regression():
            return "output"
        return super().chosen(switch)

    def wants(self) -> Wants:
        """Return the resolution: full at rest, lower while running, lowest when slow."""
        running = self._frame is not None and self._frame.state == "running"
        if not running:
            return Wants(boundary=RESOLUTION)
        return Wants(boundary=WHEN_SLOW if self.slow else WHILE_RUNNING)

    def show_scene(self, scene: Scene) -> None:
        """Draw the samples of another plan; its map comes with the next frame."""
        other = self._scene is None or scene.generation != self._scene.generation
        self._scene = scene
        if other:
            self._frame = None
            self._pace, self.slow = 0.0, False
            self._raster.clear()
            self._curve.set_data(np.zeros(0), np.zeros(0))
        self.switched.emit()
        self.retitled.emit(self.title)
        self._set_plane()
        self.refresh()

    def show_frame(self, frame: Frame) -> None:
        """Draw the map of a frame."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        self._watch_pace(frame)
        self._frame = frame
        self._draw_map()

    def _watch_pace(self, frame: Frame) -> None:
        """Notice when frames of a running training come too slowly; once slow stays slow."""
        milliseconds = self._clock.restart()
        both = self._frame is not None and self._frame.state == frame.state == "running"
        # A pause of the window's, as in a menu, counts as one slow frame and no more.
        self._pace += 0.1 * (min(milliseconds, 100) - self._pace) if both else 0.0
        self.slow = self.slow or self._pace > SLOW

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of classes and signed values."""
        self._corners.set_color(theme.panel)
        self._curve.set_color(theme.ink)
        self._caption.setStyleSheet(f"color: {theme.caption.name()};")
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Draw everything again."""
        if self._scene is None:
            return
        self._inks = _inks(self.theme, len(self._scene.classes))
        self._name_axes(self._scene)
        self.samples.draw(self._scene, self.theme, test=self.chosen("points") == "all")
        self._list_marks(self._scene)
        self._draw_map()

    def table(self) -> Table:
        """Return the map in long format, one column for each output."""
        scene, frame = self._scene, self._frame
        if scene is None or frame is None or frame.boundary is None:
            return Table("boundary", {})
        names = [f"output_{name}" for name in scene.classes] or [scene.target or "output"]
        if len(names) != len(frame.boundary):
            names = ["output"] if len(frame.boundary) == 1 else list(map(str, range(len(names))))
        grids = dict(zip(names, frame.boundary, strict=True))
        axes = (scene.features[scene.axes[0]], scene.features[scene.axes[1]])
        if axes[0] == axes[1]:
            x = np.linspace(*scene.extent[:2], frame.boundary.shape[-1])
            return Table("boundary", {axes[0]: x, **{k: g[0] for k, g in grids.items()}})
        return grid_table("boundary", scene.extent, grids, axes)

    def hover(self, place: QPointF) -> str:
        """Return what the sample under the mouse is, and what the network says there."""
        if self._scene is None:
            return ""
        point = self.samples.nearest(self._scene, place)
        lines = [] if point is None else [self._sample_text(self._scene, point)]
        answer = self._answer_text(self._scene, place)
        return "\n".join([*lines, answer] if answer else lines)

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the map, and below it what is on the plane and what the marks mean."""
        super().paint_body(painter, at)
        self.legend.paint_into(painter, QRectF(self.legend.geometry()).translated(at))
        painter.setFont(self._caption.font())
        painter.setPen(self.theme.caption)
        if self._caption.text():
            box = QRectF(self._caption.geometry()).translated(at)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, self._caption.text())

    def _make_items(self) -> None:
        self._raster = Raster()
        self._curve = Line()
        self._curve.setZValue(10)
        self.samples = Samples()
        self._query = QueryMark()
        self._corners = Corners(sizes().radius_control)
        for item in (self._raster, self._curve, self.samples.item, self._query, self._corners):
            self.plot.addItem(item, ignoreBounds=True)
        self.plot.left.slim()
        self.plot.bottom.slim()

    def _make_caption(self) -> None:
        self._caption = QLabel()
        self._caption.setFont(fonts.font(11))
        self._caption.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._caption.setObjectName("plane")
        self._caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        # As wide as the card: the marks of many classes go on in a second row.
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.column.addWidget(self.legend)
        self.column.addWidget(self._caption)

    def _is_regression(self) -> bool:
        return self._scene is not None and self._scene.task == "regression"

    def _set_plane(self) -> None:
        scene = self._scene
        if scene is None:
            return
        bottom, top = scene.extent[2:]
        if is_curve(scene):
            bottom, top = grown(*_padded(scene.targets.astype(float)))
        self.plot.set_range(*scene.extent[:2], bottom, top)
        for item in (self._raster, self._corners):
            item.setVisible(not is_curve(scene))

    def _name_axes(self, scene: Scene) -> None:
        first, second = (scene.features[axis] for axis in scene.axes)
        one = scene.axes[0] == scene.axes[1]
        vertical = scene.target if is_curve(scene) else "" if one else second
        self.plot.bottom.name(first, self.theme)
        self.plot.left.name(vertical, self.theme)
        others = len(scene.features) > len(set(scene.axes))
        plane = self.tr("The plane of {x} and {y}, all other features at their mean.")
        self._caption.setText(self.tr("other features at their mean") if others else "")
        self._caption.setToolTip(plane.format(x=first, y=second))
        self._caption.setVisible(others)

    def _part_names(self) -> dict[int, str]:
        return {TRAIN: self.tr("train"), VALIDATION: self.tr("validation"), TEST: self.tr("test")}

    def _list_marks(self, scene: Scene) -> None:
        count = len(scene.classes)
        entries = [
            Entry(name, self.theme.class_color(k, count), mark=class_mark(k))
            for k, name in enumerate(scene.classes)
        ]
        for part in self.samples.parts(scene):
            fill, ring = part_look(self.theme.ink3, part, self.theme)
            ring = self.theme.ink if part == TEST else ring
            entries.append(Entry(self._part_names()[part], fill, mark="circle", ring=ring))
        self.legend.set_entries(tuple(entries))

    def _draw_map(self) -> None:
        scene, frame = self._scene, self._frame
        if scene is None or frame is None or frame.boundary is None:
            return
        if is_curve(scene):
            x = np.linspace(*scene.extent[:2], frame.boundary.shape[-1])
            self._curve.set_data(x, frame.boundary[0, 0].astype(float))
        else:
            colors = map_colors(frame.boundary, self.chosen("mode"), scene, self._inks)
            self._raster.set_pixels(colors, scene.extent)
        self._draw_query(scene, frame)

    def _draw_query(self, scene: Scene, frame: Frame) -> None:
        answered = scene.query is not None and frame.query is not None
        self._query.setVisible(answered)
        if answered:
            text = self._answer(scene, np.atleast_1d(frame.query))
            self._query.set_query(float(scene.query[0]), float(scene.query[1]), text, self.theme)

    def _sample_text(self, scene: Scene, sample: int) -> str:
        lines = [
            f"{scene.features[axis]}  {number_text(float(value))}"
            for axis, value in dict(zip(scene.axes, scene.points[sample], strict=True)).items()
        ]
        target = scene.targets[sample]
        name = scene.classes[int(target)] if scene.classes else number_text(float(target))
        part = self._part_names()[int(scene.part[sample])]
        return "\n".join([*lines, f"{scene.target or self.tr('target')}  {name} ({part})"])

    def _answer_text(self, scene: Scene, place: QPointF) -> str:
        if self._frame is None or self._frame.boundary is None:
            return ""
        outputs = value_at(self._frame.boundary, scene.extent, place.x(), place.y())
        return self.tr("network  {answer}").format(answer=self._answer(scene, outputs))

    def _answer(self, scene: Scene, outputs: Floats) -> str:
        if not np.isfinite(outputs).all():
            return self.tr("not a number")
        if scene.task == "regression":
            return fixed_text(float(outputs[0]))
        winner = int(winners(outputs[:, None, None])[0, 0])
        share = float(outputs[0] if len(outputs) == 1 else outputs[winner])
        name = scene.classes[winner] if winner < len(scene.classes) else str(winner)
        return self.tr("{output} → {name}").format(output=f"{share:.3f}", name=name)


def _inks(theme: Theme, classes: int) -> Inks:
    colors = [theme.class_color(k, classes) for k in range(max(classes, 2))]
    return Inks(
        ground=rgb(theme.panel),
        low=rgb(theme.neg),
        middle=rgb(theme.mid),
        high=rgb(theme.pos),
        classes=tuple(rgb(color) for color in colors),
        sure=rgb(theme.accent),
        bad=rgb(theme.bad),
    )


def _padded(values: Floats) -> tuple[float, float]:
    reach = float(np.ptp(values)) * 0.05
    return float(values.min()) - reach, float(values.max()) + reach
