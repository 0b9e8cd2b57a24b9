"""Curves as a few straight pieces, which are drawn in a fraction of the time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

TOLERANCE = 0.15
"""Logical pixels between the curve and its pieces, unless that takes more than all of `CUTS`."""

CUTS = (1, 8, 12, 16, 24)
WITHIN = 4
"""A piece is compared with the curve at the quarters of its length."""

OVERLAP = 0.25
"""Logical pixels by which a piece reaches beyond its ends, so that no seam is seen."""


def strips(curve: Floats) -> Floats:
    """Return the fewest straight pieces ``(n, 2, 2)`` that look like a cubic curve ``(4, 2)``."""
    for pieces in CUTS:
        points = points_along(curve, np.linspace(0.0, 1.0, WITHIN * pieces + 1)[:, None])
        if _distance(points, pieces) <= TOLERANCE:
            break
    corners = points[::WITHIN]
    return _overlapping(corners[:-1], corners[1:])


def _distance(points: Floats, pieces: int) -> float:
    """Return the largest distance of a point from the piece that it lies on."""
    starts, ends = points[:-1:WITHIN], points[WITHIN::WITHIN]
    along = ends - starts
    length = np.hypot(along[:, 0], along[:, 1])
    beside = points[:-1].reshape(pieces, WITHIN, 2) - starts[:, None]
    area = beside[..., 0] * along[:, None, 1] - beside[..., 1] * along[:, None, 0]
    return float((np.abs(area) / np.where(length > 0, length, 1.0)[:, None]).max())


def points_along(curves: Floats, t: Floats) -> Floats:
    """Return the points ``(…, n, 2)`` of cubic curves ``(…, 4, 2)`` at ``t (n, 1)``."""
    basis = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3])
    points: Floats = basis @ curves
    return points


def _overlapping(starts: Floats, ends: Floats) -> Floats:
    """Return pieces ``(n, 2, 2)`` that reach into their neighbors, but not beyond the curve."""
    along = ends - starts
    length = np.hypot(along[:, 0], along[:, 1])[:, None]
    reach = OVERLAP * along / np.where(length > 0, length, 1.0)
    starts, ends = starts.copy(), ends.copy()
    starts[1:] -= reach[1:]
    ends[:-1] += reach[:-1]
    return np.stack([starts, ends], axis=1)
