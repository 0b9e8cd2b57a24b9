"""A function of two parameters, and a race of optimizers on it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames.scene import Extent, Floats


@dataclass(frozen=True, slots=True)
class Relief:
    """A function of two parameters on a grid.

    Attributes
    ----------
    values
        ``(m, m)``; row 0 is the lowest y, column 0 the lowest x.
    minima
        ``(k, 2)``, the known minima, and ``floor``, the value there.
    """

    surface: str
    extent: Extent
    values: Floats
    minima: Floats
    floor: float


@dataclass(frozen=True, slots=True)
class RaceFrame:
    """A whole race of optimizers on a function of two parameters.

    Attributes
    ----------
    paths
        ``(steps + 1, R, 2)``; row 0 is the start.  After a divergence a
        contestant stays at its last finite place.
    losses
        ``(steps + 1, R)``.
    gradients
        ``(steps + 1, R, 2)``, the gradient at each place.
    diverged_at
        ``(R,)`` the step at which a contestant left the map for good, or -1.
    optimizers
        The contestants' optimizers, as keys of the registry.
    """

    generation: int
    contestants: tuple[str, ...]
    paths: Floats
    losses: Floats
    gradients: Floats
    diverged_at: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    optimizers: tuple[str, ...] = ()
