"""The map of a network's loss on a plane through its parameters, and the key to its colors."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QLabel

from visualnn.experiment.frames import Extent, Relief
from visualnn.figures.colormaps import Bytes, colored, viridis
from visualnn.figures.contours import contour_lines, even_levels
from visualnn.figures.heights import Heights, heights_of
from visualnn.figures.table import Floats
from visualnn.figures.ticks import linear_ticks, number_text
from visualnn.ui.plots.color_bar import STOPS, ColorBar
from visualnn.ui.plots.map_items import Contours
from visualnn.ui.plots.plot_items import Raster, rgb
from visualnn.ui.plots.plotting import CACHED, Plot
from visualnn.ui.theme import Theme

LEVELS = 18

ROOM = 56
"""Pixels left of the map: two decimals of a weight, and its name beside them."""

FEW = 3
"""Ticks of the key: where there are fewer powers of ten, round losses take their place."""


class LossMap(QObject):
    """Colors, contour lines and key of a scanned plane, on a plot of a view's own.

    Attributes
    ----------
    bar
        What the colors stand for; the view gives it its place.
    idea
        The sentence that explains the map.
    """

    def __init__(self, plot: Plot, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plot = plot
        plot.left.slim()
        plot.bottom.slim()
        plot.left.setWidth(ROOM)
        self.bar = ColorBar()
        self.idea = self.tr(
            "The mean loss over the training samples, on a plane through the parameters."
        )
        self._colors: Bytes = viridis()[::-1]
        self._losses: Floats = np.zeros((0, 0))
        self._extent: Extent = (0.0, 1.0, 0.0, 1.0)
        self._raster, self._contours = Raster(), Contours()
        for item in (self._raster, self._contours):
            plot.addItem(item, ignoreBounds=True)

    def draw(self, losses: Floats, extent: Extent, axes: tuple[str, str], theme: Theme) -> None:
        """Draw losses ``(m, m)`` over a part of the plane, row 0 at its foot."""
        self._losses, self._extent = losses, extent
        # No loss is below 0, so that the logarithm makes nothing look like a minimum that is none.
        scale = heights_of(Relief("", extent, losses, np.zeros((0, 2)), 0.0))
        heights = scale.of(losses)
        finite = heights[np.isfinite(heights)]
        levels = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
        pixels = colored(heights, levels, self._colors, rgb(theme.panel2))
        self._raster.set_pixels(pixels, extent)
        self._contours.set_lines(contour_lines(heights, extent, even_levels(heights, LEVELS)))
        for item in (self._raster, self._contours):  # the cached map is of another plane
            item.setCacheMode(item.CacheMode.NoCache)
            item.setCacheMode(CACHED)
        self._plot.set_range(*extent)
        self._explain(scale, levels, theme, whole=finite.size == heights.size)
        self.name_axes(axes, theme)

    def name_axes(self, axes: tuple[str, str], theme: Theme) -> None:
        """Write what the plane's coordinates are called."""
        names = {
            "random direction 1": self.tr("random direction 1"),
            "random direction 2": self.tr("random direction 2"),
            "principal component 1": self.tr("principal component 1"),
            "principal component 2": self.tr("principal component 2"),
        }
        u, v = axes
        self._plot.bottom.name(names.get(u, u), theme)
        self._plot.left.name(names.get(v, v), theme)

    def words_at(self, place: QPointF) -> str:
        """Return coordinates and the loss at the nearest point of the grid; empty outside."""
        losses, (left, right, bottom, top) = self._losses, self._extent
        column = round((place.x() - left) / (right - left) * (losses.shape[1] - 1))
        row = round((place.y() - bottom) / (top - bottom) * (losses.shape[0] - 1))
        if not (0 <= row < losses.shape[0] and 0 <= column < losses.shape[1]):
            return ""
        loss = float(losses[row, column])
        text = self.tr("({u}, {v})\nloss {loss} at the nearest point of the grid")
        return text.format(
            u=number_text(place.x(), 3), v=number_text(place.y(), 3), loss=number_text(loss, 4)
        )

    def paint_into(self, painter: QPainter, at: QPointF, words: QLabel, theme: Theme) -> None:
        """Draw the key, and the words below the map, for a picture."""
        box = QRectF(self.bar.geometry()).translated(at)
        self.bar.paint_into(painter, box, theme)
        painter.setFont(words.font())
        painter.setPen(theme.ink2)
        room = QRectF(words.geometry()).translated(at)
        painter.drawText(room, Qt.TextFlag.TextWordWrap, words.text())

    def _explain(
        self, scale: Heights, levels: tuple[float, float], theme: Theme, *, whole: bool
    ) -> None:
        at = np.linspace(0, len(self._colors) - 1, STOPS).astype(int)
        colors = [QColor(*color) for color in self._colors[at].tolist()]
        self.idea = self.tr(
            "The color is log₁₀(loss + {soft}), yellow where the mean loss over the training "
            "samples is low; all other parameters are held, and the penalty is left out."
        ).format(soft=number_text(scale.soft, 2))
        ticks = scale.ticks(*levels)
        if len(ticks) < FEW:
            losses = _round_losses(*(float(10.0**level - scale.soft) for level in levels))
            texts = [number_text(loss) for loss in losses.tolist()]
            ticks = list(zip(scale.of(losses).tolist(), texts, strict=True))
        self.bar.set_scale(self.tr("training loss"), levels, colors, self.idea, ticks)
        self.bar.set_gap(theme.panel2, "" if whole else self.tr("no value"))


def _round_losses(low: float, high: float) -> Floats:
    """Return 1, 2 and 5 times the powers of ten from ``low`` to ``high``, or even steps."""
    losses = np.outer(10.0 ** np.arange(-9.0, 10.0), (1.0, 2.0, 5.0)).ravel()
    inside = losses[(losses >= low) & (losses <= high)]
    return inside if len(inside) > 1 else linear_ticks(low, high, 4)
