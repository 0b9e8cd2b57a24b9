"""One share's curve: the raw line behind the smoothed one, and a dot at the cursor."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QColor

from visualnn.figures.table import Floats
from visualnn.figures.thin import Smoother, thin_indices
from visualnn.ui.plots.plot_items import Item, Line, with_alpha
from visualnn.ui.plots.stamped import NOWHERE, Stamped

Scale = Callable[[Floats], Floats]
RAW_ALPHA = 0.35


class ShareCurve:
    """Items that are made once and then given data.

    Parameters
    ----------
    dashed, dotted
        How the line differs by more than color.
    """

    def __init__(self, *, dashed: bool = False, dotted: bool = False) -> None:
        self.raw = Line(heavy=False)
        self.line = Line(dashed=dashed, dotted=dotted)
        self.dot = Stamped("circle", 7)

    @property
    def items(self) -> tuple[Item, ...]:
        """In the order in which they lie above each other."""
        return (self.raw, self.line, self.dot)

    def set_color(self, color: QColor) -> None:
        """Take the share's color; the raw line is paler."""
        self.line.set_color(color)
        self.raw.set_color(with_alpha(color, RAW_ALPHA))
        self.dot.set_color(color)

    def set_visible(self, visible: bool) -> None:
        """Show or hide all of it."""
        for item in self.items:
            item.setVisible(visible)

    def draw(
        self, values: Floats, weight: float, columns: int, scale: Callable[[Floats], Floats]
    ) -> None:
        """Draw values by epoch.

        Parameters
        ----------
        weight
            The share of the past in the smoothed line; 0 draws the raw values only.
        columns
            How many pixels the curve is wide.
        scale
            Turns values into what the axis shows.  Smoothing comes before it.
        """
        self.raw.setVisible(weight > 0)
        if weight > 0:
            _put(self.raw, values, columns, scale)
            values = Smoother(weight).push(values)
        _put(self.line, values, columns, scale)

    def mark(self, at: int, values: Floats) -> None:
        """Put the dot at an epoch, if the curve has a value there."""
        shown = at < len(values) and np.isfinite(values[at])
        self.dot.show_at(np.array([[at, values[at]]]) if shown else NOWHERE)

    def unmark(self) -> None:
        """Take the dot away."""
        self.dot.show_at(NOWHERE)


def _put(line: Line, values: Floats, columns: int, scale: Scale) -> None:
    """Give a line the values that show at so many pixels."""
    keep = thin_indices(values, max(columns, 50))
    heights = scale(values[keep])  # of these few only: scales keep the order
    if np.isnan(heights).any():  # what has no place must not hide a neighbor that has
        whole = scale(values)
        keep = thin_indices(whole, max(columns, 50))
        heights = whole[keep]
    line.set_data(keep.astype(float), heights)
