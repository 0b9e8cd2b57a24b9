"""Where names stand so that they neither cover each other nor leave the picture."""

from __future__ import annotations

from collections.abc import Sequence

Box = tuple[float, float, float, float]
"""Left, top, width, height in pixels."""


def place_labels(
    anchors: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    bounds: Box,
    gap: float = 10.0,
    mark: float = 6.0,
) -> list[Box]:
    """Return a box for each label beside its anchor, in the order given.

    Each takes the first free place: right, left, below, above, then further
    and further down and up; where all are taken, the place on the right.

    Parameters
    ----------
    anchors, sizes
        The points that are named, and width and height of the names.
    bounds
        The picture; boxes are pushed inside.
    gap
        Between an anchor and its box.
    mark
        Half the width of the marks at the anchors, which no name covers.
    """
    marks = [(x - mark, y - mark, 2 * mark, 2 * mark) for x, y in anchors]
    placed: list[Box] = []
    for anchor, size in zip(anchors, sizes, strict=True):
        boxes = [_inside(box, bounds) for box in _candidates(anchor, size, gap)]
        free = (box for box in boxes if not any(_overlap(box, other) for other in marks + placed))
        placed.append(next(free, boxes[0]))
    return placed


def _candidates(anchor: tuple[float, float], size: tuple[float, float], gap: float) -> list[Box]:
    (x, y), (width, height) = anchor, size
    right, left = x + gap, x - gap - width
    middle = y - height / 2
    near = [
        (right, middle),
        (left, middle),
        (x - width / 2, y + gap),
        (x - width / 2, y - gap - height),
    ]
    far = [
        (side, middle + sign * k * height)
        for k in (1, 2, 3, 4)
        for sign in (1, -1)
        for side in (right, left)
    ]
    return [(left_, top, width, height) for left_, top in near + far]


def _inside(box: Box, bounds: Box) -> Box:
    left, top, width, height = box
    b_left, b_top, b_width, b_height = bounds
    return (
        max(min(left, b_left + b_width - width), b_left),
        max(min(top, b_top + b_height - height), b_top),
        width,
        height,
    )


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
