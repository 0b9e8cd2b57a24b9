"""Color tables: uint8 arrays that turn values into colors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visualnn.figures.table import Floats

Bytes = NDArray[np.uint8]
Rgb = Sequence[float]

# Every fifteenth color of matplotlib's "viridis" (Smith & van der Walt, 2015; CC0).
# Between them the map is nearly linear: interpolating is off by 5 of 255 at most.
_VIRIDIS = (
    "440154 481769 472a7a 433d84 3d4e8a 355e8d 2e6d8e 297b8e 23898e "
    "1f978b 21a585 2eb37c 46c06f 65cb5e 89d548 b0dd2f d8e219 fde725"
)


def viridis(size: int = 256) -> Bytes:
    """Return the perceptually uniform map from dark violet to yellow, ``(size, 3)``."""
    stops = [tuple(bytes.fromhex(text)) for text in _VIRIDIS.split()]
    return ramp(stops, size)


def ramp(stops: Sequence[Rgb], size: int = 256) -> Bytes:
    """Return a table ``(size, 3)`` that runs evenly through the given RGB stops (0 to 255)."""
    colors = np.asarray(stops, dtype=float)
    at = np.linspace(0, len(colors) - 1, size)
    channels = [np.interp(at, np.arange(len(colors)), channel) for channel in colors.T]
    return _as_bytes(np.stack(channels, axis=1))


def diverging(low: Rgb, middle: Rgb, high: Rgb, size: int = 256) -> Bytes:
    """Return a table ``(size, 3)`` from one color over a neutral middle to another."""
    return ramp([low, middle, high], size)


def muted(color: Rgb, ground: Rgb, share: float) -> tuple[float, ...]:
    """Return ``share`` of a color mixed into a ground, so that marks on it stay readable."""
    return tuple(share * c + (1 - share) * g for c, g in zip(color, ground, strict=True))


def colored(values: Floats, levels: tuple[float, float], table: Bytes, bad: Rgb) -> Bytes:
    """Look up a color for every value.

    Parameters
    ----------
    values
        Any shape.
    levels
        The values of the table's first and last color; beyond them the end is used.
    bad
        The color of a value that is not a number, so that it never passes
        for a middling one.

    Returns
    -------
    NDArray
        The shape of ``values`` with a last axis of 3.
    """
    low, high = levels
    size = len(table)
    share = (values - low) / ((high - low) or 1.0)
    finite = ~np.isnan(share)
    at = np.clip(np.where(finite, share, 0) * (size - 1) + 0.5, 0, size - 1).astype(np.intp)
    result = table[at]
    result[~finite] = _as_bytes(np.asarray(bad, dtype=float))
    return result


def blended(
    winner: NDArray[np.integer[Any]],
    strength: Floats,
    colors: Sequence[Rgb],
    ground: Rgb,
) -> Bytes:
    """Return the winner's color, mixed into the ground by ``strength`` from 0 to 1.

    Parameters
    ----------
    winner, strength
        Grids ``(m, m)``: the index of the class, and how sure it is.

    Returns
    -------
    NDArray
        ``(m, m, 3)``.
    """
    full = np.asarray(colors, dtype=float)[winner % len(colors)]
    base = np.asarray(ground, dtype=float)
    sure = np.nan_to_num(np.clip(strength, 0.0, 1.0))[..., None]
    return _as_bytes(base + (full - base) * sure)


def _as_bytes(colors: NDArray[Any]) -> Bytes:
    return np.clip(np.round(colors), 0, 255).astype(np.uint8)
