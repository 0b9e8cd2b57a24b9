"""The stages of one step, in the order in which their numbers become known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from visualnn.experiment.explain.explanation import Explanation, split_is_sound
from visualnn.nn.losses import LOSSES

StageKey = Literal[
    "input",
    "sum",
    "normalize",
    "activate",
    "drop",
    "loss",
    "slope_a",
    "slope_z",
    "slope_s",
    "slope_w",
    "slope_b",
    "slope_gamma",
    "slope_x",
    "link",
    "update",
    "loss_after",
]
Direction = Literal["forward", "loss", "backward", "update"]

DIRECTIONS: dict[StageKey, Direction] = {
    "input": "forward",
    "sum": "forward",
    "normalize": "forward",
    "activate": "forward",
    "drop": "forward",
    "loss": "loss",
    "link": "update",
    "update": "update",
    "loss_after": "update",
}
"""What kind of stage it is; all others go backwards."""

Known = tuple[str, int]
"""A kind of quantity and its layer: ``("a", 1)``, or for a slope ``("d:a", 1)``."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage, and what becomes known in it.

    Attributes
    ----------
    key
        What is computed.
    layer
        The layer (from 1) that it belongs to; 0 where it belongs to none.  For
        the optimizer's links the index in `Explanation.links`.
    reveals
        Kinds and layers: the kinds of `Place`, for slopes with ``d:`` before
        them; ``("link", i)``, ``("update", 0)`` and ``("loss_after", 0)``.
    """

    key: StageKey
    layer: int
    reveals: tuple[Known, ...]

    @property
    def direction(self) -> Direction:
        """Whether it belongs to the forward pass, the loss, the backward pass or the update."""
        return DIRECTIONS.get(self.key, "backward")


def stages(explanation: Explanation, brief: bool = False) -> tuple[Stage, ...]:
    """Return the stages of an explanation.

    Parameters
    ----------
    brief
        One stage a layer for ∂L/∂a and one for its ∂L/∂z and parameters, none
        for ∂L/∂x, and one for the whole update: for the worked example the
        eleven of the published picture.
    """
    every = tuple(_all(explanation))
    return tuple(_merged(every)) if brief else every


def known(through: tuple[Stage, ...], index: int) -> frozenset[Known]:
    """Return all that is known once the stage ``index`` has been reached."""
    return frozenset(one for stage in through[: index + 1] for one in stage.reveals)


def _all(e: Explanation) -> Iterator[Stage]:
    yield Stage("input", 0, (("x", 0), ("y", e.depth)))
    for layer in e.layout.layers:
        yield from _forward(e, layer)
    yield Stage("loss", e.depth, (("E", e.depth), ("L", 0)))
    for layer in reversed(e.layout.layers):
        yield from _backward(e, layer)
    yield Stage("slope_x", 0, (("d:x", 0),))
    for index in range(len(e.links)):
        yield Stage("link", index, (("link", index),))
    yield Stage("update", 0, (("update", 0),))
    yield Stage("loss_after", 0, (("loss_after", 0),))


def _forward(e: Explanation, layer: int) -> Iterator[Stage]:
    normalized, linear = e.is_normalized(layer), e.is_linear(layer)
    z: tuple[Known, ...] = (("z", layer), ("a", layer)) if linear else (("z", layer),)
    yield Stage("sum", layer, (("s", layer),) if normalized else (("s", layer), *z))
    if normalized:
        yield Stage("normalize", layer, z)
    if not linear:
        yield Stage("activate", layer, (("a", layer),))
    if e.drops(layer):
        yield Stage("drop", layer, (("h", layer),))


def _backward(e: Explanation, layer: int) -> Iterator[Stage]:
    normalized, linear = e.is_normalized(layer), e.is_linear(layer)
    logits = layer == e.depth and LOSSES[e.architecture.loss].reads_logits
    z: tuple[Known, ...] = (("d:z", layer),) if normalized else (("d:z", layer), ("d:s", layer))
    slopes: tuple[Known, ...] = (("d:h", layer), ("d:a", layer))
    if linear:
        yield Stage("slope_a", layer, (*slopes, *z))
    elif logits and not split_is_sound(e):
        yield Stage("slope_z", layer, (*slopes, *z))
    else:
        yield Stage("slope_a", layer, slopes)
        yield Stage("slope_z", layer, z)
    if normalized:
        yield Stage("slope_gamma", layer, (("d:gamma", layer), ("d:beta", layer)))
        yield Stage("slope_s", layer, (("d:s", layer),))
    yield Stage("slope_w", layer, (("d:w", layer),))
    if e.layout.bias:
        yield Stage("slope_b", layer, (("d:b", layer),))


PARAMETER_STAGES = ("slope_z", "slope_gamma", "slope_s", "slope_w", "slope_b")


def _merged(every: tuple[Stage, ...]) -> Iterator[Stage]:
    for (name, layer), group in groupby(every, _group):
        members = list(group)
        if name == "slope_x":
            continue
        reveals = tuple(one for stage in members for one in stage.reveals)
        yield Stage(name, layer, reveals)


def _group(stage: Stage) -> tuple[StageKey, int]:
    if stage.direction == "update":
        return ("update", 0)
    if stage.key in PARAMETER_STAGES:
        return ("slope_w", stage.layer)
    return (stage.key, stage.layer)
