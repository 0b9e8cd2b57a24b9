"""How a tensor of up to six axes lies in a picture: which cells are drawn, and where.

The last axis goes to the right, the one before it down, the third from the end
into the depth.  From there on whole stacks are set beside each other: to the
right, down, and to the right again.  A place is the sum of one offset for each
axis, so that six axes are no harder to draw than two.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from visualnn.figures.table import Floats

ACROSS, DOWN, DEEP = (1.0, 0.0), (0.0, 1.0), (1.0, -1.0)
DIRECTIONS = (ACROSS, DOWN, DEEP, ACROSS, DOWN, ACROSS)
"""Where an axis goes, the last one first."""

FEW = (
    (),
    (14,),
    (12, 8),
    (8, 8, 4),
    (5, 4, 3, 3),
    (5, 3, 3, 3, 2),
    (4, 3, 2, 3, 2, 2),
)
"""By rank: how many places of each axis are drawn at most, the last axis first."""

SHEET, GAP, WIDE_GAP = 0.6, 1.0, 2.2
"""From a sheet to the one behind it, between stacks, and between grids of stacks, in cells."""

ROOM = 1.0
"""For the dots at either end of an axis of which only some places are drawn."""


@dataclass(frozen=True, slots=True)
class Rail:
    """One axis of the picture.

    Attributes
    ----------
    first, shown, length
        The first place drawn, how many are, and how many there are.
    direction, pitch, lead
        Where the axis goes, how far from place to place, and room before the first.
    span
        How wide and high everything is that lies along this axis and those within it.
    """

    first: int
    shown: int
    length: int
    direction: tuple[float, float]
    pitch: float
    lead: float
    span: tuple[float, float]

    @property
    def places(self) -> range:
        """The indices that are drawn."""
        return range(self.first, self.first + self.shown)

    def offset(self, slot: float) -> Floats:
        """Return how far right and down the drawn place with this number lies."""
        along = self.lead + slot * self.pitch
        if self.direction == DEEP:
            deepest = 2 * self.lead + (self.shown - 1) * self.pitch
            return np.array([along, deepest - along])
        return along * np.array(self.direction)


@dataclass(frozen=True, slots=True)
class Picture:
    """Where the cells of a tensor lie, in units of one cell.

    Attributes
    ----------
    rails
        One for each axis, the outermost first.
    size
        Width and height of all.
    indices, places
        ``(n, rank)`` and ``(n, 2)``: of each cell its index and its left upper
        corner, those in front last.
    dots
        Middles of the "…", each with the direction in which they go on.
    """

    rails: tuple[Rail, ...]
    size: tuple[float, float]
    indices: tuple[tuple[int, ...], ...]
    places: Floats
    dots: tuple[tuple[float, float, tuple[float, float]], ...]

    def at(self, x: float, y: float) -> tuple[int, ...] | None:
        """Return the index of the foremost cell at a place, or None."""
        inside = ((self.places <= (x, y)) & (self.places + 1 > (x, y))).all(axis=1)
        return self.indices[int(np.flatnonzero(inside)[-1])] if inside.any() else None

    def span_of(self, axis: int) -> tuple[float, float]:
        """Return where the axis begins and ends, along its direction, in the lowest left part."""
        rail = self.rails[axis]
        along = 1 if rail.direction == DOWN else 0
        before = sum(
            (outer.offset(_nearest(outer))[along] for outer in self.rails[:axis]), start=0.0
        )
        return float(before), float(before + rail.span[along])


def picture(shape: tuple[int, ...], cursor: tuple[int, ...]) -> Picture:
    """Lay a tensor out around the cell that is read.

    Parameters
    ----------
    shape
        The lengths of up to six axes.
    cursor
        The index of the cell; its sheet is drawn in front of all others.
    """
    rails = _rails(shape, cursor)
    slots = list(product(*(range(rail.shown) for rail in rails)))
    slots.sort(key=lambda slot: _depth(rails, slot, cursor))
    indices = tuple(
        tuple(rail.first + k for rail, k in zip(rails, slot, strict=True)) for slot in slots
    )
    places = np.array([_place(rails, slot) for slot in slots]).reshape(len(slots), 2)
    size = rails[0].span if rails else (1.0, 1.0)
    return Picture(rails, size, indices, places, tuple(_dots(rails, cursor)))


def _rails(shape: tuple[int, ...], cursor: tuple[int, ...]) -> tuple[Rail, ...]:
    rails: list[Rail] = []
    span = (1.0, 1.0)
    axes = zip(reversed(shape), reversed(cursor), FEW[len(shape)], DIRECTIONS, strict=False)
    for number, (length, at, few, direction) in enumerate(axes):
        shown = min(length, few)
        first = min(max(at - shown // 2, 0), length - shown)
        pitch = _pitch(number, span, direction)
        lead = (ROOM if direction != DEEP else SHEET) * (length > shown)
        grown = 2 * lead + (shown - 1) * pitch
        span = (span[0] + grown * abs(direction[0]), span[1] + grown * abs(direction[1]))
        rails.insert(0, Rail(first, shown, length, direction, pitch, lead, span))
    return tuple(rails)


def _pitch(number: int, span: tuple[float, float], direction: tuple[float, float]) -> float:
    if number < 2:
        return 1.0
    if direction == DEEP:
        return SHEET
    return span[direction == DOWN] + (WIDE_GAP if number == 5 else GAP)


def _place(rails: tuple[Rail, ...], slot: tuple[int, ...]) -> Floats:
    offsets = (rail.offset(k) for rail, k in zip(rails, slot, strict=True))
    return sum(offsets, start=np.zeros(2))


def _depth(rails: tuple[Rail, ...], slot: tuple[int, ...], cursor: tuple[int, ...]) -> int:
    """Return how far in front a cell lies: the farthest sheet first, that of the cursor last."""
    if len(rails) < 3:
        return 0
    rail, k = rails[-3], slot[-3]
    return 1 if rail.first + k == cursor[-3] else -k


def _nearest(rail: Rail) -> int:
    """Return the slot of the part that is lowest and farthest left."""
    return rail.shown - 1 if rail.direction == DOWN else 0


def _dots(
    rails: tuple[Rail, ...], cursor: tuple[int, ...]
) -> list[tuple[float, float, tuple[float, float]]]:
    """Return the middles of the dots that say that an axis goes on, on the sheets in front."""
    found = []
    for number, rail in enumerate(rails):
        inner = rails[number + 1].span if number + 1 < len(rails) else (1.0, 1.0)
        pairs = zip(rails[:number], cursor, strict=False)
        outer = [(k - r.first,) if r.direction == DEEP else range(r.shown) for r, k in pairs]
        for slot, middle in product(product(*outer), _ends(rail, inner)):
            x, y = _place(rails[:number], slot) + middle
            found.append((float(x), float(y), rail.direction))
    return found


def _ends(rail: Rail, inner: tuple[float, float]) -> list[Floats]:
    """Return the middles of the dots at the ends at which a rail goes on."""
    ends = []
    half = np.array(inner) / 2
    if rail.direction == DEEP:
        # The corner of the foremost sheet, and that of the one farthest behind.
        low, high = np.array([0.0, inner[1]]), np.array([inner[0], 0.0])
        near, far = rail.offset(0) + low, rail.offset(rail.shown - 1) + high
        step = SHEET / 2 * np.array(DEEP)
        steps = (near - step, far + step)
    else:
        step = np.array(rail.direction) * rail.lead / 2
        after = np.array(rail.direction) * np.array(inner)
        across = half * (1 - np.array(rail.direction))
        near, far = rail.offset(0), rail.offset(rail.shown - 1) + after
        steps = (near - step + across, far + step + across)
    if rail.first > 0:
        ends.append(steps[0])
    if rail.first + rail.shown < rail.length:
        ends.append(steps[1])
    return ends
