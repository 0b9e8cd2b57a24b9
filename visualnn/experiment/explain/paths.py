"""Paths from a quantity up to the loss, and how to walk them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from math import fsum
from operator import mul

import numpy as np

from visualnn.experiment.explain.explanation import Explanation
from visualnn.experiment.explain.factors import Factor, above, fan, split_of
from visualnn.experiment.explain.place import Place

Tail = tuple[Factor, ...]
"""The factors that a walk has passed so far, the latest first."""


@dataclass(frozen=True, slots=True)
class Path:
    """One way from a quantity to the loss: a product of local factors, the loss's first."""

    factors: tuple[Factor, ...]

    @property
    def value(self) -> float:
        """The product."""
        return reduce(mul, (factor.value for factor in self.factors), 1.0)

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that it goes through, from the loss down."""
        return (*(factor.of for factor in self.factors), self.factors[-1].by)

    @property
    def output(self) -> Place:
        """The output unit that it leaves the network by."""
        return self.factors[0].by


@dataclass(frozen=True, slots=True)
class Others:
    """All paths that leave the shown one at the same place.

    Attributes
    ----------
    at
        Where they leave it.
    layer
        The layer whose other places they go through.
    places, paths
        Through how many places directly above, and how many paths they are.
    value
        Their sum.
    """

    at: Place
    layer: int
    places: int
    paths: int
    value: float


@dataclass(frozen=True, slots=True)
class Walk:
    """Walks from a place up to the loss; a tail holds the factors passed so far, the latest first.

    ``scale`` multiplies the loss's slope: it takes the mean's 1/n back out
    where one sample is looked at alone.
    """

    e: Explanation
    scale: int
    split: bool
    through: Mapping[int, int]

    def all(self, tail: Tail, place: Place) -> Iterator[Path]:
        """Yield every path."""
        top = top_of(tail, place)
        if top.kind == "L":
            yield self.finished(tail)
            return
        for factor in above(self.e, top):
            yield from self.all((factor, *tail), place)

    def one(self, tail: Tail, place: Place) -> tuple[tuple[Path, ...], tuple[Others, ...]]:
        """Return the one path that is shown, and the rest gathered where it leaves it."""
        others = []
        while (top := top_of(tail, place)).kind != "L":
            factors = above(self.e, top)
            chosen = self._choice(factors)
            if len(factors) > 1:
                others.append(self._others(tail, top, factors, chosen))
            tail = (factors[chosen], *tail)
        return (self.finished(tail),), tuple(others)

    def _choice(self, factors: list[Factor]) -> int:
        """Return which way to go: a chosen unit's, straight up in its layer, or the strongest."""
        layer, kind = factors[0].of.layer, factors[0].kind
        if kind in ("softmax", "normalization"):
            by = factors[0].by
            return [(f.of.unit, f.of.sample) for f in factors].index((by.unit, by.sample))
        if layer in self.through and kind == "weight":
            return self.through[layer]
        return int(np.argmax([abs(self._carried(factor)) for factor in factors]))

    def _others(
        self, tail: tuple[Factor, ...], top: Place, factors: list[Factor], chosen: int
    ) -> Others:
        rest = [factor for i, factor in enumerate(factors) if i != chosen]
        below = reduce(mul, (factor.value for factor in tail), float(self.scale))
        value = below * fsum(self._carried(factor) for factor in rest)
        paths = len(rest) * paths_from(self.e, rest[0].of)
        return Others(top, rest[0].of.layer, len(rest), paths, value)

    def _carried(self, factor: Factor) -> float:
        """Return what comes down by a factor: δ of what lies above times the factor."""
        above_it = 1.0 if factor.of.kind == "L" else self.e.slope(factor.of)
        return above_it * factor.value

    def finished(self, tail: Tail) -> Path:
        """Return the path of a tail that has come to the loss."""
        first, *rest = tail
        parts = (self.split and split_of(self.e, first)) or (first,)
        slope = replace(parts[0], value=parts[0].value * self.scale)
        return Path((slope, *parts[1:], *rest))


def top_of(tail: Tail, place: Place) -> Place:
    """Return where a tail has come to; at first the place itself."""
    return tail[0].of if tail else place


def paths_from(e: Explanation, place: Place) -> int:
    """Return how many paths lead from a place (not a parameter) to the loss."""
    count = 1
    while place.kind != "L":
        count *= fan(e, place)
        place = _first_above(e, place)
    return count


def length_from(e: Explanation, place: Place) -> int:
    """Return how many factors each path from a place has, the loss's slope included."""
    length = 0
    while place.kind != "L":
        length += 1
        place = _first_above(e, place)
    return length


def _first_above(e: Explanation, place: Place) -> Place:
    return above(e, place)[0].of
