"""Which parameter a selected thing of the diagram stands for, and what it is called."""

from __future__ import annotations

from visualnn.nn.layout import Layout
from visualnn.numerals import LOWERED, RAISED
from visualnn.ui.diagram.selection import Edge, Neuron, Selected


def place_of(layout: Layout, thing: Selected) -> int | None:
    """Return the index in θ ``(P,)`` of an edge's weight or a neuron's bias, or None."""
    match thing:
        case Edge(layer, source, target):
            slot = layout[f"W{layer}"]
            return slot.start + source * slot.shape[1] + target
        case Neuron(layer, unit) if layer and layout.bias:
            return layout[f"b{layer}"].start + unit
    return None


def symbol_of(thing: Edge | Neuron) -> str:
    """Return the parameter's letter with its indices from 1, as in w⁽¹⁾₂,₃ or b⁽²⁾₁."""
    if isinstance(thing, Edge):
        below = f"{thing.source + 1},{thing.target + 1}"
        letter = "w"
    else:
        below, letter = str(thing.unit + 1), "b"
    return letter + f"⁽{thing.layer}⁾".translate(RAISED) + below.translate(LOWERED)
