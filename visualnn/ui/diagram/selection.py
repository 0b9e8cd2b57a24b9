"""What of the diagram is selected, and where the arrow keys lead from there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

Direction = Literal["left", "right", "up", "down", "first", "last"]


@dataclass(frozen=True, slots=True)
class Neuron:
    """Unit ``unit`` of layer ``layer``; layer 0 is the input, units count from 0."""

    layer: int
    unit: int


@dataclass(frozen=True, slots=True)
class Edge:
    """The weight from ``source`` in layer ``layer - 1`` to ``target`` in ``layer``.

    ``pivot`` is the end that stays when the selection moves up or down: the
    one that the selection came from.
    """

    layer: int
    source: int
    target: int
    pivot: Literal["source", "target"] = field(default="source", compare=False)


@dataclass(frozen=True, slots=True)
class Block:
    """The block that stands for the units of a wide layer that are not drawn."""

    layer: int


Selected = Neuron | Edge | Block | None


def kept(thing: Selected, sizes: tuple[int, ...]) -> Selected:
    """Return what of a selection is left in a network of these sizes.

    A neuron gives way to the nearest one that there is; an edge goes with its ends.
    """
    match thing:
        case Neuron(layer, unit):
            layer = min(layer, len(sizes) - 1)
            return Neuron(layer, min(unit, sizes[layer] - 1))
        case Edge(layer, source, target) if layer < len(sizes):
            if source < sizes[layer - 1] and target < sizes[layer]:
                return thing
    return None


def moved(at: Selected, direction: Direction, sizes: tuple[int, ...]) -> Selected:
    """Return what an arrow key selects next.

    Left and right alternate between neurons and edges; up and down stay in the
    layer, or among the edges of the neuron that the selection came from.
    Without a selection the first input neuron is next.
    """
    if isinstance(at, Neuron):
        return _from_neuron(at, direction, sizes)
    if isinstance(at, Edge):
        return _from_edge(at, direction, sizes)
    return Neuron(0, 0)


def _from_neuron(at: Neuron, direction: Direction, sizes: tuple[int, ...]) -> Selected:
    if direction == "right" and at.layer + 1 < len(sizes):
        return Edge(at.layer + 1, at.unit, min(at.unit, sizes[at.layer + 1] - 1))
    if direction == "left" and at.layer > 0:
        return Edge(at.layer, min(at.unit, sizes[at.layer - 1] - 1), at.unit, "target")
    return Neuron(at.layer, _stepped(at.unit, direction, sizes[at.layer]))


def _from_edge(at: Edge, direction: Direction, sizes: tuple[int, ...]) -> Selected:
    if direction == "right":
        return Neuron(at.layer, at.target)
    if direction == "left":
        return Neuron(at.layer - 1, at.source)
    if at.pivot == "source":
        return replace(at, target=_stepped(at.target, direction, sizes[at.layer]))
    return replace(at, source=_stepped(at.source, direction, sizes[at.layer - 1]))


def _stepped(unit: int, direction: Direction, units: int) -> int:
    match direction:
        case "up":
            return max(unit - 1, 0)
        case "down":
            return min(unit + 1, units - 1)
        case "first":
            return 0
        case "last":
            return units - 1
    return unit
