"""Where the neurons of a worked network stand: circles with straight edges between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from visualnn.figures.diagram import Box, Ints
from visualnn.figures.table import Floats

RADIUS = 34.0
LEAST_RADIUS = 9.0
PITCH = 248.0
LEAST_PITCH = 44.0
ROOM_BELOW = 36.0
"""What a neuron's two lines of numbers need below it, in pixels."""

ROOM_OF_ONE = 17.0
"""What one line of numbers needs, where there is no room for two."""

LABEL_SIZE = (92.0, 19.0)
ABOVE = 12.0
LEVEL_AT = (0.5, 0.3, 0.7)
SLANTED_AT = (0.27, 0.73, 0.4, 0.6, 0.16, 0.84, 0.5)
"""Where along an edge its label is tried, level edges in the middle, slanted ones off it."""


@dataclass(frozen=True)
class Circles:
    """The places of the neurons that are drawn, layer by layer, the input first.

    Attributes
    ----------
    units
        Per layer the indices of the neurons that are drawn, in order.
    rest
        Per layer how many are not drawn; one more circle stands for them.
    centers
        Per layer ``(len(units) + (rest > 0), 2)``; the rest's is the last.
    radius, pitch
        Of every circle, and the least distance between two of one layer.
    """

    units: tuple[tuple[int, ...], ...]
    rest: tuple[int, ...]
    centers: tuple[Floats, ...]
    radius: float
    pitch: float

    @cached_property
    def _rows(self) -> tuple[dict[int, int], ...]:
        return tuple({unit: row for row, unit in enumerate(units)} for units in self.units)

    @cached_property
    def across(self) -> float:
        """The distance between two layers."""
        xs = [centers[0, 0] for centers in self.centers]
        return float(min(np.diff(xs), default=200.0))

    def shows(self, layer: int, unit: int) -> bool:
        """Return whether a neuron has a circle of its own."""
        return unit in self._rows[layer]

    def center(self, layer: int, unit: int) -> tuple[float, float]:
        """Return a neuron's center; where it is not drawn, that of the circle for the rest."""
        row = self._rows[layer].get(unit, -1)
        x, y = self.centers[layer][row]
        return float(x), float(y)

    def rest_center(self, layer: int) -> tuple[float, float] | None:
        """Return the center of the circle that stands for the neurons that are not drawn."""
        if not self.rest[layer]:
            return None
        x, y = self.centers[layer][-1]
        return float(x), float(y)

    def edge(self, layer: int, source: int, target: int) -> Floats:
        """Return ``(2, 2)``, both ends of the edge from a neuron of ``layer`` to the next."""
        (x0, y0), (x1, y1) = self.center(layer, source), self.center(layer + 1, target)
        return np.array([[x0 + self.radius, y0], [x1 - self.radius, y1]])

    def unit_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return layer and neuron under a point; -1 for the rest of a layer."""
        for layer, centers in enumerate(self.centers):
            inside = np.flatnonzero(np.hypot(*(centers - (x, y)).T) <= self.radius)
            if len(inside):
                row = int(inside[0])
                units = self.units[layer]
                return layer, units[row] if row < len(units) else -1
        return None


def capacity(box: Box) -> int:
    """Return how many circles fit above each other."""
    return max(int((box.bottom - box.top) / LEAST_PITCH), 3)


def choose(importance: Sequence[Floats], rows: int, keep: Sequence[tuple[int, int]]) -> list[Ints]:
    """Return per layer the neurons to draw: all, or the weightiest where they do not fit.

    Parameters
    ----------
    importance
        Per layer ``(units,)``, such as the size of what flows through each.
    rows
        So many circles fit; where a layer is cut short one of them stands for the rest.
    keep
        Layer and unit of neurons that must be drawn.
    """
    chosen = []
    for layer, sizes in enumerate(importance):
        kept = list(dict.fromkeys(unit for at, unit in keep if at == layer))
        order = np.argsort(-np.nan_to_num(np.abs(sizes)), kind="stable")
        order = np.concatenate([np.array(kept, int), order[~np.isin(order, kept)]])
        count = len(sizes) if len(sizes) <= rows else max(rows - 1, 1)
        chosen.append(np.sort(order[:count]))
    return chosen


def arrange(sizes: Sequence[int], box: Box, chosen: Sequence[Ints]) -> Circles:
    """Place the chosen neurons of a network into ``box``, each layer in the middle."""
    units = tuple(tuple(int(unit) for unit in layer) for layer in chosen)
    rest = tuple(size - len(layer) for size, layer in zip(sizes, units, strict=True))
    rows = [len(layer) + (more > 0) for layer, more in zip(units, rest, strict=True)]
    height, width = max(box.bottom - box.top, 1.0), max(box.right - box.left, 1.0)
    pitch = min(PITCH, height / max(rows))
    across = width / max(len(sizes) - 1, 1)
    below = ROOM_BELOW if pitch >= 2 * LEAST_PITCH else ROOM_OF_ONE
    radius = min(RADIUS, (pitch - below) / 2, across / 5)
    radius = max(radius, LEAST_RADIUS)
    xs = np.linspace(box.left + radius, box.right - radius, len(sizes))
    middle = (box.top + box.bottom) / 2
    centers = tuple(_column(x, count, middle, pitch) for x, count in zip(xs, rows, strict=True))
    return Circles(units, rest, centers, radius, pitch)


def _column(x: float, count: int, middle: float, pitch: float) -> Floats:
    y = middle + (np.arange(count) - (count - 1) / 2) * pitch
    return np.round(np.stack([np.full(count, x), y], axis=1))


def place_edge_labels(
    lines: Floats,
    order: Sequence[int],
    obstacles: Sequence[tuple[float, float, float, float]],
    sizes: Sequence[tuple[float, float]] | None = None,
) -> dict[int, tuple[float, float]]:
    """Return the centers of the labels that have room, by the index of their edge.

    Parameters
    ----------
    lines
        ``(E, 2, 2)``, both ends of every edge.
    order
        Which label is placed first.
    obstacles
        Boxes ``(left, top, right, bottom)`` that must not be covered.
    sizes
        Width and height of each label; by default `LABEL_SIZE`.
    """
    taken = list(obstacles)
    placed: dict[int, tuple[float, float]] = {}
    for index in order:
        size = sizes[index] if sizes else LABEL_SIZE
        for center in _tries(lines[index], size[1]):
            box = _around(center, size)
            if not any(_overlap(box, other) for other in taken):
                taken.append(box)
                placed[index] = center
                break
    return placed


def _tries(line: Floats, height: float) -> list[tuple[float, float]]:
    (x0, y0), (x1, y1) = line.tolist()
    level = abs(y1 - y0) < LABEL_SIZE[1]
    lift = ABOVE + (height - LABEL_SIZE[1]) / 2 if level else 0.0
    places = LEVEL_AT if level else SLANTED_AT
    return [(x0 + t * (x1 - x0), y0 + t * (y1 - y0) - lift) for t in places]


def _around(
    center: tuple[float, float], size: tuple[float, float]
) -> tuple[float, float, float, float]:
    (x, y), (width, height) = center, size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _overlap(a: tuple[float, ...], b: tuple[float, ...], gap: float = 2.0) -> bool:
    across = a[0] < b[2] + gap and b[0] < a[2] + gap
    return across and a[1] < b[3] + gap and b[1] < a[3] + gap


def distance(lines: Floats, x: float, y: float) -> Floats:
    """Return ``(E,)``, how far a point is from each straight edge ``(E, 2, 2)``."""
    start, along = lines[:, 0], lines[:, 1] - lines[:, 0]
    to_point = np.array([x, y]) - start
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    t = np.clip((to_point * along).sum(axis=1) / length, 0.0, 1.0)
    gap = to_point - t[:, None] * along
    apart: Floats = np.hypot(*gap.T)
    return apart
