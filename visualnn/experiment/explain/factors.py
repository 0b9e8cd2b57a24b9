"""Local factors of the chain rule: how a quantity moves those directly above it.

Above an input or a layer's output lie the sums of the next layer, above a sum
what normalization makes of it, then the activation, dropout, and at the top the
loss.  Three hops are not one to one: softmax and layer normalization tie the
units of a sample together, batch normalization the samples of a batch::

    softmax              ∂aⱼ/∂zᵢ = aⱼ·(1[i=j] − aᵢ)
    layer, over d units  ∂zⱼ/∂sᵢ = γⱼ·(1[i=j] − 1/d − x̂ᵢ·x̂ⱼ/d) / √(σ² + ε)
    batch, over n rows   ∂zⱼ/∂sᵢ = γ·(1[i=j] − 1/n − x̂ᵢ·x̂ⱼ/n) / √(σ² + ε)

With the running statistics batch normalization is one to one: γ / √(σ² + ε).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from visualnn.experiment.explain.explanation import SOUND, Explanation
from visualnn.experiment.explain.place import Kind, Place
from visualnn.nn.calls import Array
from visualnn.nn.losses import LOSSES
from visualnn.nn.normalization import NORMALIZATIONS

FactorKind = Literal[
    "loss",
    "logits",
    "activation",
    "softmax",
    "dropout",
    "normalization",
    "weight",
    "incoming",
    "bias",
    "normed",
    "shift",
    "delta",
    "constant",
]

LOSS = Place("L")


@dataclass(frozen=True, slots=True)
class Factor:
    """One local derivative, ∂of/∂by.

    Attributes
    ----------
    of, by
        What moves, and what moves it.
    value
        Its number.
    kind
        "loss" and "logits" are ∂L/∂a and ∂L/∂z at the output, "delta" a ∂L/∂…
        further down that the backward pass has at hand; "incoming", "bias",
        "normed" and "shift" are those of w, b, γ and β; "constant" is what
        another convention multiplies with.
    """

    of: Place
    by: Place
    value: float
    kind: FactorKind

    @property
    def at(self) -> Place:
        """The place in the diagram that it points at: an edge, or a unit."""
        match self.kind:
            case "weight":
                return Place("w", self.of.layer, self.of.unit, self.by.unit, self.of.sample)
            case "incoming":
                kind: Kind = "x" if self.of.layer == 1 else "a"
                return Place(kind, self.of.layer - 1, self.by.source, 0, self.of.sample)
            case "loss" | "logits" | "delta":
                return self.by
            case "bias" | "normed" | "shift":
                return self.by
        return self.of

    @property
    def key(self) -> str:
        """The factor as a short stable text."""
        return f"{self.of.key}/{self.by.key}"


def entry(e: Explanation, layer: int) -> Kind:
    """Return the kind of place that a layer's weights lead to."""
    return "s" if e.is_normalized(layer) else bend(e, layer)


def bend(e: Explanation, layer: int) -> Kind:
    """Return the kind of what enters the activation; a linear layer's is its output."""
    return "a" if e.is_linear(layer) else "z"


def outlet(e: Explanation, layer: int) -> Kind:
    """Return the kind of what the next layer reads."""
    if layer == 0:
        return "x"
    return "h" if e.drops(layer) else "a"


OWN: dict[Kind, FactorKind] = {"w": "incoming", "b": "bias", "gamma": "normed", "beta": "shift"}


def own_factor(e: Explanation, place: Place, sample: int) -> Factor:
    """Return how a parameter moves the unit that it belongs to, at one sample."""
    kind = entry(e, place.layer) if place.kind in ("w", "b") else bend(e, place.layer)
    unit = Place(kind, place.layer, place.unit, sample=sample)
    return Factor(unit, place, float(own_values(e, place)[sample]), OWN[place.kind])


def own_values(e: Explanation, place: Place) -> Array:
    """Return a parameter's own factor for every sample ``(n,)``: what w or γ multiplies, or 1."""
    if place.kind == "w":
        source = e.x if place.layer == 1 else e.before.h[place.layer - 2]
        return np.asarray(source[:, place.source])
    if place.kind == "gamma":
        return np.asarray(_normed(e, place.layer)[:, place.unit])
    return np.ones(e.samples)


def above(e: Explanation, place: Place) -> list[Factor]:
    """Return how a place moves everything directly above it; at the top, the loss.

    Raises
    ------
    ValueError
        For a parameter or the loss, which have nothing above them of this kind.
    """
    match place.kind:
        case "s":
            return list(_through_normalization(e, place))
        case "z":
            return list(_through_activation(e, place))
        case "a" | "h" | "x":
            return list(_onwards(e, place))
    raise ValueError(f"nothing lies directly above {place}")


def fan(e: Explanation, place: Place) -> int:
    """Return how many places lie directly above one, without computing the factors."""
    layer = place.layer
    match place.kind:
        case "s":
            return _normalization_fan(e, layer)
        case "z":
            return e.sizes[layer] if _is_shared(e, layer) else 1
    return e.sizes[layer + 1] if place.kind == outlet(e, layer) and layer < e.depth else 1


