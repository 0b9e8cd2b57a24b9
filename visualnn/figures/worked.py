"""What a worked network shows at one stage of its step: names, numbers, and what just appeared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import zip_longest
from typing import Any, Literal

import numpy as np

from visualnn.experiment.explain import (
    Chain,
    Convention,
    Explanation,
    Known,
    Names,
    Place,
    Stage,
    Update,
    chain,
    convention,
    in_convention,
    index_of,
    known,
    own_slopes,
    reading_order,
    update_of,
)
from visualnn.experiment.explain.place import Kind
from visualnn.figures.table import Floats, Table
from visualnn.figures.ticks import MINUS, fixed_text

Mode = Literal["symbols", "numbers", "both"]
FRESH_ROLES = {"forward": "pos", "loss": "pos", "backward": "gneg", "update": "good"}
"""The token of what just appeared, by the stage's direction."""

MOST_LISTED = 400
"""Of a network with more parameters than this only those of one neuron are listed."""


def decimals_text(value: float, decimals: int) -> str:
    """Write a number with so many decimals; a smaller one than they can show in powers of ten."""
    size = abs(value)
    if not np.isfinite(value) or (size and size < 0.5 * 10.0**-decimals) or size >= 1e7:
        return fixed_text(value, 4)
    return f"{value:.{decimals}f}".replace("-", MINUS)


def short_text(value: float, least: int = 0, most: int = 4) -> str:
    """Write a number with as few decimals as tell it apart, as a weight of 0.30."""
    text = decimals_text(value, most)
    if "e" in text or "." not in text:
        return text
    whole, part = text.split(".")
    part = part.rstrip("0").ljust(least, "0")
    return f"{whole}.{part}" if part else whole


def signed_text(value: float, decimals: int) -> str:
    """Write a number with its sign, a plus as well."""
    text = decimals_text(value, decimals)
    return text if text.startswith(MINUS) or value != value else f"+{text}"


@dataclass(frozen=True, slots=True)
class UnitMark:
    """What stands in and below one circle.

    Attributes
    ----------
    name, value
        The two lines inside; either may be empty.
    below
        Lines under the circle: text and the token of its color.
    known, fresh
        Whether its value is known at this stage, and whether it just appeared.
    role
        The token of the ring.
    dropped
        Whether dropout leaves it out this time.
    """

    name: str
    value: str = ""
    below: tuple[tuple[str, str], ...] = ()
    known: bool = True
    fresh: bool = False
    role: str = "ink3"
    dropped: bool = False


