"""The layers' spaces in one picture: every layer in a square of its own, and in between."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from visualnn.experiment.frames.insights import Placed, Space
from visualnn.figures.table import Floats, Table

AIR = 1.08
"""How much larger than what is in it a layer's square begins."""

LOOSE, ASIDE = 0.6, 0.3
"""A square is made anew when its content fills less of it, or has moved so far aside."""

Square = tuple[float, float, float]
"""Center and half the side."""


def squares(layers: Sequence[Placed], held: Sequence[Square] = ()) -> tuple[Square, ...]:
    """Return a square around each layer's places, those held before where they still serve.

    While a network learns its places creep; a square that crept along would
    hide that.
    """
    fresh = [_around(layer) for layer in layers]
    if len(held) != len(fresh):
        return tuple((x, y, AIR * half) for x, y, half in fresh)
    return tuple(map(_kept, fresh, held))


def _around(layer: Placed) -> Square:
    places = np.concatenate([layer.grid.reshape(-1, 2), layer.points])
    places = places[np.isfinite(places).all(axis=1)]
    if not len(places):
        return 0.0, 0.0, 1.0
    low, high = places.min(axis=0), places.max(axis=0)
    x, y = (low + high) / 2
    return float(x), float(y), float(max(*(high - low)) / 2) or 1.0


def _kept(fresh: Square, held: Square) -> Square:
    (x, y, half), (held_x, held_y, held_half) = fresh, held
    aside = max(abs(x - held_x), abs(y - held_y))
    fits = aside + half <= held_half and half >= LOOSE * held_half and aside <= ASIDE * held_half
    return held if fits else (x, y, AIR * half)


def between(space: Space, frames: Sequence[Square], at: float) -> tuple[Floats, Floats]:
    """Return grid ``(m, m, 2)`` and points ``(n, 2)`` at a place among the layers, in [−1, 1].

    Whole numbers are layers, 0 the input; in between every place moves in a
    straight line from one layer to the next.
    """
    last = len(space.layers) - 1
    first = min(int(at), last)
    second, share = min(first + 1, last), at - first
    ends = [_within(space.layers[k], frames[k]) for k in (first, second)]
    (grid, points), (next_grid, next_points) = ends
    return grid + share * (next_grid - grid), points + share * (next_points - points)


def _within(layer: Placed, frame: Square) -> tuple[Floats, Floats]:
    x, y, half = frame
    return (layer.grid - (x, y)) / half, (layer.points - (x, y)) / half


def space_table(space: Space) -> Table:
    """Return the samples' places, one pair of columns per layer."""
    columns: dict[str, Floats] = {"sample": space.samples.astype(float)}
    for number, layer in enumerate(space.layers):
        columns[f"layer{number}_1"], columns[f"layer{number}_2"] = layer.points.T
    return Table("space", columns)