def reads_logits(e: Explanation) -> bool:
    """Return whether the loss is computed from the output's z."""
    return LOSSES[e.architecture.loss].reads_logits


def _is_shared(e: Explanation, layer: int) -> bool:
    """Return whether a softmax ties a layer's units together on the way to the loss."""
    softmax = e.architecture.activations[layer - 1] == "softmax"
    return softmax and not (layer == e.depth and reads_logits(e))


def tied(e: Explanation, layer: int) -> Literal["units", "samples", "nothing"]:
    """Return what a layer's normalization ties together by mean and variance.

    With running statistics, as on one sample, batch normalization ties nothing.
    """
    rule = NORMALIZATIONS[e.architecture.normalizations[layer - 1]]
    if not rule.over_batch:
        return "units"
    return "samples" if e.batch_statistics else "nothing"


def _normalization_fan(e: Explanation, layer: int) -> int:
    return {"units": e.sizes[layer], "samples": e.samples, "nothing": 1}[tied(e, layer)]


def _through_normalization(e: Explanation, place: Place) -> Iterator[Factor]:
    layer, unit, sample = place.layer, place.unit, place.sample
    normed, scale, ties = _normed(e, layer), _scale(e, layer), tied(e, layer)
    count = _normalization_fan(e, layer)
    for other in range(count):
        j = other if ties == "units" else unit
        m = other if ties == "samples" else sample
        value = float((j, m) == (unit, sample))
        if ties != "nothing":
            value -= (1 + normed[sample, unit] * normed[m, j]) / count
        of = Place(bend(e, layer), layer, j, sample=m)
        yield Factor(of, place, float(value * scale[m, j]), "normalization")


def _scale(e: Explanation, layer: int) -> Array:
    """Return γ/√(σ² + ε) for every sample and unit, ``(n, units)``."""
    inverse = e.before.inverse[layer - 1]
    assert inverse is not None
    gamma = e.layout[f"gamma{layer}"].view(e.theta)
    return np.broadcast_to(inverse * gamma, (e.samples, e.sizes[layer]))


def _normed(e: Explanation, layer: int) -> Array:
    normed = e.before.normed[layer - 1]
    assert normed is not None
    return normed


def _through_activation(e: Explanation, place: Place) -> Iterator[Factor]:
    layer, unit, sample = place.layer, place.unit, place.sample
    if layer == e.depth and reads_logits(e):
        yield Factor(LOSS, place, float(e.delta[-1][sample, unit]), "logits")
    elif _is_shared(e, layer):
        a = e.before.a[layer - 1][sample]
        for j in range(e.sizes[layer]):
            of = Place("a", layer, j, sample=sample)
            yield Factor(of, place, float(a[j] * ((j == unit) - a[unit])), "softmax")
    else:
        of = Place("a", layer, unit, sample=sample)
        value = float(e.derivatives[layer - 1][sample, unit])
        yield Factor(of, place, value, "activation")


def _onwards(e: Explanation, place: Place) -> Iterator[Factor]:
    """Yield the way from a layer's output: through dropout, into the next layer or the loss."""
    layer, unit, sample = place.layer, place.unit, place.sample
    if place.kind != outlet(e, layer):
        kept = e.before.kept[layer - 1]
        assert kept is not None
        of = Place("h", layer, unit, sample=sample)
        yield Factor(of, place, float(kept[sample, unit]), "dropout")
    elif layer == e.depth:
        yield Factor(LOSS, place, float(e.slopes[-1][sample, unit]), "loss")
    else:
        row = e.layout[f"W{layer + 1}"].view(e.theta)[unit]
        kind = entry(e, layer + 1)
        for j, weight in enumerate(row):
            of = Place(kind, layer + 1, j, sample=sample)
            yield Factor(of, place, float(weight), "weight")


def split_of(e: Explanation, factor: Factor) -> tuple[Factor, Factor] | None:
    """Return ∂L/∂z of a loss on logits as ∂L/∂a · ∂a/∂z; None where digits would be lost.

    Cross-entropy has a slope only at the wanted class t, so that softmax too
    gives one product: ∂L/∂zᵢ = ∂L/∂aₜ · ∂aₜ/∂zᵢ with ∂L/∂aₜ = −1/aₜ.
    """
    if factor.kind != "logits":
        return None
    place, sample = factor.by, factor.by.sample
    a = e.before.a[-1][sample]
    softmax = e.architecture.activations[-1] == "softmax"
    unit = wanted(e, sample) if softmax else place.unit
    if a[unit] < SOUND or (not softmax and 1 - a[unit] < SOUND):
        return None
    out = Place("a", e.depth, unit, sample=sample)
    slope = float(e.slopes[-1][sample, unit])
    if softmax:
        local = float(a[unit] * ((unit == place.unit) - a[place.unit]))
    else:
        local = float(e.derivatives[-1][sample, unit])
    kind: FactorKind = "softmax" if softmax else "activation"
    return Factor(LOSS, out, slope, "loss"), Factor(out, place, local, kind)


def wanted(e: Explanation, sample: int) -> int:
    """Return the class that a sample's target names."""
    y = e.y[sample]
    return int(y[0]) if LOSSES[e.architecture.loss].target == "index" else int(y.argmax())
