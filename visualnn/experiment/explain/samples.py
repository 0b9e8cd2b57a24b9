"""A whole batch: what each sample says, and how far they agree.

The loss is the mean over the n samples, so a sample's own derivative is n times
what the tape holds for it; the mean of those is the gradient.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from visualnn.experiment.explain.chain import sample_terms
from visualnn.experiment.explain.explanation import Explanation
from visualnn.experiment.explain.once import once
from visualnn.experiment.explain.place import Kind, Place
from visualnn.nn.calls import Array


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Each unit's slope over the samples, ``(units,)`` each.

    Attributes
    ----------
    mean, deviation
        Over the samples; the deviation with n in the denominator.
    low, high
        The smallest and the largest.
    """

    mean: Array
    deviation: Array
    low: Array
    high: Array


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """What the samples say about one parameter.

    Attributes
    ----------
    values
        ``(n,)``: each sample's own derivative.
    mean, deviation, low, high
        Over the samples; the deviation with n in the denominator.
    up, down
        How many samples would have the parameter grow, and how many shrink:
        a step goes against the derivative.
    """

    values: Array
    mean: float
    deviation: float
    low: float
    high: float
    up: int
    down: int


def own_slopes(e: Explanation, kind: Kind, layer: int) -> Array:
    """Return ∂Lᵢ/∂ of a layer's places ``(n, units)``, of each sample's own loss Lᵢ.

    With batch normalization a sample also moves the others' losses: it is then
    n times ∂L/∂ of the mean, everything included.
    """
    slopes: Array = e.slopes_at(Place(kind, layer)) * e.samples
    return slopes


@once
def spread(e: Explanation, kind: Kind, layer: int) -> Spread:
    """Return mean and spread of δ (kind "z"), or of another slope, over the samples."""
    own = own_slopes(e, kind, layer)
    return Spread(own.mean(axis=0), own.std(axis=0), own.min(axis=0), own.max(axis=0))


def sample_gradients(e: Explanation, place: Place) -> Array:
    """Return what each sample says about a parameter, ``(n,)``; their mean is the gradient.

    With batch normalization it is what comes in by the sample's own activations.
    """
    return sample_terms(e, place) * e.samples


def votes(e: Explanation, place: Place, factor: float = 1.0) -> Votes:
    """Return `sample_gradients`, times a convention's factor, and how far they agree."""
    values = sample_gradients(e, place) * factor
    return Votes(
        values,
        float(values.mean()),
        float(values.std()),
        float(values.min()),
        float(values.max()),
        int(np.count_nonzero(values < 0)),
        int(np.count_nonzero(values > 0)),
    )


@once
def mean_values(e: Explanation, kind: Kind, layer: int) -> Array:
    """Return the mean over the samples of each unit's s, z, a, h or x, ``(units,)``."""
    values: Array = e.x if kind == "x" else getattr(e.before, kind)[layer - 1]
    return np.asarray(values.mean(axis=0))


@once
def mean_steepness(e: Explanation, layer: int) -> Array:
    """Return the mean over the samples of g′(z), ``(units,)``."""
    return np.asarray(e.derivatives[layer - 1].mean(axis=0))


def dropped_in(e: Explanation, layer: int) -> Array:
    """Return in how many samples dropout left each unit out, ``(units,)``; all 0 without."""
    kept = e.before.kept[layer - 1]
    if kept is None:
        return np.zeros(e.sizes[layer], int)
    return np.asarray(np.count_nonzero(kept == 0, axis=0))


@once
def importance(e: Explanation) -> tuple[Array, ...]:
    """Return per layer ``(units,)`` how much depends on each unit: the mean of |a · ∂L/∂a|."""
    flows = [e.x * e.x_slope]
    flows += [h * slope for h, slope in zip(e.before.h, e.passed_slopes, strict=True)]
    return tuple(np.abs(flow).mean(axis=0) for flow in flows)


def moments(e: Explanation, layer: int) -> tuple[Array, Array]:
    """Return μ and σ = √(variance + ε) of a normalized layer's sums at the first sample.

    ``(units,)`` each, read off x̂ = (s − μ) / σ as the engine has it.

    Raises
    ------
    ValueError
        If the layer is not normalized.
    """
    normed, inverse = e.before.normed[layer - 1], e.before.inverse[layer - 1]
    if normed is None or inverse is None:
        raise ValueError(f"layer {layer} is not normalized")
    deviation = 1 / np.broadcast_to(inverse, normed.shape)[0]
    return e.before.s[layer - 1][0] - normed[0] * deviation, deviation
