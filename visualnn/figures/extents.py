"""The part of a plane that is on show: ``(left, right, bottom, top)``."""

from __future__ import annotations

from visualnn.experiment.frames import Extent, Scene
from visualnn.figures.ticks import grown

SMALLEST_SPAN = 1e-6
LARGEST_SPAN = 1e6

MARGIN = 0.03
"""Of the height of a curve's samples, above and below them."""

CURVE_STEPS = 12
"""So many nice steps high is the plot of a curve at most; with fewer half of it might be empty."""


def curve_range(scene: Scene) -> tuple[float, float]:
    """Return bottom and top of the plot of a curve: around its samples, in whole nice steps.

    It depends on the samples only, so that it stands still while training runs.
    """
    values = scene.targets.astype(float)
    low, high = (values.min(), values.max()) if len(values) else scene.levels
    reach = MARGIN * (high - low)
    return grown(float(low - reach), float(high + reach), CURVE_STEPS)


def zoomed(extent: Extent, factor: float, at: tuple[float, float]) -> Extent:
    """Return the extent made ``factor`` times as wide while the point ``at`` stays put.

    Sides never get shorter than `SMALLEST_SPAN` or longer than `LARGEST_SPAN`,
    within which the arithmetic stays exact enough for a picture.
    """
    left, right, bottom, top = extent
    spans = (right - left) * factor, (top - bottom) * factor
    if min(spans) < SMALLEST_SPAN or max(spans) > LARGEST_SPAN:
        return extent
    x, y = at
    return (
        x + (left - x) * factor,
        x + (right - x) * factor,
        y + (bottom - y) * factor,
        y + (top - y) * factor,
    )


def moved(extent: Extent, dx: float, dy: float) -> Extent:
    """Return the extent shifted by ``(dx, dy)``."""
    left, right, bottom, top = extent
    return left + dx, right + dx, bottom + dy, top + dy


def fitted(extent: Extent, width: float, height: float) -> Extent:
    """Return the smallest extent around the given one with the aspect of a picture.

    One unit is as long across as it is up, so angles and gradients look right.
    """
    left, right, bottom, top = extent
    scale = max((right - left) / max(width, 1.0), (top - bottom) / max(height, 1.0))
    half_x, half_y = scale * max(width, 1.0) / 2, scale * max(height, 1.0) / 2
    x, y = (left + right) / 2, (bottom + top) / 2
    return x - half_x, x + half_x, y - half_y, y + half_y


def contains(extent: Extent, x: float, y: float) -> bool:
    """Return whether the point lies in the extent."""
    return extent[0] <= x <= extent[1] and extent[2] <= y <= extent[3]
