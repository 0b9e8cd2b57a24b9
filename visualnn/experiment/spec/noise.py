"""How much noise goes with a data set."""

from __future__ import annotations

from visualnn.data import DATASETS
from visualnn.data.samples import USUAL_NOISE
from visualnn.experiment.spec.branches import DataSpec


def usual_noise(name: str) -> float:
    """Return the noise that a data set is shown with in the beginning; a file has no say."""
    return DATASETS[name].noise if name in DATASETS else USUAL_NOISE


def noise_with(data: DataSpec, name: str) -> float:
    """Return the noise with which another data set takes the place of the present one.

    It brings its own, unless the present one was set by hand: then that is what
    is wanted.  By hand is what differs from the present set's own.
    """
    by_hand = data.noise != usual_noise(data.name)
    return data.noise if by_hand else usual_noise(name)
