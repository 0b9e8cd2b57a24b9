"""Places in a network: what a number belongs to, and what a factor of the chain rule points at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from visualnn.nn.layout import Layout

Kind = Literal["L", "E", "y", "x", "s", "z", "a", "h", "w", "b", "gamma", "beta"]

PARAMETERS: tuple[Kind, ...] = ("w", "b", "gamma", "beta")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One quantity of a network, without a name: the notation gives it one.

    Attributes
    ----------
    kind
        ``L`` the loss, ``E`` one output's part of it, ``y`` a target, ``x`` an
        input, ``s`` a sum before normalization (normalized layers only), ``z``
        what enters the activation, ``a`` what leaves it (in a linear layer the
        same as z, and called a), ``h`` what dropout passes on (layers that drop
        only); ``w``, ``b``, ``gamma`` and ``beta`` are the parameters.
    layer
        0 for the input, 1 for the first layer that has weights.  A parameter
        belongs to the layer that it leads into.
    unit
        The unit within its layer, from 0; a weight's is the one it leads into.
    source
        The unit that a weight comes from.
    sample
        The row of the batch, from 0.
    """

    kind: Kind
    layer: int = 0
    unit: int = 0
    source: int = 0
    sample: int = 0

    @property
    def is_parameter(self) -> bool:
        """Whether training adjusts it."""
        return self.kind in PARAMETERS

    @property
    def key(self) -> str:
        """The place as a short stable text, such as ``w2.0.1`` (layer, source, unit)."""
        source = f".{self.source}" if self.kind == "w" else ""
        return f"{self.kind}{self.layer}{source}.{self.unit}"

    def of_sample(self, sample: int) -> Place:
        """Return the same place of another sample."""
        return replace(self, sample=sample)


def parameter(layout: Layout, index: int) -> Place:
    """Return the place of an entry of the parameter vector.

    Raises
    ------
    IndexError
        If the entry is none that training adjusts.
    """
    if not 0 <= index < layout.trained:
        raise IndexError(f"there is no parameter {index}: there are {layout.trained}")
    name = next(name for name, slot in layout.items() if index < slot.slice.stop)
    slot = layout[name]
    where = np.unravel_index(index - slot.start, slot.shape)
    letter = name.rstrip("0123456789")
    layer, unit = int(name[len(letter) :]), int(where[-1])
    if letter == "W":
        return Place("w", layer, unit, int(where[0]))
    kinds: dict[str, Kind] = {"b": "b", "gamma": "gamma", "beta": "beta"}
    return Place(kinds[letter], layer, unit)


def index_of(layout: Layout, place: Place) -> int:
    """Return where in the parameter vector a parameter lies; the inverse of `parameter`.

    Raises
    ------
    KeyError
        If the network has no such parameter.
    """
    letter = "W" if place.kind == "w" else place.kind
    slot = layout[f"{letter}{place.layer}"]
    if place.kind == "w":
        return slot.start + place.source * slot.shape[1] + place.unit
    return slot.start + place.unit


def has(layout: Layout, place: Place) -> bool:
    """Return whether a network has a parameter at a place."""
    letter = "W" if place.kind == "w" else place.kind
    name = f"{letter}{place.layer}"
    if not place.is_parameter or name not in layout:
        return False
    shape = layout[name].shape
    return place.unit < shape[-1] and (place.kind != "w" or place.source < shape[0])


def reading_order(layout: Layout) -> list[Place]:
    """Return the weights as they are numbered w₁, w₂, …: neuron by neuron, layer by layer."""
    return [
        Place("w", layer, unit, source)
        for layer in layout.layers
        for unit in range(layout.sizes[layer])
        for source in range(layout.sizes[layer - 1])
    ]
