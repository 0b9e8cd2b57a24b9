"""One step written out line by line, as on paper: what is computed, how, and the result.

The command line prints these lines, and a worksheet leaves their results blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import fsum, prod
from typing import NamedTuple

from visualnn.errors import InputError
from visualnn.experiment.explain.chain import chain
from visualnn.experiment.explain.explanation import Explanation, Pass
from visualnn.experiment.explain.factors import (
    Factor,
    above,
    bend,
    entry,
    outlet,
    reads_logits,
    wanted,
)
from visualnn.experiment.explain.names import Names
from visualnn.experiment.explain.paths import Path
from visualnn.experiment.explain.phrase import QT_TRANSLATE_NOOP, Phrase, title
from visualnn.experiment.explain.place import Kind, Place
from visualnn.experiment.explain.text import factor_text
from visualnn.experiment.explain.update import update_of
from visualnn.experiment.explain.words import rule
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.losses import LOSSES
from visualnn.numerals import MINUS, plain_powers, shortest

GIVEN = QT_TRANSLATE_NOOP("explain", "Given")
FORWARD = QT_TRANSLATE_NOOP("explain", "1  Forward")
LOSS = QT_TRANSLATE_NOOP("explain", "2  Loss")
BACKWARD = QT_TRANSLATE_NOOP("explain", "3  Backward")
UPDATE = QT_TRANSLATE_NOOP("explain", "4  Update")
LOSS_AFTER = QT_TRANSLATE_NOOP("explain", "5  Loss after the update")
AND_OTHERS = QT_TRANSLATE_NOOP("explain", "{terms} + {rest} (the other {n})")

MOST_UNITS = 8
"""Of a layer with more units than this, so many are written out."""

MOST_TERMS = 6
"""Of a sum of more terms than this the first two are written, and the rest as one number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One number of the step.

    Attributes
    ----------
    name
        What it is called.
    symbols, numbers
        How it is found, in letters and in numbers; either may be empty.
    value
        The result.
    """

    name: str
    symbols: Phrase | str
    numbers: Phrase | str
    value: float


class Term(NamedTuple):
    """One term of a sum, in letters, in numbers, and its value."""

    symbols: str
    numbers: str
    value: float


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that belong together: given, forward, loss, backward, update or loss_after."""

    key: str
    title: Phrase
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the lines of an explanation of one sample.

    Parameters
    ----------
    names
        The notation, and with it the explanation.
    deltas
        Whether each δ has a line of its own.
    most
        How many units of a layer are written out.
    """

    names: Names
    deltas: bool = True
    most: int = MOST_UNITS

    def __post_init__(self) -> None:
        if self.e.samples > 1:
            raise InputError(
                f"A batch of {self.e.samples} samples has no one line of numbers: choose a sample."
            )

    @property
    def e(self) -> Explanation:
        """What is written out."""
        return self.names.e

    def sections(self) -> tuple[Section, ...]:
        """Return all lines, from what is given to the loss after the update."""
        e = self.e
        forward = [line for layer in e.layout.layers for line in self._forward(layer)]
        backward = [line for layer in reversed(e.layout.layers) for line in self._backward(layer)]
        return (
            Section("given", Phrase(GIVEN), tuple(self._given())),
            Section("forward", Phrase(FORWARD), tuple(forward)),
            Section("loss", Phrase(LOSS), tuple(self._loss(e.before))),
            Section("backward", Phrase(BACKWARD), tuple(backward)),
            Section("update", Phrase(UPDATE), tuple(self._updates())),
            Section("loss_after", Phrase(LOSS_AFTER), tuple(self._loss(e.after))),
        )

    def _given(self) -> Iterator[Line]:
        e = self.e
        targets = range(e.y.shape[1])
        places = [Place("x", 0, unit) for unit in self._units(0)]
        places += [Place("y", e.depth, unit) for unit in targets]
        places += [place for layer in e.layout.layers for place in self.parameters(layer)]
        for place in places:
            yield Line(self.names.text(place), "", "", e.value(place))

    def parameters(self, layer: int) -> Iterator[Place]:
        """Yield the parameters into the units that are written out, neuron by neuron."""
        e = self.e
        kinds: list[Kind] = ["b"] if e.layout.bias else []
        kinds += ["gamma", "beta"] if e.is_normalized(layer) else []
        for unit in self._units(layer):
            for source in self._units(layer - 1):
                yield Place("w", layer, unit, source)
            yield from (Place(kind, layer, unit) for kind in kinds)

    def _forward(self, layer: int) -> Iterator[Line]:
        e, names = self.e, self.names
        for unit in self._units(layer):
            yield self._sum(Place(entry(e, layer), layer, unit))
            z = Place(bend(e, layer), layer, unit)
            if e.is_normalized(layer):
                yield self._normalized(z)
            a = Place("a", layer, unit)
            if z != a:
                curve = title(ACTIVATIONS[e.architecture.activations[layer - 1]].title)
                symbols = Phrase("{curve}({z})", curve=curve, z=names.text(z))
                yield Line(names.text(a), symbols, "", e.value(a))
            if e.drops(layer):
                yield self._dropped(a)

    def _sum(self, place: Place) -> Line:
        """Write z = w·x + … + b."""
        e, layer, unit = self.e, place.layer, place.unit
        terms = []
        for source in range(e.sizes[layer - 1]):
            weight = Place("w", layer, unit, source)
            read = Place(outlet(e, layer - 1), layer - 1, source)
            terms.append(self._product(weight, read))
        if e.layout.bias:
            terms.append(self._product(Place("b", layer, unit)))
        return Line(self.names.text(place), *self._total(terms), e.value(place))

    def _product(self, *places: Place) -> Term:
        """Write a product of places in letters and in numbers."""
        values = [self.e.value(place) for place in places]
        numbers = [
            self._signed(value) if len(places) > 1 else self._number(value) for value in values
        ]
        return Term("·".join(map(self.names.text, places)), "·".join(numbers), prod(values))

    def _total(self, terms: list[Term]) -> tuple[Phrase | str, str]:
        """Join terms to a sum in letters and in numbers; of many the rest is one number."""
        if len(terms) <= MOST_TERMS:
            return " + ".join(t.symbols for t in terms), " + ".join(t.numbers for t in terms)
        rest = self.names.number(fsum(term.value for term in terms[2:]))
        symbols = " + ".join(term.symbols for term in terms[:2])
        numbers = " + ".join(term.numbers for term in terms[:2])
        said = Phrase(AND_OTHERS, terms=symbols, rest=rest, n=len(terms) - 2)
        return said, f"{numbers} + {rest}"

    def _normalized(self, z: Place) -> Line:
        e, text = self.e, self.names.text
        gamma, beta = Place("gamma", z.layer, z.unit), Place("beta", z.layer, z.unit)
        normed = e.before.normed[z.layer - 1]
        assert normed is not None
        symbols = f"{text(gamma)}·(s − μ) / √(σ² + ε) + {text(beta)}"
        values = (e.value(gamma), float(normed[0, z.unit]), e.value(beta))
        numbers = "{}·{} + {}".format(*map(self._signed, values))
        return Line(text(z), symbols, numbers, e.value(z))

    def _dropped(self, a: Place) -> Line:
        e, h = self.e, Place("h", a.layer, a.unit)
        (factor,) = above(e, a)
        numbers = f"{self._signed(e.value(a))}·{self._number(factor.value)}"
        symbols = f"{self.names.text(a)}·{rule(factor, self.names)}"
        return Line(self.names.text(h), symbols, numbers, e.value(h))

    def _loss(self, state: Pass) -> Iterator[Line]:
        """Write each output's part, and their sum where there are several."""
        e, names = self.e, self.names
        outputs = e.sizes[-1]
        form = LOSSES[e.architecture.loss].part
        for unit in self._units(e.depth):
            a, y = Place("a", e.depth, unit), Place("y", e.depth, unit)
            symbols = form.format(a=names.text(a), y=self._target(y), k=outputs)
            value = float(state.a[-1][0, unit])
            given = (self._signed(value), self._signed(self._wanted(y)))
            numbers = form.format(a=given[0], y=given[1], k=outputs)
            part = names.text(Place("E", e.depth, unit))
            yield Line(part, symbols, numbers, float(state.shares[0, unit]))
        if outputs > 1:
            parts = [names.text(Place("E", e.depth, unit)) for unit in range(outputs)]
            values = [float(value) for value in state.shares[0]]
            terms = [Term(part, "", value) for part, value in zip(parts, values, strict=True)]
            yield Line(names.text(Place("L")), self._total(terms)[0], "", state.loss)

    def _target(self, y: Place) -> str:
        by_index = LOSSES[self.e.architecture.loss].target == "index"
        return f"{self._wanted(y):g}" if by_index else self.names.text(y)

    def _wanted(self, y: Place) -> float:
        """Return an output's target; with class indices 1 for the class and 0 for the others."""
        if LOSSES[self.e.architecture.loss].target == "index":
            return float(wanted(self.e, 0) == y.unit)
        return self.e.value(y)

    def _backward(self, layer: int) -> Iterator[Line]:
        """Write a layer's slopes, and then its parameters' gradients."""
        e = self.e
        logits = layer == e.depth and reads_logits(e)
        for unit in self._units(layer):
            if not logits:
                yield self._slope(Place("a", layer, unit))
            if logits or (self.deltas and not e.is_linear(layer)):
                yield self._slope(Place("z", layer, unit))
            if e.is_normalized(layer):
                yield self._slope(Place("s", layer, unit))
        for place in self.parameters(layer):
            yield self._gradient(place)

    def _slope(self, place: Place) -> Line:
        """Write ∂L/∂a, ∂L/∂z or ∂L/∂s from what lies above it."""
        e, names = self.e, self.names
        name, value = names.slope_text(place), e.slope(place)
        paths = chain(e, place, most=0).reused
        first = paths[0].factors[0]
        if first.of.kind == "L" and first.kind != "delta":
            return Line(name, rule(first, names), self._difference(place), value)
        if len(paths) == 1:
            return Line(name, self._symbols(paths[0]), self._numbers(paths[0]), value)
        terms = [Term(self._symbols(p), names.number(p.value), p.value) for p in paths]
        return Line(name, *self._total(terms), value)

    def _difference(self, place: Place) -> str:
        """Write the loss's slope at an output in numbers, where it is a difference."""
        e = self.e
        if e.architecture.loss != "half_squared_error" and not reads_logits(e):
            return ""
        a, y = Place("a", e.depth, place.unit), Place("y", e.depth, place.unit)
        return f"{self._number(e.value(a))} − {self._signed(self._wanted(y))}"

    def _gradient(self, place: Place) -> Line:
        """Write ∂L/∂w as ∂L/∂a · g′(z) · input, or with δ where there is no such form."""
        found = chain(self.e, place, most=0)
        path = found.reused[0] if self.deltas else found.unfolded or found.reused[0]
        name = self.names.slope_text(place)
        return Line(name, self._symbols(path), self._numbers(path), found.value)

    def _updates(self) -> Iterator[Line]:
        e, names = self.e, self.names
        for layer in e.layout.layers:
            for place in self.parameters(layer):
                update, name = update_of(e, place), names.text(place)
                change = self._signed(update.direction)
                plain = update.direction == update.gradient
                direction = (
                    names.slope_text(place)
                    if plain
                    else f"u,  u = {self._number(update.direction)}"
                )
                numbers = f"{self._number(update.old)} − {shortest(update.rate)} × {change}"
                yield Line(name, f"{name} − η·{direction}", numbers, update.new)

    def _units(self, layer: int) -> range:
        return range(min(self.e.sizes[layer], self.most))

    def _symbols(self, path: Path) -> str:
        return "·".join(self._symbol(f) for f in path.factors if f.kind not in ("bias", "shift"))

    def _symbol(self, factor: Factor) -> str:
        """Write a weight or what came in by its own name, all else as a derivative."""
        known = factor.kind in ("weight", "incoming")
        return rule(factor, self.names) if known else factor_text(factor, self.names)

    def _numbers(self, path: Path) -> str:
        values = [f.value for f in path.factors if f.kind not in ("bias", "shift")]
        return " × ".join(map(self._signed, values))

    def _number(self, value: float) -> str:
        """Write a given number as it was given, and a computed one with all decimals."""
        if float(f"{value:g}") != value:
            return self.names.number(value)
        return plain_powers(shortest(value)) if self.names.plain else shortest(value)

    def _signed(self, value: float) -> str:
        """Write a number as a factor: a negative one in brackets."""
        text = self._number(value)
        return f"({text})" if text.startswith(MINUS) else text
