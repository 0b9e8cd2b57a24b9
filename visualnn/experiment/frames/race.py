"""A function of two parameters, and races of optimizers: on it, and on a network's own loss."""

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

    @property
    def steps(self) -> NDArray[np.int64]:
        """After how many updates each row was: every one is there."""
        return np.arange(len(self.losses))


@dataclass(frozen=True, slots=True)
class NetworkRaceFrame:
    """A whole race of optimizers on a network's own loss, seen on one plane through its parameters.

    Attributes
    ----------
    steps
        ``(T,)``, the updates done at the recorded places; the first is 0.
    paths, distances
        ``(T, R, 2)`` and ``(T, R)``: the nearest points of the plane, and how far
        off it the parameters are.
    losses, val_losses
        ``(T, R)``: the mean loss over all training and all validation samples.
    slice_losses
        ``(T, R)``: the training loss at the nearest point of the plane, which the map shows.
    diverged_at
        ``(R,)`` the step at which a contestant's loss blew up, or -1; from
        there on it stays at its last good place.
    plane, axes, explained
        The kind of the plane, what its coordinates are called, and the shares of
        the variance of all contestants' parameters, or None; see
        `visualnn.landscape.plane.Plane`.
    extent, values
        The map of the training loss ``(m, m)`` over the plane; row 0 is the lowest v.
    """

    generation: int
    contestants: tuple[str, ...]
    optimizers: tuple[str, ...]
    steps: NDArray[np.int64]
    paths: Floats
    losses: Floats
    val_losses: Floats
    distances: Floats
    slice_losses: Floats
    diverged_at: NDArray[np.int64]
    plane: str
    axes: tuple[str, str]
    explained: tuple[float, float] | None
    extent: Extent
    values: Floats
