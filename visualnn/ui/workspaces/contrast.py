"""What sets two experiments apart, in as few words as a heading has room for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from visualnn.experiment.spec import Experiment
from visualnn.nn.activations import ACTIVATIONS
from visualnn.specs import specs_of
from visualnn.ui.i18n import spec_text

MOST = 2
"""So many differences are named; an ellipsis stands for more."""

Pair = tuple[str, str]


def contrasted(a: Experiment, b: Experiment) -> Pair:
    """Return what two experiments have that the other has not: SGD 0.1, Adam 0.03.

    Both are empty where they are alike.  Data and seed are left out: two
    experiments are compared on the same.
    """
    pairs = list(_differences(a, b))
    more = ["…"] if len(pairs) > MOST else []
    sides = zip(*pairs[:MOST], strict=True) if pairs else ((), ())
    first, second = (", ".join([*side, *more]) for side in sides)
    return first, second


def _differences(a: Experiment, b: Experiment) -> Iterator[Pair]:
    one, other = a.optimizer, b.optimizer
    if type(one) is not type(other) or one.lr != other.lr:
        yield _optimizer(one), _optimizer(other)
    yield from _layers(a, b)
    if type(a.schedule) is not type(b.schedule):
        yield spec_text(a.schedule.title), spec_text(b.schedule.title)
    for branch in ("network", "optimizer", "schedule", "regularization", "stopping"):
        yield from _settings(getattr(a, branch), getattr(b, branch), {"lr"})
    yield from _settings(a, b, {"seed"})


def _optimizer(optimizer: Any) -> str:
    return f"{spec_text(optimizer.title)} {optimizer.lr:g}"


def _layers(a: Experiment, b: Experiment) -> Iterator[Pair]:
    layers = a.network.hidden, b.network.hidden
    one, other = (tuple(layer.units for layer in hidden) for hidden in layers)
    if one != other:
        yield _sizes(one), _sizes(other)
        return
    one, other = (tuple(layer.activation for layer in hidden) for hidden in layers)
    if one != other:
        yield _activations(one), _activations(other)


def _sizes(units: tuple[int, ...]) -> str:
    return "–".join(map(str, units)) or "0"


def _activations(keys: tuple[str, ...]) -> str:
    return ", ".join(spec_text(ACTIVATIONS[key].title) for key in dict.fromkeys(keys))


def _settings(one: Any, other: Any, without: set[str]) -> Iterator[Pair]:
    """Yield the fields with a control that differ, where both sides are of one kind."""
    if type(one) is not type(other):
        return
    specs = specs_of(type(one))
    for name in (f.name for f in fields(one) if f.name in specs and f.name not in without):
        values = getattr(one, name), getattr(other, name)
        if values[0] != values[1]:
            label = specs[name].symbol or spec_text(specs[name].label)
            yield tuple(f"{label} {_value(value)}" for value in values)  # type: ignore[misc]


def _value(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
