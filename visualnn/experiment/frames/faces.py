"""What the units of a layer put out over the input plane, as far as there is room to draw it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames.scene import Floats


@dataclass(frozen=True, slots=True)
class Drawn:
    """The units that are drawn one by one, and how finely.

    Attributes
    ----------
    resolution
        Grid points per side.
    units
        Per layer, the input first; None stands for all units of a layer, and
        an empty tuple for those of all layers.
    sizes
        How many units each layer has where these are drawn.  Of another network,
        that has taken the place of this one meanwhile, all units are meant.
    """

    resolution: int
    units: tuple[tuple[int, ...] | None, ...] = ()
    sizes: tuple[int, ...] = ()

    def of(self, sizes: tuple[int, ...]) -> tuple[tuple[int, ...] | None, ...]:
        """Return per layer the units that are meant of a network with layers of these sizes."""
        same = self.sizes == sizes and len(self.units) == len(sizes)
        return self.units if same else (None,) * len(sizes)


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """One layer's outputs over the input plane.

    Attributes
    ----------
    units
        ``(n,)``, the units that have a map, in rising order.
    maps
        ``(n, k, k)``; row 0 is the lowest y.
    mean
        ``(k, k)``, the mean output of all other units; None where there is no
        other, and for inputs.
    """

    units: NDArray[np.intp]
    maps: Floats
    mean: Floats | None = None

    def among(self, units: NDArray[np.intp]) -> Floats:
        """Return the maps ``(n, k, k)`` of some units, all of which have one."""
        same = np.array_equal(units, self.units)
        return self.maps if same else self.maps[np.searchsorted(self.units, units)]

    def of(self, unit: int) -> Floats | None:
        """Return a unit's map ``(k, k)``, or None where it has none."""
        found = np.flatnonzero(self.units == unit)
        return self.maps[found[0]] if len(found) else None


def affordable(sizes: tuple[int, ...], multiplications: int) -> int:
    """Return how fine a grid of the input plane passes a network for so many multiplications.

    In points per side.  The first layer costs next to nothing
    (`visualnn.experiment.frames.maps.Grid`).
    """
    each = sum(units * after for units, after in pairwise(sizes[1:]))
    return int((multiplications / max(each, 1)) ** 0.5)


def whole(maps: Floats) -> Faces:
    """Return the faces of a layer all of whose units have a map ``(units, k, k)``."""
    return Faces(np.arange(len(maps)), maps)
