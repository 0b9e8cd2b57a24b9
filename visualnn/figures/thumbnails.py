"""Each neuron's output over the input plane as small pictures, all in one array."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from visualnn.figures.colormaps import diverging
from visualnn.nn.activations import RANGES

Floats = NDArray[np.floating]
Color = tuple[int, int, int]
Range = tuple[float, float]

FIXED_RANGES: dict[str, Range] = RANGES
"""Outputs that cannot leave these bounds are colored over the whole of them."""

NOT_A_NUMBER = 256
"""The first of two entries of a `diverging_table` whose stripes stand for NaN."""

PAPER = 257
"""The entry of the ground that pictures are drawn on."""

COLORS = 258
STRIPE = 3


def diverging_table(
    low: Color, middle: Color, high: Color, alarm: Color, paper: Color
) -> NDArray[np.uint8]:
    """Return `COLORS` colors as B, G, R, A: 256 from low to high, then ``alarm`` and ``paper``."""
    table = np.full((COLORS, 4), 255, dtype=np.uint8)
    table[:256, :3] = diverging(low, middle, high)[:, ::-1]
    table[NOT_A_NUMBER:, :3] = np.array([alarm, paper])[:, ::-1]
    return table


def color_range(maps: Floats, activation: str) -> Range:
    """Return the outputs that get the outermost colors in one layer.

    A bounded activation has the whole of its range.  Any other is colored
    symmetrically about 0, out to the layer's largest magnitude, so that the
    neurons of a layer can be compared and the middle color means "no output".

    Parameters
    ----------
    maps
        ``(units, k, k)``, the layer's outputs over the input plane.
    activation
        The layer's key in `visualnn.nn.activations.ACTIVATIONS`.
    """
    if activation in FIXED_RANGES:
        return FIXED_RANGES[activation]
    size = np.abs(maps)
    largest = float(size.max(where=np.isfinite(size), initial=0.0)) or 1.0
    return -largest, largest


def input_range(one: Floats) -> Range:
    """Return a feature's own range over the plane; one that is held still gets the middle color."""
    finite = one[np.isfinite(one)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    margin = 1.0 if low == high else 0.0
    return low - margin, high + margin


def color_indices(maps: Floats, bounds: Range) -> NDArray[np.intp]:
    """Return the table entry of each value: 0 at the lower bound, 255 at the upper one.

    NaN gets diagonal stripes, so that it looks like no value at all.  The rows
    are turned over: row 0 of the result is the highest y, as pictures have it.
    """
    low, high = bounds
    scaled = (maps[..., ::-1, :] - low) * (255.0 / (high - low))
    unknown = np.isnan(scaled)
    if unknown.any():
        rows, columns = np.indices(scaled.shape[-2:])
        stripes = NOT_A_NUMBER + (rows + columns) // STRIPE % 2
        return np.where(unknown, stripes, _rounded(np.where(unknown, 0.0, scaled)))
    return _rounded(scaled)


def _rounded(scaled: Floats) -> NDArray[np.intp]:
    return np.rint(np.clip(scaled, 0.0, 255.0)).astype(np.intp)


@cache
def rounded_mask(pixels: int, radius: float) -> NDArray[np.float32]:
    """Return ``(pixels, pixels)``, how much of each pixel a rounded square covers.

    ``radius`` is that of the corners, in pixels.  The array cannot be written to.
    """
    center = (pixels - 1) / 2
    outside = np.maximum(np.abs(np.arange(pixels) - center) - (pixels / 2 - radius), 0.0)
    distance = np.hypot(outside[:, None], outside[None, :])
    mask: NDArray[np.float32] = np.clip(radius - distance + 0.5, 0.0, 1.0).astype(np.float32)
    mask.setflags(write=False)  # all callers share it
    return mask
