"""Lines of equal height, and the height that a landscape is colored by."""

from __future__ import annotations

import numpy as np
from contourpy import LineType, contour_generator
from numpy.typing import NDArray

from visualnn.experiment.frames import Extent, Relief
from visualnn.figures.table import Floats

Lines = list[NDArray[np.float64]]

_SHARE_OF_MEDIAN = 1e-3


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


def foot(relief: Relief) -> float:
    """Return the value that heights are measured from: the floor, or 0 where there is none."""
    return relief.floor if np.isfinite(relief.floor) else 0.0


def softening(relief: Relief) -> float:
    """Return ε of `height`: a thousandth of the median height above the foot.

    Without it the one grid point that happens to lie nearest to a minimum
    would take half of the colors.
    """
    above = relief.values[np.isfinite(relief.values)] - foot(relief)
    middle = float(np.median(above)) if above.size else 0.0
    return _SHARE_OF_MEDIAN * middle if middle > 0 else 1e-9


def height(relief: Relief) -> Floats:
    """Return log₁₀(loss − floor + ε), the height by which a landscape is colored.

    Values below the floor count as the floor; what is not finite stays so.
    Where there is no floor the loss itself is the height, because the
    logarithm would make whatever lies lowest in the picture look like a minimum.
    """
    if not np.isfinite(relief.floor):
        return relief.values
    above = np.maximum(relief.values - foot(relief), 0.0)
    heights: Floats = np.log10(above + softening(relief))
    return heights


def even_levels(values: Floats, count: int) -> Floats:
    """Return ``count`` levels that cut the range of the values into equal parts."""
    finite = values[np.isfinite(values)]
    if not finite.size or finite.min() == finite.max():
        return np.zeros(0)
    return np.linspace(finite.min(), finite.max(), count + 2)[1:-1]
