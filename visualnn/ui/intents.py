"""What a person wants, as views say it: small frozen facts, with no widget in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.explain import Place, Subject
from visualnn.experiment.spec import Experiment
from visualnn.ui.diagram.selection import Edge, Neuron

Extent = tuple[float, float, float, float]
Leaves = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlaceStart:
    """Start the race at this place; ``done`` is False while the pin is still held."""

    x: float
    y: float
    done: bool = True


@dataclass(frozen=True, slots=True)
class ViewExtent:
    """Show this part of the plane: ``(left, right, bottom, top)``."""

    extent: Extent


@dataclass(frozen=True, slots=True)
class ShowStep:
    """Show the training as it stood after this many updates."""

    step: int


@dataclass(frozen=True, slots=True)
class MovePlayhead:
    """Show the race as it stood after this many steps."""

    step: int


@dataclass(frozen=True, slots=True)
class NeedFrame:
    """Send a frame once more: the view wants what the latest one did not hold."""


@dataclass(frozen=True, slots=True)
class SetWeights:
    """Set parameters of the network on show by hand.

    ``places`` are indices in θ ``(P,)``; ``before`` is what stood there when the
    gesture began.  ``done`` is False while a drag goes on; ``name`` is what the
    step of undo is called.
    """

    generation: int
    places: tuple[int, ...]
    values: tuple[float, ...]
    before: tuple[float, ...]
    name: str
    done: bool = True


@dataclass(frozen=True, slots=True)
class EditExperiment:
    """Change the experiment: ``leaves`` are keywords of `Experiment.edited`.

    A change of what is there (a unit more) is a function that returns them for the
    experiment as it is by then: a view may show a network that it has left behind.
    It raises `InputError` where the change cannot be made.  ``name`` is what the
    step of undo is called.
    """

    name: str
    leaves: Leaves | Callable[[Experiment], Leaves] = field(default_factory=dict)

    def leaves_of(self, experiment: Experiment) -> Leaves:
        """Return the keywords for an experiment."""
        return self.leaves(experiment) if callable(self.leaves) else self.leaves


@dataclass(frozen=True, slots=True)
class Watch:
    """Show this weight or bias (of an edge or a neuron) over time, or stop showing it."""

    thing: Edge | Neuron


@dataclass(frozen=True, slots=True)
class SetMemory:
    """Let the recording take so many MiB."""

    mebibytes: int


@dataclass(frozen=True, slots=True)
class Refuse:
    """Say in a sentence why a wish cannot be fulfilled."""

    sentence: str


@dataclass(frozen=True, slots=True)
class ChooseParameter:
    """Explain the derivative of this weight or bias: a `visualnn.experiment.explain.Place`."""

    place: Place


@dataclass(frozen=True, slots=True)
class GoThrough:
    """Let the path that is shown go through this neuron, where there are many paths."""

    place: Place


@dataclass(frozen=True, slots=True)
class PointAt:
    """Mark these places of the worked network everywhere; none unmarks all."""

    places: frozenset[Place]


@dataclass(frozen=True, slots=True)
class GoToStage:
    """Show the worked network at this stage."""

    index: int


@dataclass(frozen=True, slots=True)
class WorkThrough:
    """Explain one step on this subject: an example, a sample or the coming batch."""

    subject: Subject


@dataclass(frozen=True, slots=True)
class EditPoints:
    """Put, move or remove samples by hand.

    ``done`` is False while a stroke goes on; ``name`` is what its step of undo
    is called.
    """

    edits: tuple[PointEdit, ...]
    name: str
    done: bool = True


@dataclass(frozen=True, slots=True)
class ExplainSample:
    """Show in the Backprop workspace how the network answers this row of `Scene.points`."""

    index: int
