"""What the diagram asks the engine for: as much as is on show, and not more."""

from __future__ import annotations

from visualnn.experiment.frames import Scene, Wants
from visualnn.experiment.frames.faces import Drawn, affordable
from visualnn.experiment.frames.probe import Probe
from visualnn.figures.diagram import MAX_ROWS, standing
from visualnn.figures.images import image_shape
from visualnn.ui.diagram.places import place_of
from visualnn.ui.diagram.selection import Neuron, Selected

FEWEST_PIXELS, MOST_PIXELS, USUAL_PIXELS = 4, 28, 24
THUMBNAIL_BUDGET = 12_000_000
"""Multiplications that all thumbnails together may take; a wider network gets coarser ones."""

FINEST, COARSEST = 64, 16
CLOSE_UP_BUDGET = 20_000_000
"""Grid points per side of the unit looked at closely, and what these may take."""

MANY = 4000
"""With more parameters their gradient and update are sent only where they are drawn or told."""


def wanted(
    scene: Scene,
    choices: dict[str, str],
    thing: Selected,
    sample: int,
    *,
    fine: bool,
    fast: bool,
) -> Wants:
    """Return what the diagram needs in the next frame.

    Parameters
    ----------
    choices
        The diagram's switches as they stand.
    thing
        What is pointed at: its unit is drawn large, its parameter's next update told.
    sample
        The sample whose numbers the neurons can show.
    fine
        Whether the screen has more than one pixel to a point.
    fast
        Whether training runs too fast for its single updates to be followed.
    """
    sharp = MOST_PIXELS if fine else USUAL_PIXELS
    resolution = max(min(sharp, affordable(scene.sizes, THUMBNAIL_BUDGET)), FEWEST_PIXELS)
    glances = fast and thing is None and _shows_weights_alone(scene, choices)
    return Wants(
        faces=Drawn(resolution, drawn(scene), tuple(scene.sizes)),
        weights=not glances,
        theta=glances,
        probe=_probe(scene, choices, thing, sample),
    )


def _shows_weights_alone(scene: Scene, choices: dict[str, str]) -> bool:
    """Return whether of a large network nothing but its weights is drawn."""
    quiet = choices["reading"] in ("weights", "activations") and choices["channel"] == "off"
    return quiet and scene.parameters > MANY


def drawn(scene: Scene) -> tuple[tuple[int, ...] | None, ...]:
    """Return per layer the units that are drawn one by one; None where all are."""
    found = [
        None if units <= MAX_ROWS else tuple(standing(units).tolist()) for units in scene.sizes
    ]
    if image_shape(scene.features) is not None:
        found[0] = ()
    return tuple(found)


def _probe(scene: Scene, choices: dict[str, str], thing: Selected, sample: int) -> Probe:
    place = place_of(scene.layout, thing)
    pixels = image_shape(scene.features) is not None
    finest = min(FINEST, affordable(scene.sizes, CLOSE_UP_BUDGET))
    return Probe(
        flow=choices["reading"] == "activations",
        spread=choices["neurons"] == "batch",
        sample=sample if choices["neurons"] == "sample" or pixels else None,
        forecast=() if place is None else (place,),
        unit=(thing.layer, thing.unit) if isinstance(thing, Neuron) else None,
        resolution=max(finest, COARSEST),
    )
