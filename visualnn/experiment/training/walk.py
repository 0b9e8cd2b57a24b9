"""Looking at the samples of one batch, one after the other, before its update is made."""

from __future__ import annotations

import numpy as np

from visualnn.experiment.frames.insights import Glance
from visualnn.experiment.training import Training
from visualnn.nn.calls import Array
from visualnn.nn.network import Tape


def glance_of(training: Training) -> Glance | None:
    """Return the sample of the coming batch that is looked at, or None where none is."""
    place, number = training.descent.place, training.descent.sample
    if place is None or number is None:
        return None
    found = np.flatnonzero(training.shown.numbers == number)
    return glance_at(training.tape, place, int(found[0]) if len(found) else -1)


def glance_at(tape: Tape, place: int, sample: int) -> Glance:
    """Return what one sample of a batch has left on the tape.

    Nothing is computed again: the sample's numbers are its rows of the batch's.
    On the tape δ is that of the mean over the batch; times the number of
    samples it is that of the sample's own loss.

    Parameters
    ----------
    tape
        After a forward and a backward pass (R = 1).
    place, sample
        The row on the tape, and which of the scene's samples stands there.
    """
    z, delta = ([array[0, place] for array in arrays] for arrays in (tape.z, tape.delta))
    a = [tape.x[place], *(array[0, place] for array in tape.a[1:])]
    return Glance(
        sample=sample,
        place=place,
        batch=tape.batch,
        loss=float(tape.losses[0, place]),
        z=_copies(z),
        a=_copies(a),
        delta=_copies([row * tape.batch for row in delta]),
    )


def _copies(arrays: list[Array]) -> tuple[Array, ...]:
    return tuple(array.copy() for array in arrays)
