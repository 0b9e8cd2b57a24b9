"""Inputs that are the pixels of an image: how to know them, and how to lay them out."""

from __future__ import annotations

import re
from functools import lru_cache
from math import isqrt

FEWEST = 16

BY_PLACE = re.compile(r"(?:row )?(\d+)(?: column |[x×,_-])(\d+)$", re.IGNORECASE)
BY_NUMBER = re.compile(r"(?:pixel|px|p)[ _]?(\d+)$", re.IGNORECASE)


@lru_cache(maxsize=8)
def image_shape(features: tuple[str, ...]) -> tuple[int, int] | None:
    """Return rows and columns where the features are pixels, row by row, else None.

    They are known by their names: ``row 2 column 5`` or ``2x5`` for all places
    of a grid, or ``pixel17`` for all numbers in a row that fill a square.
    """
    if len(features) < FEWEST:
        return None
    return _by_place(features) or _by_number(features)


def _by_place(features: tuple[str, ...]) -> tuple[int, int] | None:
    found = [BY_PLACE.search(name) for name in features]
    places = [(int(m[1]), int(m[2])) for m in found if m]
    if len(places) < len(features):
        return None
    first = places[0]
    rows, columns = (last - start + 1 for start, last in zip(first, places[-1], strict=True))
    grid = [(first[0] + r, first[1] + c) for r in range(rows) for c in range(columns)]
    return (rows, columns) if places == grid else None


def _by_number(features: tuple[str, ...]) -> tuple[int, int] | None:
    found = [BY_NUMBER.match(name) for name in features]
    numbers = [int(m[1]) for m in found if m]
    side = isqrt(len(features))
    if len(numbers) < len(features) or side * side != len(features):
        return None
    in_order = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return (side, side) if in_order else None
