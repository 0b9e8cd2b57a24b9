"""The chain rule of one quantity: the sum over all its paths to the loss, in numbers.

A path is a product of local factors, the loss's slope first and the parameter's
own factor last.  Where there are too many to list, one is shown, and the rest
is gathered where it leaves that path: each gathering has its own sum, made from
the δ of the units it passes through.  The backward pass itself goes by
`Chain.reused`: δ is there already, and one product is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import fsum

import numpy as np

from visualnn.experiment.explain.explanation import Explanation
from visualnn.experiment.explain.factors import (
    LOSS,
    Factor,
    above,
    own_factor,
    own_values,
)
from visualnn.experiment.explain.paths import Others, Path, Tail, Walk, paths_from, top_of
from visualnn.experiment.explain.place import Place, index_of
from visualnn.nn.calls import Array

MOST_PATHS = 16
"""So many paths are listed; where there are more, one is, and the rest is gathered."""


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """The derivative of the loss with respect to one quantity.

    Attributes
    ----------
    place
        The quantity; mostly a parameter.
    sample
        The sample that it is about; None for the mean over all.
    value
        The number that the backward pass left: without the penalty, and for one
        sample of several the derivative of that sample's loss.
    paths, others
        The paths shown, and the gathered rest (empty where all are shown).
    count
        How many paths there are.
    reused
        The products that are left with δ at hand, ∂L/∂above · ∂above/∂place: one
        for a parameter and sample; for a layer's output one for each unit above.
        Empty for the mean over several samples: see ``terms``.
    unfolded
        A parameter's product with δ as ∂L/∂a · g′(z); None where it has no such form.
    terms
        ``(n,)``: each sample's part; their sum is ``value``.
    penalty
        What the penalty adds to the gradient of a parameter.
    """

    place: Place
    sample: int | None
    value: float
    paths: tuple[Path, ...]
    others: tuple[Others, ...]
    count: int
    reused: tuple[Path, ...]
    unfolded: Path | None
    terms: Array
    penalty: float

    @property
    def is_complete(self) -> bool:
        """Whether every path is listed."""
        return len(self.paths) == self.count

    @property
    def sum(self) -> float:
        """The sum over all paths, those gathered included."""
        return fsum([path.value for path in self.paths] + [rest.value for rest in self.others])

    def beyond(self, listed: int) -> tuple[int, float]:
        """Return how many paths there are after the first so many, and their sum."""
        rest = self.paths[listed:]
        count = len(rest) + sum(others.paths for others in self.others)
        return count, fsum([path.value for path in rest] + [o.value for o in self.others])

    @property
    def by_output(self) -> dict[Place, float]:
        """The listed paths' sum for each output that they leave by, as ∂E₁/∂h₁ and ∂E₂/∂h₁."""
        sums: dict[Place, list[float]] = {}
        for path in self.paths:
            sums.setdefault(path.output, []).append(path.value)
        return {place: fsum(values) for place, values in sums.items()}


def chain(
    e: Explanation,
    place: Place,
    sample: int | None = None,
    through: Mapping[int, int] | None = None,
    most: int = MOST_PATHS,
    split: bool = False,
) -> Chain:
    """Return the chain rule of a parameter, or of a place of one sample.

    Parameters
    ----------
    place
        A parameter, or a place of kind x, s, z, a or h.
    sample
        Take this sample of the batch alone.  With batch normalization it is the
        share of the gradient that comes in by this sample, whose paths then lead
        to every sample's loss.
    through
        Layer → unit: where there are too many paths, the one that is shown goes
        through these units, elsewhere through those that carry most.
    most
        List all paths if there are no more than these.
    split
        Write the slope of a loss on logits as ∂L/∂a · ∂a/∂z where that is sound.

    Raises
    ------
    IndexError, KeyError
        If there is no such place.
    """
    if not place.is_parameter:
        sample = place.sample
    rows = range(e.samples) if sample is None else [sample]
    own_loss = place.is_parameter and sample is not None
    walk = Walk(e, e.samples if own_loss else 1, split, through or {})
    starts = [_start(e, place, row) for row in rows]
    count = len(rows) * paths_from(e, top_of(starts[0], place))
    paths, others = _listed(walk, starts, place) if count <= most else ((), ())
    if count > most and len(rows) == 1:
        paths, others = walk.one(starts[0], place)
    terms = _terms(e, place)[rows] * walk.scale
    return Chain(
        place=place,
        sample=sample,
        value=float(terms[0]) if walk.scale > 1 else e.slope(place),
        paths=paths,
        others=others,
        count=count,
        reused=tuple(_one_step(walk, starts[0], place)) if len(rows) == 1 else (),
        unfolded=_unfolded(walk, starts[0]) if len(rows) == 1 and starts[0] else None,
        terms=terms,
        penalty=float(e.penalty_gradient[index_of(e.layout, place)]) if place.is_parameter else 0.0,
    )


def sample_terms(e: Explanation, place: Place) -> Array:
    """Return each sample's part of a parameter's gradient ``(n,)``; they sum to it.

    δ of the unit times what came in, sample by sample, as the backward pass has them.
    """
    unit = own_factor(e, place, 0).of
    return np.asarray(e.slopes_at(unit)[:, place.unit] * own_values(e, place))


def _terms(e: Explanation, place: Place) -> Array:
    if place.is_parameter:
        return sample_terms(e, place)
    terms = np.zeros(e.samples)
    terms[place.sample] = e.slope(place)
    return terms


def _start(e: Explanation, place: Place, row: int) -> Tail:
    """Return what a path ends with: a parameter's own factor; nothing for another place."""
    return (own_factor(e, place, row),) if place.is_parameter else ()


def _listed(
    walk: Walk, starts: list[Tail], place: Place
) -> tuple[tuple[Path, ...], tuple[Others, ...]]:
    """Return every path from every sample, and no rest."""
    return tuple(path for start in starts for path in walk.all(start, place)), ()


def _one_step(walk: Walk, tail: Tail, place: Place) -> Iterator[Path]:
    """Yield the products that are left when the backward pass has come to the places above."""
    for factor in tail or above(walk.e, place):
        if factor.of.kind == "L":
            yield Path((factor,))
        else:
            yield Path((delta_factor(walk.e, factor.of, walk.scale), factor))


def delta_factor(e: Explanation, place: Place, scale: int = 1) -> Factor:
    """Return ∂L/∂ of a place as one factor, as the backward pass has it at hand."""
    return Factor(LOSS, place, e.slope(place) * scale, "delta")


def _unfolded(walk: Walk, tail: Tail) -> Path | None:
    """Return ∂L/∂a · g′(z) · own, where the unit's activation is its own."""
    (own,) = tail
    if own.of.kind != "z":
        return None
    first, *more = above(walk.e, own.of)
    if first.kind == "logits":
        return walk.finished(tail=(first, own)) if walk.split else None
    if more or first.kind != "activation":
        return None
    return Path((delta_factor(walk.e, first.of, walk.scale), first, own))