@dataclass(frozen=True)
class Sheet:
    """A network at one stage, as it is drawn.

    Attributes
    ----------
    explanation, line, index
        What is explained, its stages, and the one on show.
    names
        Write the symbols of places in a notation.
    mode, decimals
        Whether symbols, numbers or both are written, and how exactly.
    selected, pointed
        The chosen parameter, and what is pointed at.
    through
        Layer and unit of neurons that the shown path goes through, where there are many.
    hidden
        What a person is asked to predict and must not see yet.
    """

    explanation: Explanation
    line: tuple[Stage, ...]
    index: int
    names: Names
    mode: Mode = "both"
    decimals: int = 4
    selected: Place | None = None
    through: tuple[tuple[int, int], ...] = ()
    pointed: frozenset[Place] = frozenset()
    hidden: frozenset[Place] = frozenset()
    _marks: dict[tuple[int, int], UnitMark] = field(default_factory=dict, compare=False)

    def edited(self, **changes: Any) -> Sheet:
        """Return a copy with some attributes changed."""
        return replace(self, _marks={}, **changes)

    @property
    def stage(self) -> Stage:
        """The stage on show."""
        return self.line[self.index]

    @cached_property
    def known(self) -> frozenset[Known]:
        """All that is known at this stage."""
        return known(self.line, self.index)

    @property
    def updated(self) -> bool:
        """Whether the weights are those after the update."""
        return ("update", 0) in self.known

    @property
    def fresh_role(self) -> str:
        """The token of what just appeared."""
        return FRESH_ROLES[self.stage.direction]

    @cached_property
    def weights(self) -> tuple[Floats, ...]:
        """``W (in, out)`` per layer: those on show."""
        e = self.explanation
        return tuple(e.layout.weights(e.theta_after if self.updated else e.theta))

    @cached_property
    def scale(self) -> float:
        """The largest weight before the update, which is drawn at full width."""
        tops = [
            float(np.nanmax(np.abs(w), initial=0.0))
            for w in self.explanation.layout.weights(self.explanation.theta)
        ]
        return max([*tops, 1e-12])

    @property
    def biased(self) -> bool:
        """Whether the layers have biases."""
        return self.explanation.layout.bias

    def active(self, layer: int) -> bool:
        """Return whether the stage is about the weights into a layer (from 1)."""
        stage = self.stage
        match stage.key:
            case "sum" | "slope_w" | "slope_b":
                return stage.layer == layer
            case "slope_a" | "slope_x":
                return stage.layer + 1 == layer
        return stage.direction == "update"

    def flows(self, layer: int) -> bool:
        """Return whether something has flowed back over the edges into a layer (from 1)."""
        return ("d:w", layer) in self.known or ("d:h", layer - 1) in self.known

    def label(self, place: Place) -> str:
        """Return what stands on the edge or the port of a parameter."""
        value = self._hide(place, short_text(self._parameter(place), 2))
        return self._written(self.names.text(place), value)

    def unit(self, layer: int, unit: int) -> UnitMark:
        """Return what stands in and below a circle; layer 0 is the input."""
        mark = self._marks.get((layer, unit))
        if mark is None:
            make = self._neuron if layer else self._input
            mark = self._marks[layer, unit] = make(layer, unit)
        return mark

    # Conventions

    @cached_property
    def convention(self) -> Convention:
        """What the notation's conventions do to the numbers."""
        return convention(self.explanation, self.names.notation)

    @property
    def exact(self) -> int:
        """How many decimals the cards write."""
        return self.names.notation.decimals

    def value(self, place: Place) -> float:
        """Return the number at a place before the update, a loss in the notation's convention."""
        loss = place.kind in ("L", "E")
        return self.explanation.value(place) * (self.convention.factor if loss else 1.0)

    def slope(self, place: Place) -> float:
        """Return ∂L/∂ of a place in the notation's convention."""
        return self.explanation.slope(place) * self.convention.factor

    def slope_name(self, place: Place) -> str:
        """Return δ for the slope at a sum, ∂L/∂… for any other."""
        if place.kind == "z":
            return self.names.delta(place).text
        return self.names.slope_text(place)

    @property
    def _own_factor(self) -> float:
        """The factor of one sample's own loss: the sum over the batch has no part in it."""
        summed = self.names.notation.batch == "sum" and self.explanation.samples > 1
        return self.convention.factor / (self.explanation.samples if summed else 1)

    # The chain rule

    def is_lit(self, place: Place) -> bool:
        """Return whether a weight or a neuron lies on a path from the chosen one to the loss."""
        chosen = self.selected
        if chosen is None:
            return False
        if place == chosen:
            return True
        if place.kind == "w":
            next_layer = place.layer == chosen.layer + 1
            return place.layer > chosen.layer + 1 or (next_layer and place.source == chosen.unit)
        above = place.layer > chosen.layer
        return place.kind == "a" and (above or place == Place("a", chosen.layer, chosen.unit))

    @cached_property
    def chain(self) -> Chain | None:
        """The chain rule of the chosen parameter, in the notation's convention."""
        if self.selected is None:
            return None
        e, through = self.explanation, dict(self.through)
        rule = chain(e, self.selected, through=through, split=True)
        return in_convention(rule, self.convention.factor)

    @cached_property
    def update(self) -> Update | None:
        """The update of the chosen parameter."""
        if self.selected is None:
            return None
        return update_of(self.explanation, self.selected, self.convention)

    # Parameters

    @cached_property
    def parameters(self) -> tuple[Place, ...]:
        """All weights and biases, neuron by neuron; of a large network those of one neuron."""
        layout = self.explanation.layout
        if layout.trained <= MOST_LISTED or self.selected is None:
            order = reading_order(layout)
            return tuple(order) if not layout.bias else tuple(_with_biases(order))
        return tuple(_into(layout.sizes, self.selected, layout.bias))

    def neighbor(self, step: int) -> Place:
        """Return the parameter so many places after the chosen one, around the end."""
        here = self.parameters.index(self.selected) if self.selected in self.parameters else -step
        return self.parameters[(here + step) % len(self.parameters)]

    def parameter_table(self) -> Table:
        """Return every listed parameter with its value, gradient and next value."""
        e = self.explanation
        at = [index_of(e.layout, place) for place in self.parameters]
        return Table(
            "parameters",
            {
                "parameter": np.array([self.names.text(place) for place in self.parameters]),
                "value": e.theta[at],
                "gradient": e.gradient[at] * self.convention.factor,
                "after_step": e.theta_after[at],
            },
        )

    def known_table(self) -> Table:
        """Return every number that is known at this stage, one a row."""
        rows = list(self._known_rows())
        return Table(
            "stages",
            {
                "stage": np.array([row[0] for row in rows]),
                "quantity": np.array([row[1] for row in rows]),
                "sample": np.array([row[2] for row in rows], int),
                "value": np.array([row[3] for row in rows]),
            },
        )

    def _known_rows(self) -> Iterator[tuple[int, str, int, float]]:
        e = self.explanation
        for number, stage in enumerate(self.line[: self.index + 1], start=1):
            for kind, layer in stage.reveals:
                slope = kind.startswith("d:")
                letter = _LISTED.get(kind.removeprefix("d:"))
                if letter is None:
                    continue
                naming = self.slope_name if slope else self.names.text
                read = self.slope if slope else self.value
                for unit in range(e.sizes[layer] if letter != "y" else e.y.shape[1]):
                    for sample in range(e.samples):
                        place = Place(letter, layer, unit, sample=sample)
                        yield number, naming(place), sample + 1, read(place)

    # Neurons

    def importance(self) -> list[Floats]:
        """Return per layer ``(units,)`` how much depends on each neuron: mean |a · ∂L/∂a|."""
        e = self.explanation
        flows = [e.x * e.x_slope]
        flows += [h * slope for h, slope in zip(e.before.h, e.passed_slopes, strict=True)]
        return [np.abs(flow).mean(axis=0) for flow in flows]

    def must_show(self) -> list[tuple[int, int]]:
        """Return layer and unit of the ends of the chosen weight."""
        place = self.selected
        if place is None:
            return []
        source = [(place.layer - 1, place.source)] if place.kind == "w" else []
        return [(place.layer, place.unit), *source, *self.through]

    @property
    def loss_name(self) -> str:
        """The symbol of the loss."""
        return self.names.text(_LOSS)

    def value_text(self, place: Place) -> str:
        """Return a parameter's value as exactly as numbers are written."""
        return decimals_text(self._parameter(place), self.decimals)

    def about(self, place: Place) -> list[tuple[str, str]]:
        """Return names and values of all that is known of a neuron."""
        e, found = self.explanation, []
        if place.kind == "x":
            return [(self.names.text(place), decimals_text(self._mean(place), 8))]
        for kind in _OF_A_NEURON:
            own = replace(place, kind=kind)
            if (kind, place.layer) in self.known and own not in self.hidden:
                found.append((self.names.text(own), decimals_text(self._mean(own), 8)))
        if (derivative := e.derivatives[place.layer - 1]).size and ("z", place.layer) in self.known:
            found.append(("g′(z)", decimals_text(float(derivative[:, place.unit].mean()), 8)))
        for kind in _SLOPES[::-1]:
            own = replace(place, kind=kind)
            if (f"d:{kind}", place.layer) in self.known:
                found.append((self.slope_name(own), self._spread(own)))
        return found

    def _input(self, layer: int, unit: int) -> UnitMark:
        place = Place("x", 0, unit)
        name, value = self._pair(place, short_text(self._mean(place)))
        below = []
        if ("d:x", 0) in self.known:
            below.append((f"{self.slope_name(place)} = {self._spread(place)}", "gneg"))
        fresh = self.index == 0 or ("d:x", 0) in self.stage.reveals
        return UnitMark(
            name, value, tuple(below), True, fresh, self.fresh_role if fresh else "ink3"
        )

    def _neuron(self, layer: int, unit: int) -> UnitMark:
        place = Place("a", layer, unit)
        seen = ("a", layer) in self.known
        text = decimals_text(self._mean(place), self.decimals) if seen else ""
        name, value = self._pair(place, self._hide(place, text))
        fresh = any(at == layer and kind in _OF_UNITS for kind, at in self.stage.reveals)
        return UnitMark(
            name,
            value,
            tuple(self._below(layer, unit)),
            seen or ("z", layer) in self.known,
            fresh,
            self.fresh_role if fresh else self._role(layer),
            self._dropped(layer, unit),
        )

    def _role(self, layer: int) -> str:
        return "gneg" if ("d:z", layer) in self.known and self.stage.layer == layer else "ink3"

    def _below(self, layer: int, unit: int) -> list[tuple[str, str]]:
        lines = []
        parts = [self._sum(layer, unit), self._target(layer, unit)]
        if any(parts):
            lines.append((" · ".join(part for part in parts if part), "ink2"))
        slope = self._slope(layer, unit)
        return [*lines, (slope, "gneg")] if slope else lines

    def _sum(self, layer: int, unit: int) -> str:
        if ("z", layer) not in self.known or self.explanation.is_linear(layer):
            return ""
        place = Place("z", layer, unit)
        value = decimals_text(self._mean(place), self.decimals)
        return self._written(self.names.text(place), self._hide(place, value))

    def _target(self, layer: int, unit: int) -> str:
        e = self.explanation
        if layer != e.depth or e.samples > 1 or unit >= e.y.shape[1]:
            return ""
        return self._written("target", short_text(float(e.y[0, unit])))

    def _slope(self, layer: int, unit: int) -> str:
        """Return δ where it is known, else ∂L/∂a where that is."""
        for kind in _SLOPES:
            place = Place(kind, layer, unit)
            if (f"d:{kind}", layer) in self.known:
                value = self._hide(replace(place, sample=-1), self._spread(place))
                return self._written(self.slope_name(place), value)
        return ""

    def _dropped(self, layer: int, unit: int) -> bool:
        kept = self.explanation.before.kept[layer - 1]
        if kept is None or ("h", layer) not in self.known or self.explanation.samples > 1:
            return False
        return bool(kept[0, unit] == 0)

    def _parameter(self, place: Place) -> float:
        e = self.explanation
        theta = e.theta_after if self.updated else e.theta
        return float(theta[index_of(e.layout, place)])

    def _mean(self, place: Place) -> float:
        """Return the value of the one sample, or the mean over the batch."""
        e = self.explanation
        if e.samples == 1:
            return e.value(place)
        if place.kind == "x":
            return float(e.x[:, place.unit].mean())
        return float(getattr(e.before, place.kind)[place.layer - 1][:, place.unit].mean())

    def _spread(self, place: Place) -> str:
        """Return a slope, over a batch the mean and spread of what each sample says."""
        e = self.explanation
        if e.samples == 1:
            return signed_text(self.slope(place), self.decimals)
        slopes = own_slopes(e, place.kind, place.layer)[:, place.unit] * self._own_factor
        return f"{signed_text(slopes.mean(), self.decimals)} ± {short_text(slopes.std())}"

    def _pair(self, place: Place, value: str) -> tuple[str, str]:
        name = "" if self.mode == "numbers" and value else self.names.text(place)
        return name, "" if self.mode == "symbols" else value

    def _written(self, name: str, value: str) -> str:
        match self.mode:
            case "symbols":
                return name
            case "numbers":
                return value
        return f"{name} = {value}" if name != "target" else f"{name} {value}"

    def _hide(self, place: Place, value: str) -> str:
        return "?" if place in self.hidden and value else value


