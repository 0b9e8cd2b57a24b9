"""The command line's short names, and the places in the tree that they reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from difflib import get_close_matches
from typing import Any

from visualnn.errors import InputError
from visualnn.experiment.spec.branches import (
    DataSpec,
    LayerSpec,
    NetworkSpec,
    RegularizationSpec,
    StoppingSpec,
)
from visualnn.nn.optim import OPTIMIZERS, Optimizer
from visualnn.nn.schedules import SCHEDULES, Schedule
from visualnn.specs import specs_of

DEFAULT_LEARNING_RATE = 0.03
"""η of an optimizer that is named without a rate, so that all begin alike.

One that finds its own rate (`visualnn.nn.optim.Optimizer.finds_rate`) keeps its default.
"""

LEAVES: dict[str, tuple[str, str]] = {
    "target": ("data", "target"),
    "ignore": ("data", "ignore"),
    "inputs": ("data", "inputs"),
    "missing": ("data", "missing"),
    "target_kind": ("data", "target_kind"),
    "samples": ("data", "samples"),
    "noise": ("data", "noise"),
    "data_seed": ("data", "seed"),
    "train": ("data", "train"),
    "validation": ("data", "validation"),
    "standardize": ("data", "standardize"),
    "hidden": ("network", "hidden"),
    "activation": ("network", "activation"),
    "normalization": ("network", "normalization"),
    "output": ("network", "output"),
    "init": ("network", "init"),
    "init_scale": ("network", "init_scale"),
    "l1": ("regularization", "l1"),
    "l2": ("regularization", "l2"),
    "dropout": ("regularization", "dropout"),
    "jitter": ("regularization", "jitter"),
    "clip_norm": ("regularization", "clip_norm"),
    "clip_value": ("regularization", "clip_value"),
    "epochs": ("stopping", "epochs"),
    "patience": ("stopping", "patience"),
    "min_delta": ("stopping", "min_delta"),
    "restore_best": ("stopping", "restore_best"),
}
"""The command line's short names, each with the branch and the field it reaches."""

OPTIMIZER_LEAVES = {name for cls in OPTIMIZERS.values() for name in specs_of(cls)}
"""Every hyper-parameter of any optimizer, such as ``lr`` and ``beta``."""

SCHEDULE_LEAVES = {name for cls in SCHEDULES.values() for name in specs_of(cls)}
"""Every setting of any schedule, such as ``gamma`` and ``warmup``."""

BRANCHES: dict[str, type] = {
    "data": DataSpec,
    "network": NetworkSpec,
    "optimizer": Optimizer,
    "schedule": Schedule,
    "regularization": RegularizationSpec,
    "stopping": StoppingSpec,
}
"""What each branch of the tree is made of."""

TRUNK = ("loss", "batch", "seed")
"""The settings that stand in no branch."""


def planted(tree: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    """Return ``tree`` with ``names`` put in: branches as they are, leaves where they belong.

    Raises
    ------
    InputError
        For a name that is neither, with a suggestion.
    """
    tree = tree | {name: _branch(name, value) for name, value in names.items() if name in tree}
    for name, leaves in _sorted_out({n: v for n, v in names.items() if n not in tree}).items():
        if name == "network":
            leaves = _with_layers(leaves, tree[name])
        tree[name] = _replaced(tree[name], leaves)
    return tree


def _sorted_out(leaves: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the leaves by branch, so that those of a branch change together."""
    edits: dict[str, dict[str, Any]] = {}
    for name, value in leaves.items():
        branch, leaf = _place(name)
        edits.setdefault(branch, {})[leaf] = value
    return edits


def _branch(name: str, value: Any) -> Any:
    if name == "data" and isinstance(value, str):
        return DataSpec(value)
    if name == "optimizer" and isinstance(value, str):
        cls = OPTIMIZERS[value]
        return cls() if cls.finds_rate else cls(lr=DEFAULT_LEARNING_RATE)
    if name == "schedule" and isinstance(value, str):
        return SCHEDULES[value]()
    expected = BRANCHES.get(name)
    if expected and not isinstance(value, expected):
        raise InputError(
            f"{name} is {value!r}: write a {expected.__name__} or use its short names."
        )
    return value


def _place(name: str) -> tuple[str, str]:
    if name in OPTIMIZER_LEAVES:
        return "optimizer", name
    if name in SCHEDULE_LEAVES:
        return "schedule", name
    if name in LEAVES:
        return LEAVES[name]
    known = [*TRUNK, *BRANCHES, *LEAVES, *OPTIMIZER_LEAVES, *SCHEDULE_LEAVES]
    near = get_close_matches(name, known, n=1)
    advice = f"did you mean {near[0]!r}?" if near else f"choose from {', '.join(sorted(known))}."
    raise InputError(f"Unknown setting {name!r}: {advice}")


def _replaced(branch: Any, leaves: dict[str, Any]) -> Any:
    for leaf in leaves.keys() - {f.name for f in fields(branch)}:
        kind = type(branch).__name__
        thing = "a schedule" if isinstance(branch, Schedule) else "an optimizer"
        raise InputError(f"{kind} has no {leaf!r}: choose {thing} that has it, or leave it out.")
    return replace(branch, **leaves)


def _with_layers(leaves: dict[str, Any], network: NetworkSpec) -> dict[str, Any]:
    """Return the leaves with ``hidden`` sizes and what is said of layers made into layers."""
    leaves = dict(leaves)
    layers = network.hidden
    if "hidden" in leaves:
        layers = _layers(leaves["hidden"], layers)
    for name in ("activation", "normalization"):
        if name in leaves:
            layers = _each(name, leaves.pop(name), layers)
    return leaves | {"hidden": layers}


def _layers(
    hidden: Iterable[int | LayerSpec], before: tuple[LayerSpec, ...]
) -> tuple[LayerSpec, ...]:
    """Return layers of these sizes, otherwise like the first that the network has already."""
    usual = before[0] if before else LayerSpec()
    if isinstance(hidden, str) or not isinstance(hidden, Iterable):
        raise InputError(f"hidden is {hidden!r}: write a list of layer sizes such as (8, 8).")
    return tuple(h if isinstance(h, LayerSpec) else replace(usual, units=h) for h in hidden)


def _each(
    name: str, value: str | Iterable[str], layers: tuple[LayerSpec, ...]
) -> tuple[LayerSpec, ...]:
    """Return the layers with this activation or normalization, or with one each."""
    keys = (value,) * len(layers) if isinstance(value, str) else tuple(value)
    if len(keys) != len(layers):
        raise InputError(
            f"{name} names {len(keys)} {name}s for {len(layers)} hidden layers: "
            "name one for all or one for each."
        )
    changes: list[dict[str, Any]] = [{name: key} for key in keys]
    return tuple(replace(layer, **change) for layer, change in zip(layers, changes, strict=True))
