"""Links on the running means of the gradient and of its square."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import sqrt
from typing import ClassVar, final

import numpy as np

from visualnn.nn.calls import Array, Call, assign, scalar
from visualnn.nn.optim.adaptive import mean_of_squares
from visualnn.nn.optim.transform import Clock, Link, Place, Transform


@final
@dataclass(frozen=True, slots=True)
class AdamScale(Transform):
    """Adam's direction (Kingma & Ba, 2015), with ε outside the root as in ``torch.optim``.

    m ← β₁·m + (1 − β₁)·u,  v ← β₂·v + (1 − β₂)·u²,
    u ← m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ).

    It is computed as c·m / (√v + ε·√(1 − β₂ᵗ)) with c = √(1 − β₂ᵗ) / (1 − β₁ᵗ),
    which is the same with two vector operations fewer.
    """

    title: ClassVar[str] = "rescaled"
    formula: ClassVar[str] = "u ← m̂ / (√v̂ + ε)"
    state: ClassVar[tuple[str, ...]] = ("m", "v")
    beta1: float
    beta2: float
    eps: float

    def lay(self, link: Link) -> list[Call]:
        m, v = link.state
        return [
            *_moments(link, self.beta1, self.beta2),
            *_corrected_ratio(self, link, m, v),
        ]

    def join(self, place: Place) -> bool:
        _join_moments(self, place)
        place.first.append(_correction(self, place.clock, place.factor, place.floor))
        return True


@final
@dataclass(frozen=True, slots=True)
class AMSGradScale(Transform):
    """Adam's direction with the largest v so far in v's place: w ← max(w, v).

    As in ``torch.optim.Adam(amsgrad=True)`` the maximum is taken of v, before
    the correction, which is then applied to w: ŵ = w / (1 − β₂ᵗ).
    """

    title: ClassVar[str] = "rescaled"
    formula: ClassVar[str] = "u ← m̂ / (√ŵ + ε)"
    state: ClassVar[tuple[str, ...]] = ("m", "v", "w")
    beta1: float
    beta2: float
    eps: float

    def lay(self, link: Link) -> list[Call]:
        m, v, w = link.state
        return [
            *_moments(link, self.beta1, self.beta2),
            partial(np.maximum, w, v, out=w),
            *_corrected_ratio(self, link, m, w),
        ]

    def join(self, place: Place) -> bool:
        _join_moments(self, place)
        w = np.zeros_like(place.v)
        place.first.append(_correction(self, place.clock, place.factor, place.floor))
        place.rooted += [
            partial(np.maximum, w, place.v, out=w),
            partial(np.sqrt, w, place.root),
        ]
        return True


@final
@dataclass(frozen=True, slots=True)
class NAdamScale(Transform):
    """Adam's direction with Nesterov's look ahead (Dozat, 2016), as in ``torch.optim.NAdam``.

    μₜ = β₁·(1 − ½·0.96^(ψ·t)),  Πₜ = μ₁·…·μₜ,
    u ← [(1 − μₜ)·u / (1 − Πₜ) + μₜ₊₁·m / (1 − Πₜ·μₜ₊₁)] / (√v̂ + ε).
    """

    title: ClassVar[str] = "rescaled"
    formula: ClassVar[str] = "u ← [(1 − μₜ)·u / (1 − Πₜ) + μₜ₊₁·m / (1 − Πₜ₊₁)] / (√v̂ + ε)"
    state: ClassVar[tuple[str, ...]] = ("m", "v")
    beta1: float
    beta2: float
    eps: float
    momentum_decay: float

    def lay(self, link: Link) -> list[Call]:
        (m, v), spare, target = link.state, link.spare, link.target
        root, now, ahead = (scalar(1, m) for _ in range(3))
        return [
            *_moments(link, self.beta1, self.beta2),
            partial(self._correct, link.clock, Momenta(self), root, now, ahead),
            partial(np.multiply, link.source, now, target),
            partial(np.multiply, m, ahead, spare),
            partial(np.add, target, spare, target),
            partial(np.sqrt, v, spare),
            partial(np.multiply, spare, root, spare),
            partial(np.add, spare, scalar(self.eps, m), spare),
            partial(np.divide, target, spare, target),
        ]

    def join(self, place: Place) -> bool:
        _join_moments(self, place)
        place.floor.fill(self.eps)
        buffers = place.slope, place.raw, place.mean
        place.first.append(partial(self._correct, place.clock, Momenta(self), *buffers))
        return True

    def mu(self, t: int) -> float:
        """Return μₜ, the share of momentum in update t."""
        decay: float = 0.96 ** (t * self.momentum_decay)
        return self.beta1 * (1 - 0.5 * decay)

    def _correct(
        self, clock: Clock, momenta: Momenta, root: Array, now: Array, ahead: Array
    ) -> None:
        mu, following, so_far = momenta.at(clock.t)
        root.fill(1 / sqrt(1 - self.beta2**clock.t))
        now.fill((1 - mu) / (1 - so_far))
        ahead.fill(following / (1 - so_far * following))


class Momenta:
    """μₜ, μₜ₊₁ and Πₜ = μ₁·…·μₜ: functions of t alone, which need no place in a checkpoint.

    The product up to the latest t is kept; going back begins anew.
    """

    def __init__(self, link: NAdamScale) -> None:
        self._link = link
        self._begin()

    def _begin(self) -> None:
        self._t, self._mu, self._product = 0, 1.0, 1.0
        self._following = self._link.mu(1)

    def at(self, t: int) -> tuple[float, float, float]:
        """Return μₜ, μₜ₊₁ and Πₜ, or 0 for Πₜ where it is too small to change 1 − Πₜ."""
        if t < self._t:
            self._begin()
        while self._t < t and self._product > 1e-20:
            self._step()
        if self._t == t:
            return self._mu, self._following, self._product
        return self._link.mu(t), self._link.mu(t + 1), 0.0

    def _step(self) -> None:
        self._t += 1
        self._mu = self._following
        self._product *= self._mu
        self._following = self._link.mu(self._t + 1)


@final
@dataclass(frozen=True, slots=True)
class AdamaxScale(Transform):
    """Adam's direction under the largest gradient, which fades (Kingma & Ba, 2015).

    m ← β₁·m + (1 − β₁)·u,  w ← max(β₂·w, |u| + ε),  u ← m / ((1 − β₁ᵗ)·w),
    with ε beside |u| as in ``torch.optim.Adamax``.
    """

    title: ClassVar[str] = "rescaled"
    formula: ClassVar[str] = "u ← m̂ / w"
    state: ClassVar[tuple[str, ...]] = ("m", "w")
    beta1: float
    beta2: float
    eps: float

    def lay(self, link: Link) -> list[Call]:
        (m, w), spare = link.state, link.spare
        correction = scalar(1, m)
        return [
            partial(np.multiply, link.source, scalar(1 - self.beta1, m), spare),
            partial(np.multiply, m, scalar(self.beta1, m), m),
            partial(np.add, m, spare, m),
            partial(np.abs, link.source, spare),
            partial(np.add, spare, scalar(self.eps, m), spare),
            partial(np.multiply, w, scalar(self.beta2, m), w),
            partial(np.maximum, w, spare, out=w),
            partial(self._correct, link.clock, correction),
            partial(np.divide, m, w, link.target),
            partial(np.multiply, link.target, correction, link.target),
        ]

    def join(self, place: Place) -> bool:
        place.track_mean(self.beta1, 1 - self.beta1)
        place.slope.fill(1)
        place.floor.fill(0)
        w, spare = np.zeros_like(place.m), np.empty_like(place.m)
        place.first.append(partial(self._correct, place.clock, place.factor))
        place.rooted += [
            partial(np.abs, place.gradient, spare),
            partial(np.add, spare, scalar(self.eps, w), spare),
            partial(np.multiply, w, scalar(self.beta2, w), w),
            partial(np.maximum, w, spare, out=w),
            assign(place.root, w),
        ]
        return True

    def _correct(self, clock: Clock, correction: Array) -> None:
        correction.fill(1 / (1 - self.beta1**clock.t))


@final
@dataclass(frozen=True, slots=True)
class AddDecay(Transform):
    """Decoupled weight decay (Loshchilov & Hutter, 2019): u ← u + λ·θ.

    Before the learning rate, so that θ ← θ − η·u shrinks θ by the factor
    1 − η·λ, as ``torch.optim.AdamW`` does; biases are not spared.
    """

    title: ClassVar[str] = "weight decay"
    formula: ClassVar[str] = "u ← u + λ·θ"
    decay: float

    def lay(self, link: Link) -> list[Call]:
        return [
            partial(np.multiply, link.theta, scalar(self.decay, link.theta), link.spare),
            partial(np.add, link.source, link.spare, link.target),
        ]

    def join(self, place: Place) -> bool:
        spare = np.empty_like(place.theta)
        place.last += [
            partial(np.multiply, place.theta, scalar(self.decay, spare), spare),
            partial(np.add, place.direction, spare, place.direction),
        ]
        return True


STACKED = 2**12
"""Numbers up to which m and v are better served by one call on both; more leave the cache."""


def _moments(link: Link, beta1: float, beta2: float) -> list[Call]:
    """Lay out both running means, m ← β₁·m + (1 − β₁)·u and v ← β₂·v + (1 − β₂)·u²."""
    if link.state[:2].size <= STACKED:
        return _stacked_moments(link, beta1, beta2)
    m, v = link.state[:2]
    return [
        partial(np.multiply, link.source, scalar(1 - beta1, m), link.spare),
        partial(np.multiply, m, scalar(beta1, m), m),
        partial(np.add, m, link.spare, m),
        *mean_of_squares(v, beta2, link.source, link.spare),
    ]


def _stacked_moments(link: Link, beta1: float, beta2: float) -> list[Call]:
    """Lay out the same on stacks: (m, v) and (u, u²), or all four where they lie in a row."""
    both = link.state[:2]
    stacks = (both, link.sources) if link.row is None else (link.row,)
    scaled, shares = np.empty((2, 4, *link.target.shape), both.dtype)
    for share, value in zip(shares, (beta1, beta2, 1 - beta1, 1 - beta2), strict=True):
        share.fill(value)
    parts = (np.split(array, len(stacks)) for array in (shares, scaled))
    return [
        partial(np.square, link.source, link.square),
        *(partial(np.multiply, *arrays) for arrays in zip(stacks, *parts, strict=True)),
        partial(np.add, scaled[:2], scaled[2:], both),
    ]


def _join_moments(rule: AdamScale | AMSGradScale | NAdamScale, place: Place) -> None:
    """Let m and v be the running means of g and g²."""
    place.track_mean(rule.beta1, 1 - rule.beta1)
    place.track_square(rule.beta2, 1 - rule.beta2)


def _corrected_ratio(rule: AdamScale | AMSGradScale, link: Link, m: Array, v: Array) -> list[Call]:
    """Lay out u ← m̂ / (√v̂ + ε)."""
    spare, target = link.spare, link.target
    correction, floor = scalar(1, m), scalar(1, m)
    return [
        _correction(rule, link.clock, correction, floor),
        partial(np.sqrt, v, spare),
        partial(np.add, spare, floor, spare),
        partial(np.divide, m, spare, target),
        partial(np.multiply, target, correction, target),
    ]


def _correction(
    rule: AdamScale | AMSGradScale, clock: Clock, correction: Array, floor: Array
) -> Call:
    """Return the call that sets c and ε·√(1 − β₂ᵗ) for the clock's t."""
    beta1, beta2, eps = rule.beta1, rule.beta2, rule.eps

    def correct() -> None:
        t = clock.t
        root = sqrt(1 - beta2**t)
        correction[()] = root / (1 - beta1**t)
        floor[()] = eps * root

    return correct
