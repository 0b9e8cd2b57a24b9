"""The samples of a data set as points in a plot: what they are, by color, shape and ring."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from visualnn.experiment.frames import TEST, TRAIN, VALIDATION, Scene
from visualnn.figures.colormaps import colored, ramp
from visualnn.figures.maps import target_levels
from visualnn.figures.table import Floats
from visualnn.ui.marks import class_mark, draw_path
from visualnn.ui.plot_items import rgb, with_alpha
from visualnn.ui.theme import Theme
from visualnn.ui.widgets.marker import marker_path

NEAR = 11.0
SIZE = 8.0
"""Pixels: how near to a point the mouse must be, and how wide a point is."""

LIGHT, DARK = QColor("#ffffff"), QColor("#14171c")
"""The rings; the map below them is never as light or as dark."""


def is_curve(scene: Scene) -> bool:
    """Return whether one feature explains a value, so that it is drawn against it."""
    return scene.task == "regression" and scene.axes[0] == scene.axes[1]


def places(scene: Scene) -> Floats:
    """Return where the samples are drawn, ``(n, 2)``."""
    if not is_curve(scene):
        return scene.points
    return np.column_stack([scene.points[:, 0], scene.targets.astype(float)])


class Points(pg.ScatterPlotItem):
    """Marks from cached pixels on screen, and as outlines in a picture."""

    def paint(self, painter: QPainter, *args) -> None:
        if self._exportOpts is False:
            super().paint(painter, *args)
            return
        # pyqtgraph would scale shape and pen together, which few viewers of SVG undo.
        to_pixels = painter.worldTransform()
        painter.resetTransform()
        for spot in self.points():
            at = to_pixels.map(QPointF(spot.pos()))
            pen, fill = spot.pen(), spot.brush().color()
            draw_path(painter, spot.symbol(), at, spot.size(), fill, pen.color(), pen.widthF())


class Samples:
    """The points of one scene.

    Training points are ringed light, validation points dark, and test points
    are hollow.  Classes differ by color and shape, values by color.
    """

    def __init__(self) -> None:
        self.item = Points(size=SIZE)
        self.shown = np.zeros(0, dtype=np.intp)

    def draw(self, scene: Scene, theme: Theme, *, test: bool) -> None:
        """Draw the samples, those of the test share only where they are asked for."""
        shown = np.flatnonzero((scene.part != TEST) | test)
        # Training points first, so that the fewer validation and test points lie on top.
        self.shown = shown[np.argsort(scene.part[shown], kind="stable")]
        at = places(scene)[self.shown]
        colors, shapes = self._looks(scene, theme)
        looks = [
            part_look(color, int(part), theme)
            for color, part in zip(colors, scene.part[self.shown], strict=True)
        ]
        self.item.setData(
            x=at[:, 0],
            y=at[:, 1],
            symbol=[marker_path(shape) for shape in shapes],
            brush=[fill for fill, _ in looks],
            pen=[pg.mkPen(ring, width=1.3) for _, ring in looks],
        )

    def nearest(self, scene: Scene, place: QPointF) -> int | None:
        """Return the sample under the mouse, or None."""
        if not len(self.shown):
            return None
        width, height = self.item.getViewBox().viewPixelSize()
        away = places(scene)[self.shown] - (place.x(), place.y())
        pixels = np.hypot(away[:, 0] / width, away[:, 1] / height)
        nearest = int(pixels.argmin())
        return int(self.shown[nearest]) if pixels[nearest] <= NEAR else None

    def parts(self, scene: Scene) -> list[int]:
        """Return the shares that are on show."""
        return [part for part in (TRAIN, VALIDATION, TEST) if part in scene.part[self.shown]]

    def _looks(self, scene: Scene, theme: Theme) -> tuple[list[QColor], list[str]]:
        if scene.task == "regression":
            colors = _by_value(scene, theme)
            return [colors[k] for k in self.shown], ["circle"] * len(self.shown)
        labels = [int(scene.targets[k]) for k in self.shown]
        count = len(scene.classes)
        return [theme.class_color(k, count) for k in labels], [class_mark(k) for k in labels]


def part_look(color: QColor, part: int, theme: Theme) -> tuple[QColor, QColor]:
    """Return fill and ring of a point by its share."""
    if part == TRAIN:
        return color, with_alpha(LIGHT, 0.9)
    if part == VALIDATION:
        return color, DARK
    return with_alpha(color, 0.0), LIGHT if theme.dark else DARK


def _by_value(scene: Scene, theme: Theme) -> list[QColor]:
    if is_curve(scene):
        return [theme.accent] * len(scene.targets)
    table = ramp([rgb(theme.neg), rgb(theme.mid), rgb(theme.pos)])
    values = scene.targets.astype(float)
    bytes_ = colored(values, target_levels(scene), table, rgb(theme.bad))
    return [QColor(*color) for color in bytes_.tolist()]
