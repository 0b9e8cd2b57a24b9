"""What experiment A is told when it is compared with B: the same samples, in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from visualnn.experiment.spec import Experiment
from visualnn.experiment.spec.origin import Change, Origin
from visualnn.experiment.training import Training
from visualnn.experiment.training.forking import leads_to, settings_of


def beside(a: Experiment, b: Experiment, origin: Origin | None = None) -> Experiment:
    """Return A as it is compared with B: on B's samples, in the order that B's seed draws.

    The first weights come from that seed, too: where the networks are alike
    they begin alike.  ``origin`` is where A begins, if not at its first weights.
    """
    return replace(a, data=b.data, seed=b.seed, origin=origin)


def settings_beside(a: Experiment, b: Training) -> list[Change]:
    """Return A's settings by step: samples that B's run edited are edited at the same step.

    A that forked off begins where it did: B has recorded what led there, or it
    is done again on B's samples.
    """
    origin = origin_beside(a, b)
    begin = origin.step if origin else 0
    told: list[Change] = []
    for change in b.recording.changes:
        experiment = beside(a, change.experiment, origin)
        if change.step <= begin:
            told = [Change(0, experiment)]  # what led there is part of A's origin
        elif told[-1].experiment != experiment:
            told.append(Change(change.step, experiment))
    return told


def origin_beside(a: Experiment, b: Training) -> Origin | None:
    """Return where A forked off, as it would have been on B's samples; None if it did not.

    Nor does one that had parameters set by hand and whose samples have other
    inputs than B's: these parameters may not be there.
    """
    if a.origin is None or shares_origin(a, b):
        return a.origin
    if a.origin.sets and _inputs(a) != _inputs(settings_of(b)):
        return None
    return relived(a.origin, b.recording.changes)


def shares_origin(a: Experiment, b: Training) -> bool:
    """Return whether what led to A's origin is on B's recording, too."""
    return a.origin is not None and (leads_to(b, a) or settings_of(b).origin == a.origin)


def relived(origin: Origin, changes: Sequence[Change]) -> Origin:
    """Return an origin with the same decisions on the samples and the seed of another run.

    Where that run's samples were edited on the way, so are these.
    """
    steps = {change.step for change in (*origin.changes, *changes) if change.step <= origin.step}
    lived = (
        Change(step, beside(_at(origin.changes, step), _at(changes, step)))
        for step in sorted(steps)
    )
    return Origin(tuple(lived), origin.step, origin.sets)


def _at(changes: Sequence[Change], step: int) -> Experiment:
    """Return the settings that hold after so many updates."""
    return [change for change in changes if change.step <= step][-1].experiment


def _inputs(experiment: Experiment) -> tuple[object, ...]:
    data = experiment.data
    return data.name, data.target, data.ignore, data.inputs
