"""Hidden layers one more or one less, and the units in them, as other experiments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from visualnn.experiment.spec import MAX_HIDDEN_LAYERS, MAX_UNITS, LayerSpec

Layers = tuple[LayerSpec, ...]


def with_units(layers: Layers, layer: int, more: int) -> Layers | None:
    """Return the layers with units added to hidden layer ``layer`` (from 1) or taken away.

    None where it is no hidden layer or where the units would leave their range.
    """
    if not 1 <= layer <= len(layers):
        return None
    units = layers[layer - 1].units + more
    if not 1 <= units <= MAX_UNITS:
        return None
    return _with(layers, layer, units=units)


def with_layer(layers: Layers, behind: int) -> Layers | None:
    """Return the layers with another one behind layer ``behind`` (0 is the input).

    It is like the layer it stands behind, or like the first.  Behind the
    output there is nothing: it comes before it.  None where there are as many
    as there may be.
    """
    if len(layers) >= MAX_HIDDEN_LAYERS:
        return None
    place = min(behind, len(layers))
    like = layers[max(place - 1, 0)] if layers else LayerSpec()
    return (*layers[:place], like, *layers[place:])


def without_layer(layers: Layers, layer: int) -> Layers | None:
    """Return the layers without hidden layer ``layer`` (from 1), or None where it is none."""
    if not 1 <= layer <= len(layers):
        return None
    return (*layers[: layer - 1], *layers[layer:])


def with_kind(layers: Layers, layer: int, **kind: str) -> Layers:
    """Return the layers with another ``activation`` or ``normalization`` in one of them."""
    return _with(layers, layer, **kind)


def _with(layers: Layers, layer: int, **leaves: object) -> Layers:
    return (*layers[: layer - 1], replace(layers[layer - 1], **leaves), *layers[layer:])


DEEDS: dict[str, Callable[[Layers, int], Layers | None]] = {
    "more_units": partial(with_units, more=1),
    "fewer_units": partial(with_units, more=-1),
    "add_layer": with_layer,
    "remove_layer": without_layer,
}
"""What a button or a key does to a layer."""
