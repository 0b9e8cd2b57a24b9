"""From entries of a color table to images."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from visualnn.figures import thumbnails

CORNER = 0.22
FEWEST_PIXELS = 16
"""A coarser thumbnail is repeated, so that its corners are still round."""

FRAME = 1.2
SMALL = 12.0
"""Below so many pixels a picture gives its frame half a pixel, above a whole one."""


def framed(square: QRectF) -> QRectF:
    """Return where a picture lies within its frame, on whole pixels as the square does."""
    line = 1.0 if square.width() >= SMALL else 0.5
    return square.adjusted(line, line, -line, -line)


def images(
    indices: NDArray[np.intp],
    table: NDArray[np.uint8],
    *,
    rounded: bool = True,
    plain: bool = False,
) -> list[QImage]:
    """Look up the colors of ``indices (n, rows, columns)`` in a table of B, G, R, A.

    The corners are ``rounded``, unless that is not wanted; a ``plain`` image
    keeps its own pixels, any other has `FEWEST_PIXELS` at least.
    """
    finer = 1 if plain else -(-FEWEST_PIXELS // indices.shape[-1])
    if finer > 1:
        indices = indices.repeat(finer, axis=1).repeat(finer, axis=2)
    rows, pixels = indices.shape[1:]
    whole = np.ascontiguousarray(table).view(np.uint32)[:, 0].take(indices)
    colors = whole.view(np.uint8).reshape(*whole.shape, 4)
    if rounded:
        down, across, cover = _corners(pixels)
        colors[:, down, across] = colors[:, down, across] * cover
    form = QImage.Format.Format_ARGB32_Premultiplied
    # An image each: Qt's SVG generator knows no part of an image and would draw them all.
    return [QImage(one.data, pixels, rows, pixels * 4, form).copy() for one in colors]


@cache
def _corners(pixels: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
    """Return the pixels that a rounded square does not cover whole, and how much it does."""
    mask = thumbnails.rounded_mask(pixels, CORNER * pixels)
    down, across = np.nonzero(mask < 1.0)
    return down, across, mask[down, across][:, None]
