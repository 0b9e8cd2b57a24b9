"""Where the neurons and edges of a network diagram lie, and which one is under a point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from visualnn.figures.strips import sampled

Floats = NDArray[np.floating]
Ints = NDArray[np.intp]

SIDE = 38.0
PITCH = 62.0
ROOMY, MOST_GROWTH = 760.0, 2.0
"""The height of a box from which on squares and pitch grow with it, and how far at most."""

MAX_ROWS = 16
HEAD, TAIL, BLOCK_ROWS = 6, 5, 3
LARGEST_IMAGE, IMAGE_OUTDENT = 128.0, 24.0
"""Logical pixels: a picture's side, and how far it may stand in the names' margin."""

NEURON_SHARE_OF_PITCH = 0.76
NEURON_SHARE_OF_COLUMN = 0.44


@dataclass(frozen=True, slots=True)
class Box:
    """The rectangle between the outermost neurons' outer edges, in logical pixels."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Column:
    """One layer's neurons from top to bottom.

    Attributes
    ----------
    x
        The center of all neurons of the column.
    y
        ``(units,)``, the center of every unit.  Units that are not drawn one
        by one share out the height of the block.
    shown
        Indices of the units that are drawn one by one.
    block
        ``(top, bottom)`` of the block that stands for the others, or None.
    image
        Rows and columns of the picture whose pixels the units are, or None.
        The picture is a square in the block's place.
    """

    x: float
    y: Floats
    shown: Ints
    block: tuple[float, float] | None
    image: tuple[int, int] | None = None

    @property
    def condensed(self) -> range:
        """The units that the block stands for."""
        if self.image:
            return range(len(self.y))
        return range(HEAD, len(self.y) - TAIL) if self.block else range(0)


