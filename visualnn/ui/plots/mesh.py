"""A bent grid and groups of points, made once and then moved."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QWidget

from visualnn.experiment.frames import TRAIN, Scene
from visualnn.figures.colormaps import colored, ramp
from visualnn.figures.maps import target_levels
from visualnn.figures.table import Floats
from visualnn.ui.plots.marks import class_mark
from visualnn.ui.plots.plot_items import Item, polygons, ratio_of, rgb, thin_pen
from visualnn.ui.plots.samples import Points, part_look
from visualnn.ui.theme import Theme
from visualnn.ui.widgets.marker import marker_path

SIZE = 7.0
LEVELS = 7
"""So many colors tell the values of a regression apart."""


class Mesh(Item):
    """The lines of a grid that has been moved and bent."""

    def __init__(self) -> None:
        super().__init__(z=-50)
        self.pieces: list[QPolygonF] = []

    def set_grid(self, grid: Floats) -> None:
        """Take the places ``(rows, columns, 2)`` of the grid's points."""
        lines = [*grid, *grid.swapaxes(0, 1)]
        self.pieces = [
            piece for line in lines for piece in polygons(line[:, 0].copy(), line[:, 1].copy())
        ]
        self.update()

    def paint(self, painter: QPainter, _option, widget: QWidget | None = None) -> None:
        to_pixels = painter.worldTransform()
        pieces = [to_pixels.map(piece) for piece in self.pieces]
        self.in_pixels(painter)
        painter.setPen(thin_pen(self.color, ratio_of(widget)))
        for piece in pieces:
            painter.drawPolyline(piece)


class Flock:
    """Samples as points that move together: one item for each look, so that a move is cheap.

    Classes differ by color and shape, values by color.
    """

    def __init__(self) -> None:
        self.items: list[Points] = []
        self._rows: list[np.ndarray] = []

    def dress(self, scene: Scene, samples: np.ndarray, theme: Theme) -> None:
        """Make the items for these samples."""
        groups = _values(scene, samples) if scene.task == "regression" else None
        labels = scene.targets[samples].astype(int) if groups is None else groups
        self._rows = [np.flatnonzero(labels == label) for label in np.unique(labels)]
        self.items = [_points(scene, int(label), theme) for label in np.unique(labels)]

    def move(self, places: Floats) -> None:
        """Put the points at ``(n, 2)``, in the order of the samples."""
        for item, rows in zip(self.items, self._rows, strict=True):
            at = places[rows]
            at = at[np.isfinite(at).all(axis=1)]
            item.setData(x=at[:, 0], y=at[:, 1])


def _values(scene: Scene, samples: np.ndarray) -> np.ndarray:
    """Return a level from 0 on for each value."""
    low, high = target_levels(scene)
    share = (scene.targets[samples].astype(float) - low) / ((high - low) or 1.0)
    return np.clip((share * LEVELS).astype(int), 0, LEVELS - 1)


def _points(scene: Scene, label: int, theme: Theme) -> Points:
    if scene.task == "regression":
        table = ramp([rgb(theme.neg), rgb(theme.mid), rgb(theme.pos)])
        level = np.array([(label + 0.5) / LEVELS])
        color = pg.mkColor(*colored(level, (0.0, 1.0), table, rgb(theme.bad))[0].tolist())
        shape = "circle"
    else:
        color, shape = theme.class_color(label, len(scene.classes)), class_mark(label)
    fill, ring = part_look(color, TRAIN, theme)
    return Points(size=SIZE, symbol=marker_path(shape), brush=fill, pen=pg.mkPen(ring, width=1.2))
