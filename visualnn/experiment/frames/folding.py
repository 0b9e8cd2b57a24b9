"""What each layer does to space: the input plane and the samples after every layer."""

from __future__ import annotations

import numpy as np

from visualnn.data import TRAIN
from visualnn.experiment.frames.insights import Placed, Space
from visualnn.experiment.plan import Plan
from visualnn.nn.calls import Array
from visualnn.nn.network import Tape

MOST_POINTS = 300
"""More samples than this are not told apart in a picture."""


class Folding:
    """Passes a grid over the input plane, and samples, through the layers.

    Parameters
    ----------
    plan
        Gives the plane, the samples and the architecture.
    theta
        ``(1, P)``, the parameters; read anew at each look.
    resolution
        Grid points per side.
    """

    def __init__(self, plan: Plan, theta: Array, resolution: int) -> None:
        self.resolution = resolution
        train = np.flatnonzero(plan.part == TRAIN)
        picked = np.linspace(0, len(train) - 1, min(len(train), MOST_POINTS)).astype(int)
        self._samples = train[picked]
        features = np.concatenate([plan.plane_features(resolution), plan.samples.x[self._samples]])
        x = plan.scaler.apply(features)
        self._plane = plan.scaler.features.apply(features)[:, plan.axes]
        self._flat = plan.axes[0] == plan.axes[1]
        self._tape = Tape(plan.architecture, theta, np.zeros_like(theta), len(x))
        self._tape.x[...] = x

    def look(self) -> Space:
        """Return where every layer puts the grid and the samples."""
        self._tape.forward()
        placed = [self._input()]
        for a in self._tape.a[1:]:
            placed.append(self._placed(a[0], placed[-1]))
        return Space(self._samples, tuple(placed))

    def _input(self) -> Placed:
        """Return the plane itself, in the two features that span it, standardized."""
        x = self._plane.astype(self._tape.x.dtype)
        if self._flat:
            x[:, 1] = 0
        return self._split(x, 1 if self._flat else 2, 1.0)

    def _placed(self, a: Array, before: Placed) -> Placed:
        units = a.shape[1]
        if units > 2:
            # Without a sample the grid itself says which side shows most.
            judges = before.points if len(self._samples) else before.grid.reshape(-1, 2)
            return self._split(*flattened(a, len(judges), judges))
        places = np.zeros((len(a), 2), a.dtype)
        places[:, :units] = a
        return self._split(places, units, 1.0)

    def _split(self, places: Array, units: int, share: float) -> Placed:
        rows = self.resolution
        grid = places[: rows * rows].reshape(rows, rows, 2)
        return Placed(grid, places[rows * rows :].copy(), units, share)


def flattened(a: Array, samples: int, before: Array) -> tuple[Array, int, float]:
    """Return a wide layer's rows seen from the side that shows most of the samples.

    The plane of the picture is that of the first two principal components of
    the last ``samples`` rows.  It may still be turned or mirrored in itself:
    of all such views this is the one in which the samples have moved least
    since the layer before (the orthogonal Procrustes problem, Schönemann 1966).
    So it hangs on no earlier picture, and does not flip as the network learns.

    Parameters
    ----------
    a
        ``(rows, units)``, the samples last.
    before
        ``(samples, 2)``, where the layer before put the samples.

    Returns
    -------
    places, units, share
        ``(rows, 2)``; the layer's width; and the share of the samples'
        variance that lies in the plane.
    """
    centered = np.asarray(a - a[-samples:].mean(axis=0), dtype=float)
    points = centered[-samples:]
    if not np.isfinite(points).all():  # numbers too large for float32 have no place
        return np.full((len(a), 2), np.nan, a.dtype), a.shape[1], float("nan")
    variances, directions = np.linalg.eigh(points.T @ points)
    plane = directions[:, :-3:-1]
    total = float(variances.sum())
    seen = points @ plane
    u, _, v = np.linalg.svd(seen.T @ (before - before.mean(axis=0)))
    share = float(variances[-2:].sum() / total) if total > 0 else 1.0
    return (centered @ plane @ (u @ v)).astype(a.dtype), a.shape[1], share
