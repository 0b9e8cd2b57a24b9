"""The samples of a data set as points in a plot: what they are, by color, shape and ring."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainter

from visualnn.experiment.frames import TEST, TRAIN, VALIDATION, Scene
from visualnn.figures.colormaps import colored, ramp
from visualnn.figures.table import Floats
from visualnn.ui.plots.inks import DARK, LIGHT
from visualnn.ui.plots.marks import class_mark, draw_path
from visualnn.ui.plots.plot_items import rgb, with_alpha
from visualnn.ui.plots.plotting import CACHED
from visualnn.ui.theme import Theme
from visualnn.ui.widgets.marker import marker_path

NEAR = 11.0
SIZE = 8.0
"""Pixels: how near to a point the mouse must be, and how wide a point is."""

LEVELS = 64
"""So many colors tell the values of a regression apart."""

TINY = 1e-12
"""Instead of the length of a way that has none."""

Look = tuple[int, int]
"""What is drawn as one item: a class (0 for values) and a share."""


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

    def boundingRect(self) -> QRectF:
        """Return all that is on show: pyqtgraph would look for the outermost marks every time."""
        return self.viewRect() or super().boundingRect()

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

    Points of a class and a share are one item with one pen and one brush: a look for
    each of ten thousand points takes half a second to make.
    """

    def __init__(self) -> None:
        self.item = pg.ItemGroup()
        self.shown = np.zeros(0, dtype=np.intp)
        self._looks: dict[Look, Points] = {}
        self._drawn: tuple[object, ...] = ()

    def draw(self, scene: Scene, theme: Theme, *, test: bool) -> None:
        """Draw the samples, those of the test share only where they are asked for.

        What is drawn already stays as it is.
        """
        state = (theme, test, scene.classes, places(scene), scene.targets, scene.part)
        if _same(state, self._drawn):
            return
        self._drawn = state
        self.shown = np.flatnonzero((scene.part != TEST) | test)
        groups = self._groups(scene)
        for look in self._looks.keys() - groups.keys():
            self._item(look).clear()
        for look, rows in groups.items():
            self._dress(look, rows, scene, theme)

    def nearest(self, scene: Scene, place: QPointF, reach: float = NEAR) -> int | None:
        """Return the sample under the mouse, or None."""
        if not len(self.shown):
            return None
        width, height = self.item.getViewBox().viewPixelSize()
        away = places(scene)[self.shown] - (place.x(), place.y())
        pixels = np.hypot(away[:, 0] / width, away[:, 1] / height)
        nearest = int(pixels.argmin())
        return int(self.shown[nearest]) if pixels[nearest] <= reach else None

    def along(
        self, scene: Scene, first: QPointF, last: QPointF, reach: float = NEAR
    ) -> NDArray[np.intp]:
        """Return the samples that a mouse passes on its straight way from one place to another."""
        pixel = self.item.getViewBox().viewPixelSize()
        start = np.array([first.x(), first.y()]) / pixel
        way = np.array([last.x(), last.y()]) / pixel - start
        away = places(scene)[self.shown] / pixel - start
        # The foot of the perpendicular, or the nearer end where that lies beside the way.
        foot = np.clip(away @ way / max(way @ way, TINY), 0.0, 1.0)
        distance = np.hypot(*(away - foot[:, None] * way).T)
        return self.shown[distance <= reach]

    def parts(self, scene: Scene) -> list[int]:
        """Return the shares that are on show."""
        return [part for part in (TRAIN, VALIDATION, TEST) if part in scene.part[self.shown]]

    def _groups(self, scene: Scene) -> dict[Look, NDArray[np.intp]]:
        """Return which samples are drawn together: of a class and a share, or of a share."""
        kinds = kinds_of(scene)[self.shown] if scene.classes else np.zeros(len(self.shown), int)
        parts = scene.part[self.shown]
        return {
            (int(kind), int(part)): self.shown[(kinds == kind) & (parts == part)]
            for kind, part in {*zip(kinds.tolist(), parts.tolist(), strict=True)}
        }

    def _item(self, look: Look) -> Points:
        """Return the item of a look; validation and test points lie above training points."""
        if look not in self._looks:
            item = self._looks[look] = Points(size=SIZE)
            item.setZValue(look[1])
            item.setCacheMode(CACHED)  # the map below changes in every frame, the points do not
            self.item.addItem(item)
        return self._looks[look]

    def _dress(self, look: Look, rows: NDArray[np.intp], scene: Scene, theme: Theme) -> None:
        kind, part = look
        at = places(scene)[rows]
        _, ring = part_look(theme.ink, part, theme, values=has_values(scene))
        self._item(look).setData(
            x=at[:, 0],
            y=at[:, 1],
            symbol=marker_path(class_mark(kind)),
            brush=_brushes(scene, rows, part, theme),
            pen=pg.mkPen(ring, width=1.3),
        )


def _brushes(
    scene: Scene, rows: NDArray[np.intp], part: int, theme: Theme
) -> QBrush | list[QBrush]:
    """Return one brush for points of a class, or one of few for each point that has a value."""
    kinds = kinds_of(scene)[rows]
    fills = {
        kind: pg.mkBrush(part_look(kind_color(kind, scene, theme), part, theme)[0])
        for kind in np.unique(kinds).tolist()
    }
    if len(fills) == 1:
        return next(iter(fills.values()))
    return [fills[kind] for kind in kinds.tolist()]


def kinds_of(scene: Scene) -> NDArray[np.int64]:
    """Return what decides a sample's color ``(n,)``: its class, or the level of its value."""
    if scene.classes:
        return scene.targets.astype(np.int64)
    if is_curve(scene):
        return np.zeros(len(scene.targets), dtype=np.int64)
    return level_of(scene, scene.targets.reshape(len(scene.targets), -1)[:, 0].astype(float))


def level_of(scene: Scene, values: Floats) -> NDArray[np.int64]:
    """Return at which of the `LEVELS` colors values ``(n,)`` stand."""
    low, high = scene.levels
    share = (values - low) / (high - low)
    return np.rint(np.clip(share, 0, 1) * (LEVELS - 1)).astype(np.int64)


def kind_color(kind: int, scene: Scene, theme: Theme) -> QColor:
    """Return the color of a class, or of a level of the value."""
    if scene.classes:
        return theme.class_color(kind, len(scene.classes))
    if is_curve(scene):
        return theme.accent
    table = ramp([rgb(theme.neg), rgb(theme.mid), rgb(theme.pos)])
    bytes_ = colored(np.array([kind / (LEVELS - 1)]), (0.0, 1.0), table, rgb(theme.bad))
    return QColor(*bytes_[0].tolist())


def _same(new: tuple[object, ...], old: tuple[object, ...]) -> bool:
    """Return whether two states are equal, arrays number by number."""
    return len(new) == len(old) and all(
        np.array_equal(a, b) if isinstance(a, np.ndarray) else a is b or a == b
        for a, b in zip(new, old, strict=True)
    )


def has_values(scene: Scene) -> bool:
    """Return whether the color of a sample is its value, which may be that of the ground."""
    return not scene.classes and not is_curve(scene)


def part_look(
    color: QColor, part: int, theme: Theme, *, values: bool = False
) -> tuple[QColor, QColor]:
    """Return fill and ring of a point by its share.

    Where colors are ``values`` a middling one is as light as the ground of the
    light theme: a white ring would not set it off.
    """
    if part == TRAIN:
        return color, theme.ink3 if values and not theme.dark else with_alpha(LIGHT, 0.9)
    if part == VALIDATION:
        return color, DARK
    return with_alpha(color, 0.0), LIGHT if theme.dark else DARK
