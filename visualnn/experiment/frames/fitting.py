"""What of a wish a network can fulfill: the window may ask about the one before it."""

from __future__ import annotations

from dataclasses import replace

from visualnn.experiment.frames.faces import Drawn
from visualnn.experiment.frames.probe import Probe
from visualnn.experiment.frames.wants import Wants

FEWEST_POINTS = 2
"""Grid points per side that a picture of the plane has at least."""


def fitted(wants: Wants, sizes: tuple[int, ...], parameters: int, trained: int) -> Wants:
    """Return the wants without what a network does not have.

    Parameters
    ----------
    sizes
        Units per layer, the input first.
    parameters, trained
        How many numbers θ has, and how many of them are trained.
    """
    faces, probe = wants.faces, wants.probe
    return replace(
        wants,
        boundary=_points(wants.boundary),
        neurons=_points(wants.neurons),
        space=_points(wants.space),
        history_from=max(wants.history_from, 0),
        test_from=None if wants.test_from is None else max(wants.test_from, 0),
        band_from=max(wants.band_from, 0),
        watched=_inside(wants.watched, parameters),
        faces=_drawn(faces, sizes) if faces and _points(faces.resolution) else None,
        probe=_probed(probe, sizes, trained) if probe else None,
    )


def _points(resolution: int) -> int:
    return resolution if resolution >= FEWEST_POINTS else 0


def _inside(places: tuple[int, ...], count: int) -> tuple[int, ...]:
    return tuple(place for place in places if 0 <= place < count)


def _drawn(drawn: Drawn, sizes: tuple[int, ...]) -> Drawn:
    """Return the units of each layer that are there; of another network all are meant."""
    meant = zip(drawn.of(sizes), sizes, strict=True)
    units = tuple(
        None if some is None else tuple(sorted(set(_inside(some, size)))) for some, size in meant
    )
    return Drawn(drawn.resolution, units, sizes)


def _probed(probe: Probe, sizes: tuple[int, ...], trained: int) -> Probe:
    forecast = probe.forecast
    has_all = len(_inside(forecast, trained)) == len(forecast)
    return replace(
        probe,
        forecast=forecast if has_all else (),
        unit=probe.unit if _has(probe, sizes) else None,
    )


def _has(probe: Probe, sizes: tuple[int, ...]) -> bool:
    """Return whether the network has the unit whose output over the plane is wanted."""
    if probe.unit is None or not _points(probe.resolution):
        return False
    layer, unit = probe.unit
    return 0 <= layer < len(sizes) and 0 <= unit < sizes[layer]
