"""A whole batch: what each sample says, and how far they agree.

The loss is the mean over the n samples, so a sample's own derivative is n times
what the tape holds for it; the mean of those is the gradient.
"""

from __future__ import annotations

from dataclasses import dataclass

from visualnn.experiment.explain.chain import sample_terms
from visualnn.experiment.explain.explanation import Explanation
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


def own_slopes(e: Explanation, kind: Kind, layer: int) -> Array:
    """Return ∂Lᵢ/∂ of a layer's places ``(n, units)``, of each sample's own loss Lᵢ.

    With batch normalization a sample also moves the others' losses: it is then
    n times ∂L/∂ of the mean, everything included.
    """
    slopes: Array = e.slopes_at(Place(kind, layer)) * e.samples
    return slopes


def spread(e: Explanation, kind: Kind, layer: int) -> Spread:
    """Return mean and spread of δ (kind "z"), or of another slope, over the samples."""
    own = own_slopes(e, kind, layer)
    return Spread(own.mean(axis=0), own.std(axis=0), own.min(axis=0), own.max(axis=0))


def sample_gradients(e: Explanation, place: Place) -> Array:
    """Return what each sample says about a parameter, ``(n,)``; their mean is the gradient.

    With batch normalization it is what comes in by the sample's own activations.
    """
    return sample_terms(e, place) * e.samples