def _with_biases(order: list[Place]) -> Iterator[Place]:
    """Yield weights, and behind those into a neuron its bias."""
    for place, after in zip_longest(order, order[1:]):
        yield place
        if after is None or (after.layer, after.unit) != (place.layer, place.unit):
            yield Place("b", place.layer, place.unit)


def _into(sizes: tuple[int, ...], chosen: Place, bias: bool) -> Iterator[Place]:
    """Yield the parameters of the neuron that the chosen one leads into."""
    for source in range(sizes[chosen.layer - 1]):
        yield Place("w", chosen.layer, chosen.unit, source)
    if bias:
        yield Place("b", chosen.layer, chosen.unit)


_LISTED: dict[str, Kind] = {"x": "x", "y": "y", "s": "s", "z": "z", "a": "a", "h": "h", "E": "E"}
"""The kinds that have a value for each neuron and sample."""

_LOSS = Place("L")

_OF_A_NEURON: tuple[Kind, ...] = ("s", "z", "a", "h")
_SLOPES: tuple[Kind, ...] = ("z", "a")


def drawn(place: Place) -> Place:
    """Return where a place is drawn: a weight, a bias, or a neuron for all that is in it."""
    if place.kind in ("w", "b", "x"):
        return place.of_sample(0)
    return Place("a", place.layer, place.unit)


_OF_UNITS = {"s", "z", "a", "h", "d:h", "d:a", "d:z", "d:s"}
"""The kinds of what a stage reveals that stand in or below a circle."""
