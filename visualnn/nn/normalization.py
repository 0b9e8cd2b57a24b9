"""Normalization before the activation: by unit over the batch, or by sample over the units.

As everywhere on the tape, buffers are stored ``(…, units, batch)``.  Both
kinds do the same along another axis::

    x̂ = (s − μ) / √(σ² + ε)          z = γ·x̂ + β

with μ and the biased variance σ² over that axis, and the learnt γ and β of
each unit.  Their gradients are Σ δ·x̂ and Σ δ over the batch, and with
d = γ·δ and means along the axis::

    ∂L/∂s = (d − mean(d) − x̂·mean(d·x̂)) / √(σ² + ε)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, final

import numpy as np

from visualnn.nn.calls import Array, Call, assign, product, scalar, summed
from visualnn.registry import Registry

EPSILON = 1e-5
MOMENTUM = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """The buffers of one normalized layer.

    Attributes
    ----------
    s, z
        The sums that come in and what goes to the activation, ``(…, units, batch)``.
    gamma, beta, gamma_gradient, beta_gradient
        ``(…, units)`` each, views of the parameters and of their gradient.
    mean, variance
        The running statistics ``(…, units)``, of batch normalization.
    training
        Whether the batch's own statistics count, and move the running ones.
    normed, inverse
        x̂, and 1/√(σ² + ε) with an axis of length 1.
    """

    s: Array
    z: Array
    gamma: Array
    beta: Array
    gamma_gradient: Array
    beta_gradient: Array
    mean: Array
    variance: Array
    training: bool
    normed: Array
    inverse: Array


class Normalization:
    """A rule that keeps a layer's sums near mean 0 and variance 1.

    Attributes
    ----------
    title, formula
        What people call it, and its formula as plain text.
    axis
        The axis of ``(…, units, batch)`` that the statistics run over.
    learns
        Whether it has the parameters γ and β.
    over_batch
        Whether its statistics are those of a batch, so that a batch of one will not do.
    """

    title: ClassVar[str]
    formula: ClassVar[str]
    axis: ClassVar[int] = -1
    learns: ClassVar[bool] = True
    over_batch: ClassVar[bool] = False

    def site(self, s: Array, z: Array, **buffers: Any) -> Site:
        """Return the buffers of a layer; ``buffers`` are the rest of `Site`'s fields."""
        inverse = np.empty_like(s.sum(axis=self.axis, keepdims=True))
        return Site(s, z, normed=np.empty_like(s), inverse=inverse, **buffers)

    def forward(self, site: Site) -> list[Call]:
        """Lay out ``site.z[...] = γ·x̂ + β``."""
        center = np.empty_like(site.inverse)
        spread = np.empty_like(site.inverse)
        return [
            *self._statistics(site, center, spread),
            partial(np.subtract, site.s, center, site.normed),
            partial(np.add, spread, scalar(EPSILON, spread), site.inverse),
            partial(np.sqrt, site.inverse, site.inverse),
            partial(np.reciprocal, site.inverse, site.inverse),
            partial(np.multiply, site.normed, site.inverse, site.normed),
            partial(np.multiply, site.normed, site.gamma[..., None], site.z),
            partial(np.add, site.z, site.beta[..., None], site.z),
        ]

    def backward(self, site: Site, delta: Array, spare: Array) -> list[Call]:
        """Lay out the chain rule in place: ``delta`` holds ∂L/∂z and becomes ∂L/∂s."""
        share = np.empty_like(site.inverse)
        calls: list[Call] = [
            partial(np.multiply, delta, site.normed, spare),
            summed(spare, site.gamma_gradient),
            summed(delta, site.beta_gradient),
            partial(np.multiply, delta, site.gamma[..., None], delta),
        ]
        if self._follows_the_batch(site):
            calls += [
                partial(np.multiply, delta, site.normed, spare),
                _mean(spare, self.axis, share),
                partial(np.multiply, site.normed, share, spare),
                _mean(delta, self.axis, share),
                partial(np.subtract, delta, share, delta),
                partial(np.subtract, delta, spare, delta),
            ]
        return [*calls, partial(np.multiply, delta, site.inverse, delta)]

    def _follows_the_batch(self, site: Site) -> bool:
        """Return whether the statistics are those of ``site.s``, so that δ runs through them."""
        return True

    def _statistics(self, site: Site, center: Array, spread: Array) -> list[Call]:
        """Lay out the mean into ``center`` and the biased variance into ``spread``."""
        return [
            _mean(site.s, self.axis, center),
            partial(np.subtract, site.s, center, site.normed),
            partial(np.square, site.normed, site.normed),
            _mean(site.normed, self.axis, spread),
        ]


NORMALIZATIONS: Registry[Normalization] = Registry("normalization")


@final
class NoNormalization(Normalization):
    """The sums as they are."""

    title = "none"
    formula = "z = s"
    learns = False


@final
class BatchNormalization(Normalization):
    """Each unit over the batch (Ioffe & Szegedy, 2015), as in ``torch.nn.BatchNorm1d``.

    In training the batch's mean and biased variance count, and the running
    ones follow with momentum 0.1, the variance in its unbiased form n/(n − 1);
    afterwards the running ones count.  ε = 1e-5 stands inside the root.
    """

    title = "batch"
    formula = "z = γ·(s − μ)/√(σ² + ε) + β over the batch"
    over_batch = True

    def _follows_the_batch(self, site: Site) -> bool:
        return site.training

    def _statistics(self, site: Site, center: Array, spread: Array) -> list[Call]:
        if not site.training:
            return [assign(center[..., 0], site.mean), assign(spread[..., 0], site.variance)]
        batch = site.s.shape[-1]
        own = super()._statistics(site, center, spread)
        move = [
            _move(site.mean, center[..., 0], MOMENTUM),
            _move(site.variance, spread[..., 0], MOMENTUM, batch / max(batch - 1, 1)),
        ]
        return [*own, *(call for calls in move for call in calls)]


@final
class LayerNormalization(Normalization):
    """Each sample over the layer's units (Ba et al., 2016), as in ``torch.nn.LayerNorm``.

    Mean and biased variance are the sample's own, in training and afterwards;
    ε = 1e-5 stands inside the root.
    """

    title = "layer"
    formula = "z = γ·(s − μ)/√(σ² + ε) + β over the units"
    axis = -2


def _mean(values: Array, axis: int, out: Array) -> Call:
    """Return the call that takes the mean over an axis, as a product with equal shares."""
    count = values.shape[axis]
    shares = np.full(count, 1 / count, values.dtype)
    if axis == -1:
        return product(values, shares[:, None], out)
    return product(shares[None], values, out)


def _move(running: Array, latest: Array, momentum: float, factor: float = 1.0) -> list[Call]:
    """Lay out ``running ← (1 − momentum)·running + momentum·factor·latest``."""
    step = np.empty_like(running)
    return [
        partial(np.multiply, running, scalar(1 - momentum, running), running),
        partial(np.multiply, latest, scalar(momentum * factor, running), step),
        partial(np.add, running, step, running),
    ]


NORMALIZATIONS.add("none", NoNormalization())
NORMALIZATIONS.add("batch", BatchNormalization())
NORMALIZATIONS.add("layer", LayerNormalization())
