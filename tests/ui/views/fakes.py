"""A small scene, frames and a race, made up for the views' tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from visualnn.experiment.frames import Frame, NetworkRaceFrame, RaceFrame, Relief, Scene
from visualnn.experiment.frames.epoch_ends import EpochEnds
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment


def scene(generation: int = 1, **names: Any) -> Scene:
    """Return the scene of an experiment, XOR clouds unless something else is named."""
    return resolve(Experiment(**{"data": "xor", "samples": 60, **names})).scene(generation)


def frame(start: int = 0, stop: int = 0, **names: Any) -> Frame:
    """Return a frame with the history rows from ``start`` up to ``stop``, falling as 1/(1+n)."""
    epochs = np.arange(start, stop, dtype=float)
    history = {
        "train_loss": 1 / (1 + epochs),
        "val_loss": 2 / (1 + epochs),
        "train_accuracy": 1 - 0.5 / (1 + epochs),
        "val_accuracy": 1 - 0.6 / (1 + epochs),
    }
    last = {name: float(values[-1]) for name, values in history.items() if len(values)}
    plain = Frame(
        generation=1,
        scores=last,
        state="running",
        step=0,
        epoch=max(stop - 1, 0),
        learning_rate=0.03,
        steps_per_second=0.0,
        scored_epoch=max(stop - 1, 0),
        best_epoch=max(stop - 1, 0),
        waited=0,
        diverged_at=None,
        history=history,
        history_from=start,
        ends=EpochEnds(((0, 0), (stop - 1, 2 * (stop - 1)))[: max(stop, 1)]),  # as in `scene`
    )
    return replace(plain, **names)


def boundary(resolution: int = 16, outputs: int = 1) -> np.ndarray:
    """Return a map that rises from 0 at the left to 1 at the right, for each output."""
    row = np.linspace(0, 1, resolution)
    return np.broadcast_to(row, (outputs, resolution, resolution)).astype(np.float32)


def relief(extent=(-4.0, 4.0, -4.0, 4.0), surface: str = "bowl", floor: float = 0.0) -> Relief:
    """Return a bowl on a small grid."""
    x, y = np.meshgrid(np.linspace(*extent[:2], 41), np.linspace(*extent[2:], 41))
    return Relief(surface, extent, x * x + y * y, np.zeros((1, 2)), floor)


def race(generation: int = 1, steps: int = 50, lost_at: int = -1) -> RaceFrame:
    """Return SGD and Adam on their way from (3, 2) into the bowl, Adam half as fast.

    With ``lost_at`` Adam has diverged at that step.
    """
    shrink = np.stack([0.9 ** np.arange(steps + 1), 0.95 ** np.arange(steps + 1)], axis=1)
    paths = shrink[..., None] * np.array([3.0, 2.0])
    if lost_at >= 0:
        paths[lost_at:, 1] = paths[lost_at - 1, 1]
    losses = (paths**2).sum(axis=2)
    return RaceFrame(
        generation,
        ("SGD", "Adam"),
        paths,
        losses,
        2 * paths,
        np.array([-1, lost_at]),
        ("sgd", "adam"),
    )


def network_race(lost_at: int = -1, plane: str = "pca") -> NetworkRaceFrame:
    """Return SGD and Adam on a plane, recorded at every tenth of 50 steps.

    The map shows twice the loss of both, and each is off it by its loss.
    """
    bowl = race(steps=50, lost_at=lost_at)
    rows = slice(None, None, 10)
    losses = bowl.losses[rows] + 0.1
    x, y = np.meshgrid(np.linspace(-1, 4, 21), np.linspace(-1, 3, 21))
    return NetworkRaceFrame(
        generation=1,
        contestants=bowl.contestants,
        optimizers=bowl.optimizers,
        steps=np.arange(51)[rows],
        paths=bowl.paths[rows],
        losses=losses,
        val_losses=losses + 1,
        distances=losses.copy(),
        slice_losses=2 * losses,
        diverged_at=bowl.diverged_at,
        plane=plane,
        axes=("principal component 1", "principal component 2"),
        explained=(0.75, 0.125) if plane == "pca" else None,
        extent=(-1.0, 4.0, -1.0, 3.0),
        values=x * x + y * y + 0.1,
    )
