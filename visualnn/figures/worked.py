"""What a worked network shows at one stage of its step: names, numbers, and what just appeared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
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
    Votes,
    chain,
    convention,
    importance,
    in_convention,
    index_of,
    known,
    update_of,
    votes,
)
from visualnn.experiment.explain.chain import MOST_PATHS
from visualnn.experiment.explain.phrase import Say
from visualnn.figures.decimals import decimals_text, short_text, signed_text
from visualnn.figures.parameters import every_parameter, parameters_into
from visualnn.figures.table import Floats

Mode = Literal["symbols", "numbers", "both"]
FRESH_ROLES = {"forward": "pos", "loss": "pos", "backward": "gneg", "update": "good"}
"""The token of what just appeared, by the stage's direction."""

MOST_LISTED = 400
"""Of a network with more parameters than this only those of one neuron are listed."""


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
    say
        Says the core's sentences in another language.
    hidden, predicting
        What a person is asked to predict and must not see yet, and whether one
        predicts at all: then nothing may be seen before its stage.
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
    predicting: bool = False
    say: Say = str

    def edited(self, **changes: Any) -> Sheet:
        """Return a copy with some attributes changed."""
        return replace(self, **changes)

    def reads_otherwise(self, old: Sheet | None) -> bool:
        """Return whether the cards read otherwise: a stage alone changes nothing in them."""
        if old is None:
            return True
        changed = any(getattr(old, part) is not getattr(self, part) for part in _READ)
        return changed or (self.predicting and old.index != self.index)

    def lists_otherwise(self, old: Sheet | None) -> bool:
        """Return whether the list of parameters reads otherwise."""
        if old is None or self.parameters != old.parameters:
            return True
        changed = any(getattr(old, part) is not getattr(self, part) for part in _LISTED)
        return changed or (self.predicting and old.index != self.index)

    @property
    def stage(self) -> Stage:
        """The stage on show."""
        return self.line[self.index]

    def place_in(self, line: tuple[Stage, ...]) -> int:
        """Return the first stage of another line at which all that is known here is known."""
        stages = range(len(line))
        return next((at for at in stages if known(line, at) >= self.known), stages[-1])

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
        value = "?" if place in self.hidden else self._short(place)
        return self.written(self.names.text(place), value)

    def slope_label(self, place: Place) -> str:
        """Return ∂E/∂w beside a weight, at the stage that brings it; else nothing."""
        if (f"d:{place.kind}", place.layer) not in self.stage.reveals:
            return ""
        number = signed_text(self.slope(place), self.decimals)
        value = "?" if place in self.hidden else number
        return self.written(f"∂{self.loss_name}/∂{place.kind}", value)

    def written(self, name: str, value: str) -> str:
        """Write a name with its value, or one of both."""
        match self.mode:
            case "symbols":
                return name
            case "numbers":
                return value
        return f"{name} = {value}"

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

    def gradient(self, place: Place) -> float:
        """Return what the optimizer is given for a parameter, penalty included, likewise."""
        e = self.explanation
        return float(e.gradient[index_of(e.layout, place)]) * self.convention.factor

    def loss(self, *, after: bool = False) -> float:
        """Return the loss before or after the update in the notation's convention."""
        e = self.explanation
        return (e.after if after else e.before).loss * self.convention.factor

    def slope_name(self, place: Place) -> str:
        """Return δ for the slope at a sum, ∂L/∂… for any other."""
        if place.kind == "z":
            return self.names.delta(place).text
        return self.names.slope_text(place)

    @property
    def own_factor(self) -> float:
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
            below, here = (place.layer - 1, place.source), (place.layer, place.unit)
            return place.layer > chosen.layer and all(map(self._leads, (below, here)))
        return place.kind == "a" and self._leads((place.layer, place.unit))

    def _leads(self, neuron: tuple[int, int]) -> bool:
        """Return whether the chosen parameter's paths, or the chosen way, go through a neuron."""
        (layer, unit), chosen = neuron, self.selected
        if chosen is None or layer <= chosen.layer:
            return chosen is not None and neuron == (chosen.layer, chosen.unit)
        return dict(self.through).get(layer, unit) == unit

    def led_through(self, place: Place) -> tuple[tuple[int, int], ...]:
        """Return `through` with a neuron in it, or without it where it was in it."""
        ways = dict(self.through)
        if ways.pop(place.layer, None) != place.unit:
            ways[place.layer] = place.unit
        return tuple(sorted(ways.items()))

    @cached_property
    def chain(self) -> Chain | None:
        """The chain rule of the chosen parameter, in the notation's convention.

        Of a batch without its paths: they are other ones for each sample, under one name.
        """
        if self.selected is None:
            return None
        e, through = self.explanation, dict(self.through)
        most = MOST_PATHS if e.samples == 1 else 0
        rule = chain(e, self.selected, through=through, most=most, split=True)
        return in_convention(rule, self.convention.factor)

    @cached_property
    def votes(self) -> Votes | None:
        """What each sample says about the chosen parameter, by its own loss."""
        if self.selected is None:
            return None
        return votes(self.explanation, self.selected, self.own_factor)

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
            return every_parameter(layout)
        return tuple(parameters_into(layout, self.selected.layer, self.selected.unit))

    def neighbor(self, step: int) -> Place:
        """Return the parameter so many places after the chosen one, around the end."""
        here = self.parameters.index(self.selected) if self.selected in self.parameters else -step
        return self.parameters[(here + step) % len(self.parameters)]

    # Neurons

    def importance(self) -> tuple[Floats, ...]:
        """Return per layer ``(units,)`` how much depends on each neuron: mean |a · ∂L/∂a|."""
        return importance(self.explanation)

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

    def loss_line(self) -> str:
        """Return the loss as it is known at this stage, after the update too; or nothing."""
        if ("L", 0) not in self.known or _LOSS in self.hidden:
            return ""
        line = self.written(self.loss_name, decimals_text(self.loss(), self.exact))
        if ("loss_after", 0) in self.known and self.mode != "symbols":
            line = f"{line} → {decimals_text(self.loss(after=True), self.exact)}"
        return line

    def value_text(self, place: Place) -> str:
        """Return a parameter's value as exactly as numbers are written."""
        return decimals_text(self._parameter(place), self.decimals)

    def _short(self, place: Place) -> str:
        """Write a given weight as it was given, a new one with four decimals."""
        return short_text(self._parameter(place), 4 if self.updated else 2)

    def _parameter(self, place: Place) -> float:
        e = self.explanation
        theta = e.theta_after if self.updated else e.theta
        return float(theta[index_of(e.layout, place)])


_LOSS = Place("L")

_READ = ("explanation", "selected", "mode", "names", "hidden", "through", "predicting")
"""What the formulas and tables depend on."""

_LISTED = ("explanation", "names", "hidden", "predicting")
"""What the list of parameters depends on."""


def drawn(place: Place) -> Place:
    """Return where a place is drawn: a weight, a bias, or a neuron for all that is in it."""
    if place.kind in ("w", "b", "x"):
        return place.of_sample(0)
    return Place("a", place.layer, place.unit)
