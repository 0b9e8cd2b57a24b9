"""Where numbers stand on the edges of a diagram without covering each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

MOST = 24
"""More edges than these would be a table, not a picture."""

PLACES = sorted(np.linspace(0.08, 0.92, 22).tolist(), key=lambda place: abs(place - 0.5))
GAPS = (16.0, 10.0, 5.0, 2.0)
"""So far apart the boxes stand: as far as there is room for all of them."""


def placed(samples: Floats, width: float, height: float) -> Floats | None:
    """Return the centers ``(E, 2)`` of boxes on their edges, or None where there is no room.

    Each edge tries first the places through which fewest others run, and of these
    its middle, then those farther out.  Either all edges get a box or none does: a
    number that is missing would seem to be 0.

    Parameters
    ----------
    samples
        ``(E, S, 2)``, points along the edges.
    width, height
        Of every box, in the same units.
    """
    if not 0 < len(samples) <= MOST:
        return None
    places = _ranked(samples, width, height)
    tries = (_apart(places, np.array([width + gap, height + gap])) for gap in GAPS)
    return next((centers for centers in tries if centers is not None), None)


def _ranked(samples: Floats, width: float, height: float) -> list[Floats]:
    """Return the places ``(k, 2)`` that each edge tries, in this order."""
    found = []
    for edge, line in enumerate(samples):
        tried = line[[round(place * (len(line) - 1)) for place in PLACES]]
        tried = tried[[_is_inside(at, line, width) for at in tried]]
        others = np.delete(samples, edge, axis=0)
        off = np.abs(tried[:, None, None] - others) / (np.array([width, height]) / 2)
        crossed = (off < 1).all(axis=3).any(axis=2).sum(axis=1)
        found.append(tried[np.argsort(crossed, kind="stable")])
    return found


def _apart(places: list[Floats], reach: Floats) -> Floats | None:
    """Return centers that differ by ``reach`` in x or in y, or None where there are none."""
    centers: list[Floats] = []
    for tried in places:
        center = next((at for at in tried if _is_free(at, centers, reach)), None)
        if center is None:
            return None
        centers.append(center)
    return np.array(centers)


def _is_free(at: Floats, taken: list[Floats], reach: Floats) -> bool:
    return not any((np.abs(at - other) < reach).all() for other in taken)


def _is_inside(at: Floats, line: Floats, width: float) -> bool:
    """Return whether a box stays between the neurons that the edge joins."""
    return bool(line[0, 0] + width / 2 <= at[0] <= line[-1, 0] - width / 2)