@dataclass(frozen=True)
class Diagram:
    """The places of all neurons; ``side`` is the edge length of a neuron's square.

    ``spare`` are the heights in the first column at which no unit stands.
    """

    sizes: tuple[int, ...]
    side: float
    columns: tuple[Column, ...]
    spare: tuple[float, ...] = ()

    @property
    def pitch(self) -> float:
        """The distance between the centers of two neighboring columns."""
        return self.columns[1].x - self.columns[0].x

    @cached_property
    def shown(self) -> tuple[Ints, Ints]:
        """Layer and unit of every neuron that is drawn, column by column."""
        layers = [np.full(len(column.shown), i) for i, column in enumerate(self.columns)]
        return np.concatenate(layers), np.concatenate([c.shown for c in self.columns])

    @cached_property
    def centers(self) -> Floats:
        """``(neurons, 2)``, the centers of what `shown` lists."""
        return np.array([self.center(i, j) for i, j in zip(*self.shown, strict=True)])

    def center(self, layer: int, unit: int) -> tuple[float, float]:
        """Return the center of one unit, drawn or not."""
        column = self.columns[layer]
        if column.image:
            row, place = divmod(unit, column.image[1])
            width, height = self.cell(column)
            left, top = column.x - self.half(layer), column.block[0]  # type: ignore[index]
            return left + (place + 0.5) * width, top + (row + 0.5) * height
        return column.x, float(column.y[unit])

    def half(self, layer: int) -> float:
        """Return half the width of a column's squares, or of its picture."""
        column = self.columns[layer]
        if column.image and column.block:
            return (column.block[1] - column.block[0]) / 2
        return self.side / 2

    def cell(self, column: Column) -> tuple[float, float]:
        """Return the width and height of a pixel of the column's picture."""
        assert column.image
        assert column.block
        across = column.block[1] - column.block[0]
        return across / column.image[1], across / column.image[0]

    def neuron_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return layer and unit of the drawn neuron under a point."""
        inside = np.abs(self.centers - (x, y)).max(axis=1) <= self.side / 2
        layers, units = self.shown
        found = ((int(layers[i]), int(units[i])) for i in np.flatnonzero(inside))
        return next(found, None) or self._pixel_at(x, y)

    def _pixel_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return the input whose pixel is under a point."""
        column = self.columns[0]
        if not (column.image and column.block):
            return None
        width, height = self.cell(column)
        place = int((x - column.x + self.half(0)) // width)
        row = int((y - column.block[0]) // height)
        inside = 0 <= row < column.image[0] and 0 <= place < column.image[1]
        return (0, row * column.image[1] + place) if inside else None

    def block_at(self, x: float, y: float) -> int | None:
        """Return the layer whose block of condensed units is under a point."""
        for layer, column in enumerate(self.columns):
            near = column.block and not column.image and abs(x - column.x) <= self.side / 2
            if near and column.block[0] <= y <= column.block[1]:  # type: ignore[index]
                return layer
        return None


def arrange(
    sizes: tuple[int, ...],
    box: Box,
    seats: tuple[tuple[int, ...], int] | None = None,
    image: tuple[int, int] | None = None,
) -> Diagram:
    """Place the neurons of a network with ``sizes`` units per layer into ``box``.

    Up to `MAX_ROWS` units stand one by one; of a wider layer the first `HEAD`
    and the last `TAIL` do, and a block in between stands for the rest.  All
    columns share one pitch, so that the squares are of one size.  Squares lie
    on whole pixels, where a picture is painted ten times as fast.

    ``seats`` are the places that the units of the first layer take, and how
    many places there are; without them the units fill the column.  Inputs that
    are the pixels of an ``image`` (rows, columns) become one picture.
    """
    drawn = sizes[1:] if image else sizes
    rows = max(*(_rows(units) for units in drawn), seats[1] if seats else 0)
    height = max(box.bottom - box.top, 1.0)
    width = max(box.right - box.left, 1.0)
    growth = min(max(height / ROOMY, 1.0), MOST_GROWTH)
    pitch = min(growth * PITCH, height / (rows - 1 + NEURON_SHARE_OF_PITCH))
    column_share = width / (len(sizes) - 1 + NEURON_SHARE_OF_COLUMN)
    side = min(growth * SIDE, NEURON_SHARE_OF_PITCH * pitch, NEURON_SHARE_OF_COLUMN * column_share)
    side = max(float(int(side)), 2.0)
    xs = _whole(np.linspace(box.left + side / 2, box.right - side / 2, len(sizes)), side)
    middle = (box.top + box.bottom) / 2
    columns = [_column(float(x), n, middle, pitch, side) for x, n in zip(xs, sizes, strict=True)]
    if image:
        across = min(growth * LARGEST_IMAGE, 0.6 * height, 0.6 * float(xs[1] - xs[0]))
        columns[0] = _image_column(box.left - IMAGE_OUTDENT, middle, across, image)
    if not seats:
        return Diagram(sizes, side, tuple(columns))
    taken, of = seats
    places = _column(columns[0].x, of, middle, pitch, side).y
    columns[0] = Column(columns[0].x, places[list(taken)], np.arange(len(taken)), None)
    return Diagram(sizes, side, tuple(columns), tuple(np.delete(places, taken).tolist()))


def _image_column(left: float, middle: float, across: float, image: tuple[int, int]) -> Column:
    """Return the column of a picture; its pixels' edges begin at its right, row by row."""
    units = image[0] * image[1]
    top, bottom = np.round(middle - across / 2), np.round(middle + across / 2)
    y = top + (np.arange(units) + 0.5) / units * (bottom - top)
    nothing = np.zeros(0, dtype=np.intp)
    return Column(left + (bottom - top) / 2, y, nothing, (float(top), float(bottom)), image)


def _rows(units: int) -> int:
    return units if units <= MAX_ROWS else HEAD + BLOCK_ROWS + TAIL


def _column(x: float, units: int, middle: float, pitch: float, side: float) -> Column:
    rows = _rows(units)
    grid = _whole(middle + (np.arange(rows) - (rows - 1) / 2) * pitch, side)
    if units <= MAX_ROWS:
        return Column(x, grid, standing(units), None)
    top, bottom = grid[HEAD] - side / 2, grid[HEAD + BLOCK_ROWS - 1] + side / 2
    hidden = units - HEAD - TAIL
    inner = top + (np.arange(hidden) + 0.5) / hidden * (bottom - top)
    y = np.concatenate([grid[:HEAD], inner, grid[-TAIL:]])
    return Column(x, y, standing(units), (float(top), float(bottom)))


def standing(units: int) -> Ints:
    """Return the units of a layer that are drawn one by one: all, or the first and the last."""
    if units <= MAX_ROWS:
        return np.arange(units)
    return np.concatenate([np.arange(HEAD), np.arange(units - TAIL, units)])


def _whole(centers: Floats, side: float) -> Floats:
    """Move centers so that squares of ``side`` begin on whole pixels."""
    moved: Floats = np.round(centers - side / 2) + side / 2
    return moved


@dataclass(frozen=True)
class Edges:
    """Some edges of a diagram, one cubic Bézier curve each.

    Attributes
    ----------
    layer, source, target
        ``(E,)``.  Edge e carries the weight ``W[layer][source, target]``, from
        unit ``source`` of layer ``layer - 1`` to unit ``target`` of ``layer``.
    curves
        ``(E, 4, 2)``, the control points.
    """

    layer: Ints
    source: Ints
    target: Ints
    curves: Floats

    def __len__(self) -> int:
        return len(self.layer)

    @cached_property
    def samples(self) -> Floats:
        """``(E, n, 2)``, points along the curves."""
        return sampled(self.curves)

    def part(self, chosen: Ints) -> Edges:
        """Return some of the edges."""
        layer, source, target = (a[chosen] for a in (self.layer, self.source, self.target))
        return Edges(layer, source, target, self.curves[chosen])

    def values(self, matrices: list[NDArray[np.floating]]) -> Floats:
        """Return ``(E,)``, each edge's entry of the layers' ``matrices (in, out)``."""
        out = np.empty(len(self))
        for layer, matrix in enumerate(matrices, start=1):
            mine = self.layer == layer
            out[mine] = matrix[self.source[mine], self.target[mine]]
        return out

    def nearest(self, x: float, y: float, reach: float, halves: Floats | None = None) -> int | None:
        """Return the index of the edge nearest to a point, or None beyond ``reach``.

        ``halves (E,)`` are half the drawn widths: a distance counts from the
        border of the stroke, so that a wide edge can be pointed at on its body.
        """
        near = np.flatnonzero((self.curves[:, 0, 0] <= x) & (x <= self.curves[:, 3, 0]))
        if not len(near):
            return None
        distance = _distance(self.samples[near], np.array([x, y]))
        if halves is not None:
            distance -= halves[near]
        best = int(distance.argmin())
        return int(near[best]) if distance[best] <= reach else None


def _distance(lines: Floats, point: Floats) -> Floats:
    """Return ``(E,)``, the distance from ``point`` to each polyline of ``lines (E, S, 2)``."""
    start, along = lines[:, :-1], np.diff(lines, axis=1)
    to_point = point - start
    length = np.maximum((along**2).sum(axis=2), 1e-12)
    t = np.clip((to_point * along).sum(axis=2) / length, 0.0, 1.0)
    gap = to_point - t[..., None] * along
    nearest: Floats = np.sqrt((gap**2).sum(axis=2)).min(axis=1)
    return nearest


def connect(diagram: Diagram, picks: list[tuple[Ints, Ints]]) -> Edges:
    """Return the edges between the picked ``(sources, targets)`` of every layer."""
    layer = np.concatenate([np.full(len(s), i) for i, (s, _) in enumerate(picks, start=1)])
    source = np.concatenate([s for s, _ in picks])
    target = np.concatenate([t for _, t in picks])
    curves = [_curves(diagram, i, s, t) for i, (s, t) in enumerate(picks, start=1)]
    return Edges(layer, source, target, np.concatenate(curves))


def _curves(diagram: Diagram, layer: int, source: Ints, target: Ints) -> Floats:
    before, after = diagram.columns[layer - 1], diagram.columns[layer]
    left, right = before.x + diagram.half(layer - 1), after.x - diagram.side / 2
    bend = (right - left) / 2
    curves = np.empty((len(source), 4, 2))
    curves[:, :, 0] = (left, left + bend, right - bend, right)
    curves[:, :2, 1] = before.y[source, None]
    curves[:, 2:, 1] = after.y[target, None]
    return curves


def pick(matrix: NDArray[np.floating], limit: int) -> tuple[Ints, Ints]:
    """Choose the edges to draw of one layer: all of them, or the ``limit`` largest.

    Entries that are not finite come first: they must not go unseen.

    Parameters
    ----------
    matrix
        ``(in, out)``, the values that decide.
    limit
        How many edges may be drawn.

    Returns
    -------
    sources, targets
        Row and column indices of the chosen entries.
    """
    size = np.abs(matrix).ravel()
    if size.size > limit:
        size = np.where(np.isfinite(size), size, np.inf)
        chosen = np.sort(np.argpartition(size, -limit)[-limit:])
    else:
        chosen = np.arange(size.size)
    source, target = np.divmod(chosen, matrix.shape[1])
    return source, target
