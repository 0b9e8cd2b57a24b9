"""Curves as a few straight pieces, which are drawn in a fraction of the time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Ints = NDArray[np.intp]

TOLERANCE = 0.15
"""Logical pixels between the curve and its pieces, unless that takes more than there are points."""

SAMPLES = 25
"""Points along a curve: it has so many pieces less one at most."""

STRIDES = (2, 3, 24)
"""From point to point a piece goes, or over so many at once."""

OVERLAP = 0.25
"""Logical pixels by which a piece reaches beyond its ends, so that no seam is seen."""


def sampled(curves: Floats) -> Floats:
    """Return `SAMPLES` points ``(…, SAMPLES, 2)`` along cubic curves ``(…, 4, 2)``."""
    return points_along(curves, np.linspace(0.0, 1.0, SAMPLES)[:, None])


def strides(points: Floats) -> Ints:
    """Return the widest stride ``(E,)`` at which pieces look like the curves.

    Parameters
    ----------
    points
        ``(E, SAMPLES, 2)`` along them.
    """
    found = np.ones(len(points), dtype=np.intp)
    for stride in STRIDES:
        found[_distances(points, stride) <= TOLERANCE] = stride
    return found


def strips(points: Floats, stride: int) -> Floats:
    """Return the straight pieces ``(n, 2, 2)`` between every so many points ``(SAMPLES, 2)``."""
    corners = points[::stride]
    return _overlapping(corners[:-1], corners[1:])


def _distances(points: Floats, stride: int) -> Floats:
    """Return the largest distance ``(E,)`` of a point from the piece that passes it by."""
    starts, ends = points[:, :-1:stride], points[:, stride::stride]
    along = ends - starts
    length = np.hypot(along[..., 0], along[..., 1])
    beside = points[:, :-1].reshape(*starts.shape[:2], stride, 2) - starts[:, :, None]
    area = beside[..., 0] * along[..., None, 1] - beside[..., 1] * along[..., None, 0]
    apart = np.abs(area) / np.where(length > 0, length, 1.0)[..., None]
    largest: Floats = apart.max(axis=(1, 2), initial=0.0)
    return largest


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
