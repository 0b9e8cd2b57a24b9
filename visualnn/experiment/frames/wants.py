"""What the visible views need of a run, asked for with every frame."""

from __future__ import annotations

from dataclasses import dataclass

from visualnn.experiment.frames.faces import Drawn
from visualnn.experiment.frames.probe import Probe
from visualnn.experiment.spec import Experiment


@dataclass(frozen=True, slots=True)
class Wants:
    """What the visible views need in the next frame; zero or False asks for nothing.

    What the network does not have is left out: it may have taken the place of
    another one that the window still shows (`visualnn.experiment.frames.fitting`).

    Attributes
    ----------
    boundary, neurons
        Grid points per side for the output map and for the maps of all neurons.
    faces
        The neurons that are drawn, or None.
    weights, theta
        Whether `Frame.theta`, `Frame.gradient` and `Frame.update` are wanted;
        or `Frame.theta` alone in single precision, for a picture of many weights.
    history_from
        The first epoch row that the window does not have yet.
    outcomes, sums, batch
        Whether the fields of `Frame` with these names are wanted.
    samples_but
        The generation whose `Frame.samples` the window has: those of any other
        are wanted.  None asks for none.
    test_from
        The first epoch whose test scores are missing.  None leaves the test
        share alone, as it should be until somebody asks.
    judge
        The epoch whose `Frame.judged` is wanted, or None.
    watched
        Indices in θ of the parameters that are watched step by step.
    probe
        What `Frame.workings` is wanted to hold; None for no workings.
    origin
        Whether `Frame.origin` is wanted.
    seeds, band_from
        From how many first weights `Frame.band` is wanted (0 for none), and its
        first epoch that is missing.
    rival
        Which other experiment is to be trained beside this one, or None.
    space
        Grid points per side for `Frame.space`.
    scatter, check, whereabouts
        Whether the fields of `Frame` with these names are wanted.
    """

    boundary: int = 0
    neurons: int = 0
    weights: bool = False
    history_from: int = 0
    outcomes: bool = False
    sums: bool = False
    samples_but: int | None = None
    batch: bool = False
    test_from: int | None = None
    judge: int | None = None
    probe: Probe | None = None
    watched: tuple[int, ...] = ()
    origin: bool = False
    seeds: int = 0
    band_from: int = 0
    rival: Beside | None = None
    space: int = 0
    scatter: bool = False
    check: bool = False
    whereabouts: bool = False
    faces: Drawn | None = None
    theta: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """An experiment A to train beside the one on show, and what is wanted of it.

    Attributes
    ----------
    wants
        For its own frame.
    made
        The number of the run whose scene the window has.
    """

    experiment: Experiment
    wants: Wants
    made: int = 0
