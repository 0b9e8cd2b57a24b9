"""What the network answers, drawn in a plot: a map, lines of equal value, a curve, residuals."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from visualnn.experiment.frames import Frame, Scene
from visualnn.experiment.frames.insights import Outcomes
from visualnn.figures.borders import refinement
from visualnn.figures.contours import contour_lines
from visualnn.figures.maps import Inks, map_colors, target_levels
from visualnn.figures.table import Floats
from visualnn.figures.ticks import linear_ticks
from visualnn.ui.plots.map_items import Contours
from visualnn.ui.plots.plot_items import Item, Line, Raster, ratio_of, rgb, thin_pen, with_alpha
from visualnn.ui.plots.samples import is_curve
from visualnn.ui.theme import Theme

LINES = 8
"""About so many lines of equal value cross the map of a regression."""

CELL = 2.0
"""Pixels of the screen that a step in the border of two classes may be wide."""

AT_REST, WHILE_RUNNING = 3_000_000, 600_000
"""Values between grid points that are worth their time: some 12 and 2 milliseconds."""


class Answers:
    """The items that show a network's answers over the plane, or along one feature."""

    def __init__(self) -> None:
        self.raster, self.contours = Raster(), Contours()
        self.curve, self.residuals = Line(), Residuals()
        self.curve.setZValue(10)
        self._inks: Inks | None = None

    @property
    def items(self) -> tuple[pg.GraphicsObject, ...]:
        """All items, for the plot that they are to be added to."""
        return (self.raster, self.contours, self.curve, self.residuals)

    def clear(self) -> None:
        """Show no answer."""
        self.raster.clear()
        self.contours.set_lines([])
        self.curve.set_data(np.zeros(0), np.zeros(0))
        self.residuals.set_pairs(np.zeros((0, 3)))

    def dress(self, theme: Theme, classes: int) -> None:
        """Take the colors of a theme for so many classes."""
        self._inks = inks_of(theme, classes)
        self.curve.set_color(theme.ink)
        self.curve.halo = theme.panel
        self.contours.set_color(with_alpha(theme.ink, 0.35))
        self.residuals.set_color(theme.ink2)

    def show_kind(self, scene: Scene) -> None:
        """Show the items that this scene is drawn with."""
        curve = is_curve(scene)
        self.raster.setVisible(not curve)
        self.contours.setVisible(not curve and scene.task == "regression")

    def draw(self, scene: Scene, frame: Frame, mode: str, pixels: float = 0.0) -> None:
        """Draw the answers of a frame that has a map.

        Borders of classes are drawn for a plot of so many ``pixels`` of the screen.
        """
        outputs = frame.boundary
        if is_curve(scene):
            x = np.linspace(*scene.extent[:2], outputs.shape[-1])
            self.curve.set_data(x, outputs[0, 0].astype(float))
            self.residuals.set_pairs(_residuals(scene, frame.outcomes))
            return
        most = AT_REST if frame.state != "running" else WHILE_RUNNING
        points = outputs.shape[-1]
        parts = refinement(points, pixels, CELL, math.isqrt(most // len(outputs)))
        colors = map_colors(outputs, mode, scene, self._inks, parts)
        self.raster.set_pixels(colors, scene.extent)
        if scene.task == "regression":
            levels = linear_ticks(*target_levels(scene), LINES)
            self.contours.set_lines(contour_lines(outputs[0], scene.extent, levels))


class Residuals(Item):
    """An upright line from each sample to the network's answer: what the squared error squares."""

    def __init__(self) -> None:
        super().__init__(z=5)
        self.pairs = np.zeros((0, 3))

    def set_pairs(self, pairs: Floats) -> None:
        """Take x, target and answer ``(n, 3)`` of each sample."""
        self.pairs = pairs
        self.update()

    def paint(self, painter: QPainter, _option, widget: QWidget | None = None) -> None:
        to_pixels = painter.worldTransform()
        lines = [to_pixels.map(QLineF(x, y, x, a)) for x, y, a in self.pairs.tolist()]
        self.in_pixels(painter)
        painter.setPen(thin_pen(self.color, ratio_of(widget)))
        painter.drawLines(lines)


def inks_of(theme: Theme, classes: int) -> Inks:
    """Return the colors that a map is made of."""
    colors: list[QColor] = [theme.class_color(k, classes) for k in range(max(classes, 2))]
    return Inks(
        ground=rgb(theme.panel),
        low=rgb(theme.neg),
        middle=rgb(theme.mid),
        high=rgb(theme.pos),
        classes=tuple(rgb(color) for color in colors),
        sure=rgb(theme.accent),
        bad=rgb(theme.bad),
    )


def _residuals(scene: Scene, outcomes: Outcomes | None) -> Floats:
    """Return x, target and answer ``(n, 3)`` of the samples whose answers are known."""
    pairs = outcomes.pairs if outcomes is not None else ()
    found = [np.zeros((0, 3))]
    for share, rows in enumerate(pairs):
        x = scene.points[scene.part == share, 0]
        if len(x) == len(rows):
            found.append(np.column_stack([x, rows]))
    return np.vstack(found)
