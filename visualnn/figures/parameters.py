"""The parameters of a network in the order in which people read them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from visualnn.experiment.explain import Place
from visualnn.nn.layout import Layout


@lru_cache(4)
def every_parameter(layout: Layout) -> tuple[Place, ...]:
    """Return all parameters, neuron by neuron and layer by layer."""
    return tuple(
        place
        for layer in layout.layers
        for unit in range(layout.sizes[layer])
        for place in parameters_into(layout, layer, unit)
    )


def parameters_into(layout: Layout, layer: int, unit: int) -> Iterator[Place]:
    """Yield the weights into a neuron, its bias, and what scales and shifts its sum."""
    for source in range(layout.sizes[layer - 1]):
        yield Place("w", layer, unit, source)
    if layout.bias:
        yield Place("b", layer, unit)
    if layout.is_scaled(layer):
        yield Place("gamma", layer, unit)
        yield Place("beta", layer, unit)
