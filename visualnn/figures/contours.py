"""Lines of equal height."""

from __future__ import annotations

import numpy as np
from contourpy import LineType, contour_generator
from numpy.typing import NDArray

from visualnn.experiment.frames import Extent
from visualnn.figures.table import Floats

Lines = list[NDArray[np.float64]]


def contour_lines(values: Floats, extent: Extent, levels: Floats) -> Lines:
    """Return every line of equal value as points ``(k, 2)`` in the plane's coordinates.

    Parameters
    ----------
    values
        ``(rows, columns)``; row 0 is the lowest y.  Cells that are not finite are left out.
    extent
        ``(left, right, bottom, top)`` of the grid's outermost points.
    levels
        The values to trace.
    """
    rows, cols = values.shape
    x = np.linspace(extent[0], extent[1], cols)
    y = np.linspace(extent[2], extent[3], rows)
    z = np.ma.masked_invalid(values)
    generator = contour_generator(x, y, z, line_type=LineType.Separate, name="serial")
    lines: Lines = []
    for level in levels:
        lines.extend(generator.lines(float(level)))  # type: ignore[arg-type]
    return lines


def even_levels(values: Floats, count: int) -> Floats:
    """Return ``count`` levels that cut the range of the values into equal parts."""
    finite = values[np.isfinite(values)]
    if not finite.size or finite.min() == finite.max():
        return np.zeros(0)
    return np.linspace(finite.min(), finite.max(), count + 2)[1:-1]
