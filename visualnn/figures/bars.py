"""How units' outputs are spread over a batch, as small pictures of bars."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visualnn.figures.thumbnails import PAPER

Floats = NDArray[np.floating]

PALEST = 90
"""A bar is at least so far from the middle color: on the paper that would not be seen."""


def bar_indices(counts: Floats, pixels: int) -> NDArray[np.intp]:
    """Return the color table's entry of each pixel ``(units, pixels, pixels)``.

    A bar has the color that its outputs have on the map; the tallest reaches
    nine tenths of the height.

    Parameters
    ----------
    counts
        ``(units, bins)``, from the lowest outputs to the highest.
    """
    bins = counts.shape[1]
    column = np.arange(pixels) * bins // pixels
    tallest = np.maximum(counts.max(axis=1, keepdims=True), 1e-12)
    heights = (counts / tallest * (0.9 * pixels))[:, column]
    filled = np.arange(pixels)[::-1, None] < heights[:, None, :]
    indices: NDArray[np.intp] = np.where(filled, _colors(bins)[column], PAPER)
    return indices


def _colors(bins: int) -> NDArray[np.intp]:
    center = np.rint((np.arange(bins) + 0.5) * (255 / bins)).astype(np.intp)
    low, high = np.minimum(center, PALEST), np.maximum(center, 255 - PALEST)
    colors: NDArray[np.intp] = np.where(center < 128, low, high)
    return colors
