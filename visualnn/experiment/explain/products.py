"""How many multiplications the chain rule takes, path by path and with δ reused.

Counted for one sample (for all samples of the batch where batch normalization
ties them together).  A path of f factors takes f − 1 products.  The backward
pass takes one for each weight it goes back through and one for each activation
(2 a unit for softmax), one for each unit behind dropout, 4 for each normalized
sum (2 with the running statistics), and one for each parameter but the biases
and β, whose derivative is δ itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from visualnn.experiment.explain.explanation import Explanation
from visualnn.experiment.explain.factors import own_factor, reads_logits, tied
from visualnn.experiment.explain.paths import length_from, paths_from
from visualnn.experiment.explain.place import Kind, Place


@dataclass(frozen=True, slots=True)
class Products:
    """Multiplications for one parameter or for all.

    Attributes
    ----------
    paths
        How many paths there are.
    by_paths, reused
        Multiplications if each path is worked out, and with δ at hand.
    """

    paths: int
    by_paths: int
    reused: int

    @property
    def saved(self) -> int:
        """How many products reusing δ saves."""
        return self.by_paths - self.reused


def products_of(e: Explanation, place: Place) -> Products:
    """Return the count for one parameter whose unit's δ is known."""
    unit = own_factor(e, place, 0).of
    paths = paths_from(e, unit)
    own = int(place.kind in ("w", "gamma"))
    return Products(paths, paths * (length_from(e, unit) - 1 + own), own)


def products_of_all(e: Explanation) -> Products:
    """Return the count for all parameters: every path of each, against one backward pass."""
    paths = by_paths = parameters = 0
    for layer in e.layout.layers:
        for kind, count in _parameters(e, layer):
            one = products_of(e, Place(kind, layer))
            paths += count * one.paths
            by_paths += count * one.by_paths
            parameters += count * one.reused
    layers = filter(e.is_normalized, e.layout.layers)
    rows = e.samples if any(tied(e, layer) == "samples" for layer in layers) else 1
    back = sum(_backwards(e, layer) for layer in e.layout.layers)
    return Products(paths * rows, by_paths * rows, (parameters + back) * rows)


def _parameters(e: Explanation, layer: int) -> list[tuple[Kind, int]]:
    fan_in, units = e.sizes[layer - 1 : layer + 1]
    counts: list[tuple[Kind, int]] = [("w", fan_in * units)]
    if e.layout.bias:
        counts.append(("b", units))
    if e.is_normalized(layer):
        counts += [("gamma", units), ("beta", units)]
    return counts


def _backwards(e: Explanation, layer: int) -> int:
    """Return the products of δ's way through one layer, from its output to the one below."""
    units, count = e.sizes[layer], 0
    if not e.is_linear(layer) and not (layer == e.depth and reads_logits(e)):
        count += units * (2 if e.architecture.activations[layer - 1] == "softmax" else 1)
    if e.drops(layer):
        count += units
    if e.is_normalized(layer):
        count += units * (2 if tied(e, layer) == "nothing" else 4)
    if layer > 1:
        count += units * e.sizes[layer - 1]
    return count
