"""What the diagram asks the engine for: as much as is on show, and not more."""

from __future__ import annotations

from visualnn.experiment.frames import Scene, Wants
from visualnn.experiment.frames.probe import Probe
from visualnn.figures.images import image_shape
from visualnn.ui.diagram.places import place_of
from visualnn.ui.diagram.selection import Neuron, Selected

FEWEST_PIXELS, MOST_PIXELS, USUAL_PIXELS = 20, 28, 24
THUMBNAIL_BUDGET = 80_000
"""Values in all thumbnails together; a wider network gets coarser ones."""

FINEST, COARSEST = 64, 16
CLOSE_UP_BUDGET = 400_000
"""Grid points per side of the unit looked at closely, and the values that this may take."""


def wanted(
    scene: Scene, choices: dict[str, str], thing: Selected, sample: int, fine: bool
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
    """
    sharp = MOST_PIXELS if fine else USUAL_PIXELS
    affordable = int((THUMBNAIL_BUDGET / sum(scene.sizes)) ** 0.5)
    return Wants(
        neurons=max(min(sharp, affordable), 4),
        weights=True,
        probe=_probe(scene, choices, thing, sample),
    )


def _probe(scene: Scene, choices: dict[str, str], thing: Selected, sample: int) -> Probe:
    place = place_of(scene.layout, thing)
    pixels = image_shape(scene.features) is not None
    affordable = int((CLOSE_UP_BUDGET / sum(scene.sizes)) ** 0.5)
    return Probe(
        flow=choices["reading"] == "activations",
        spread=choices["neurons"] == "batch",
        sample=sample if choices["neurons"] == "sample" or pixels else None,
        forecast=() if place is None else (place,),
        unit=(thing.layer, thing.unit) if isinstance(thing, Neuron) else None,
        resolution=max(min(FINEST, affordable), COARSEST),
    )
