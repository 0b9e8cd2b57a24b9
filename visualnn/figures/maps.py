"""What the network answers over the input plane: colors, winners and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames import Extent, Scene
from visualnn.figures.borders import between, winners_between
from visualnn.figures.colormaps import Bytes, Rgb, blended, colored, diverging, muted, ramp
from visualnn.figures.table import Floats, Table, grid_table

SHARE = 0.66
"""How much of a color is left on the map, so that points stay readable on it."""


@dataclass(frozen=True, slots=True)
class Inks:
    """The colors a map is made of, red, green and blue from 0 to 255.

    Attributes
    ----------
    ground
        What the map is muted towards.
    low, middle, high
        The ends and the middle of signed values; class 0 and class 1 of two.
    classes
        One color for each class.
    sure, bad
        Full confidence, and a value that is not a number.
    """

    ground: Rgb
    low: Rgb
    middle: Rgb
    high: Rgb
    classes: tuple[Rgb, ...]
    sure: Rgb
    bad: Rgb


def winners(outputs: Floats) -> NDArray[np.intp]:
    """Return the class with the largest output ``(m, m)``; of one output, whether it is above ½."""
    winner: NDArray[np.intp]
    if len(outputs) == 1:
        winner = (outputs[0] > 0.5).astype(np.intp)
    else:
        winner = np.nan_to_num(outputs, nan=-np.inf).argmax(axis=0)
    return winner


def confidence(outputs: Floats) -> Floats:
    """Return from 0 (every class alike) to 1 (certain) ``(m, m)``.

    For one output p it is |2p − 1|; for k outputs (k·max − 1) / (k − 1).
    """
    count = len(outputs)
    if count == 1:
        ahead: Floats = np.abs(2.0 * outputs[0] - 1.0)
    else:
        ahead = (count * outputs.max(axis=0) - 1.0) / (count - 1)
    return np.clip(ahead, 0.0, 1.0)


def target_levels(scene: Scene) -> tuple[float, float]:
    """Return the values at the two ends of the colors, the same on either side of the middle.

    For classes 0 and 1; for a regression the mean of the targets as they were
    drawn or read, plus and minus their largest distance from it.
    """
    return scene.levels


def map_colors(outputs: Floats, mode: str, scene: Scene, inks: Inks, parts: int = 1) -> Bytes:
    """Return the colors ``(m, m, 3)`` of the map in one of the three modes.

    Parameters
    ----------
    outputs
        ``(outputs, m, m)``.
    mode
        ``"output"``, ``"class"`` or ``"confidence"``; a regression has only the first.
    parts
        For classes, which have sharp borders, each cell is divided into so many:
        then there are ``(m − 1)·parts + 1`` rows and columns.
    """
    if mode == "confidence" and scene.task != "regression":
        table = ramp([inks.ground, muted(inks.sure, inks.ground, SHARE)])
        return colored(confidence(outputs), (0.0, 1.0), table, inks.bad)
    if mode == "class" and scene.task != "regression":
        colors = [muted(color, inks.ground, SHARE) for color in inks.classes]
        winner = winners_between(outputs, parts, scene.activations[-1])
        table = np.rint(colors).astype(np.uint8)
        return _with_bad(table.take(winner % len(table), axis=0), outputs, inks, parts)
    if scene.task == "multiclass":
        colors = [muted(color, inks.ground, SHARE) for color in inks.classes]
        map_ = blended(winners(outputs), confidence(outputs), colors, inks.middle)
        return _with_bad(map_, outputs, inks)
    return colored(outputs[0], target_levels(scene), signed_table(inks), inks.bad)


@lru_cache(maxsize=8)
def signed_table(inks: Inks) -> Bytes:
    """Return the muted color table from low over the middle to high; not to be written to."""
    low, high = (muted(color, inks.ground, SHARE) for color in (inks.low, inks.high))
    table = diverging(low, inks.middle, high)
    table.setflags(write=False)  # each frame of a theme is colored by the same one
    return table


def value_at(grid: Floats, extent: Extent, x: float, y: float) -> Floats:
    """Return the grid's values ``(…,)`` at the point nearest to a place inside the extent.

    Parameters
    ----------
    grid
        ``(…, m, m)``; row 0 is the lowest y.
    """
    rows, columns = grid.shape[-2:]
    left, right, bottom, top = extent
    column = round((x - left) / (right - left) * (columns - 1))
    row = round((y - bottom) / (top - bottom) * (rows - 1))
    return grid[..., min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)]


def _with_bad(colors: Bytes, outputs: Floats, inks: Inks, parts: int = 1) -> Bytes:
    bad = np.asarray(np.isnan(outputs).any(axis=0, keepdims=True), dtype=np.float32)
    if bad.any():
        around = between(bad, parts)[0]
        colors[around > 0] = np.asarray(inks.bad, dtype=np.uint8)
    return colors


def map_table(scene: Scene, boundary: Floats) -> Table:
    """Return a map ``(outputs, n, n)`` in long format, one column for each output.

    Where both axes are the same feature there is one row for each of its values.
    """
    names = [f"output_{name}" for name in scene.classes] or [scene.target or "output"]
    if len(boundary) == 1 < len(names):
        names = ["output"]  # of two classes, how sure the network is of the second
    grids = dict(zip(names, boundary, strict=True))
    first, second = (scene.features[axis] for axis in scene.axes)
    if first == second:
        x = np.linspace(*scene.extent[:2], boundary.shape[-1])
        return Table("boundary", {first: x, **{name: grid[0] for name, grid in grids.items()}})
    return grid_table("boundary", scene.extent, grids, (first, second))
