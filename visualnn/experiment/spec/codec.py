"""Experiments as JSON, both ways.

Every dataclass of the tree becomes an object; an optimizer or a
schedule carries its key
under ``"kind"``.  Reading is strict: an unknown key or a value out of range is
refused with its place, never dropped.  A fork carries its ``"origin"``.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from difflib import get_close_matches
from typing import Any

from visualnn.data.point_edits import PointEdit
from visualnn.errors import InputError
from visualnn.experiment.spec import BRANCHES, DataSpec, Experiment, LayerSpec, NetworkSpec
from visualnn.experiment.spec.origin import Change, HandSet, Origin
from visualnn.nn.optim import OPTIMIZERS, Optimizer
from visualnn.nn.schedules import SCHEDULES, Schedule
from visualnn.registry import Registry
from visualnn.specs import specs_of

FORMAT = "visualnn experiment"
VERSION = 1

KINDS: dict[type, Registry[Any]] = {Optimizer: OPTIMIZERS, Schedule: SCHEDULES}
"""The branches that come in several kinds, each with a dataclass of its own."""


def encode(experiment: Experiment) -> str:
    """Return the experiment as indented JSON text with its format and version."""
    tree = {"format": FORMAT, "version": VERSION, **_plain(experiment)}
    return json.dumps(tree, indent=2, ensure_ascii=False) + "\n"


def decode(text: str, source: str = "the experiment") -> Experiment:
    """Read what `encode` wrote; ``source`` names the file in messages.

    Raises
    ------
    InputError
        Names the source, the line or the key, and the remedy.
    """
    tree = _parsed(text, source)
    _check_header(tree, source)
    experiment: Experiment = _built(Experiment, tree, source, "")
    return experiment


def _plain(thing: Any) -> Any:
    if is_dataclass(thing):
        kind = {"kind": thing.key} if isinstance(thing, Optimizer | Schedule) else {}
        parts = {f.name: _plain(getattr(thing, f.name)) for f in fields(thing)}
        if isinstance(thing, Experiment) and thing.origin is None:
            del parts["origin"]
        return kind | parts
    if isinstance(thing, tuple):
        return [_plain(item) for item in thing]
    return thing


def _parsed(text: str, source: str) -> dict[str, Any]:
    try:
        tree = json.loads(text)
    except RecursionError:
        raise InputError(f"{source} is nested too deeply: save the experiment again.") from None
    except json.JSONDecodeError as error:
        raise InputError(
            f"{source}, line {error.lineno}: this is not complete JSON ({error.msg}); "
            "save the experiment again or mend this line."
        ) from None
    except ValueError:  # Python refuses to read a number of thousands of digits
        raise InputError(f"{source} holds a number that is too long: shorten it.") from None
    if not isinstance(tree, dict):
        raise InputError(f"{source} holds no experiment: it should be one JSON object.")
    return tree


def _check_header(tree: dict[str, Any], source: str) -> None:
    if tree.pop("format", None) != FORMAT:
        raise InputError(
            f'{source} is not a VisualNN experiment: its "format" should be "{FORMAT}".'
        )
    version = tree.pop("version", None)
    if version != VERSION:
        raise InputError(
            f"{source} has version {version!r}, but this VisualNN reads version {VERSION}: "
            "open it with the VisualNN that saved it."
        )


def _built(cls: type, tree: Any, source: str, path: str) -> Any:
    """Make one dataclass of the tree; ``path`` is where it stands, with a dot behind it."""
    if not isinstance(tree, dict):
        raise InputError(f"{source}: {path[:-1]} should be an object in braces.")
    tree = dict(tree)
    if cls in KINDS:
        cls = _kind(KINDS[cls], tree.pop("kind", None), source, path)
    known = {f.name for f in fields(cls)}
    for name in tree:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            advice = f"did you mean {near[0]!r}?" if near else "remove it."
            raise InputError(f"{source}: unknown key {path + name!r}: {advice}")
    for f in fields(cls):
        if f.name not in tree and f.default is MISSING and f.default_factory is MISSING:
            raise InputError(f"{source}: {path[:-1]} lacks {f.name}: save the experiment again.")
    for name, spec in specs_of(cls).items():
        if name in tree:
            spec.check(tree[name], f"{source}: {path}{name}")
    values = {name: _value(cls, name, value, source, path) for name, value in tree.items()}
    try:
        return cls(**values)
    except InputError as error:
        raise InputError(f"{source}: {error}") from None


LISTS: dict[tuple[type, str], type] = {
    (NetworkSpec, "hidden"): LayerSpec,
    (DataSpec, "ignore"): str,
    (DataSpec, "edits"): PointEdit,
    (PointEdit, "x"): float,
    (DataSpec, "inputs"): str,
    (Origin, "changes"): Change,
    (Origin, "sets"): HandSet,
    (HandSet, "places"): int,
    (HandSet, "values"): float,
}
"""What the lists of the tree consist of."""

PARTS: dict[tuple[type, str], type] = {
    **{(Experiment, name): branch for name, branch in BRANCHES.items()},
    (Experiment, "origin"): Origin,
    (Change, "experiment"): Experiment,
}
"""What the objects of the tree are."""

COUNTS = {(Origin, "step"), (Change, "step"), (HandSet, "step")}
"""Where a count of updates stands."""


def _value(cls: type, name: str, value: Any, source: str, path: str) -> Any:
    place = (cls, name)
    if place in PARTS:
        return _built(PARTS[place], value, source, f"{path}{name}.")
    if place in LISTS:
        return _listed(LISTS[place], value, source, path + name)
    if place in COUNTS and (type(value) is not int or value < 0):
        raise InputError(f"{source}: {path}{name} should be a number of steps, 0 or more.")
    return value


def _listed(kind: type, items: Any, source: str, path: str) -> tuple[Any, ...]:
    """Make the entries of a list: dataclasses, texts or numbers."""
    if not isinstance(items, list):
        raise InputError(f"{source}: {path} should be a list.")
    if is_dataclass(kind):
        return tuple(_built(kind, item, source, f"{path}[{i}].") for i, item in enumerate(items))
    if kind is str:
        if not all(isinstance(item, str) for item in items):
            raise InputError(f"{source}: {path} should hold texts only.")
        return tuple(items)
    if any(isinstance(item, bool) or not isinstance(item, (int, kind)) for item in items):
        raise InputError(f"{source}: {path} should hold numbers only.")
    return tuple(kind(item) for item in items)


def _kind(registry: Registry[Any], kind: Any, source: str, path: str) -> type:
    try:
        entry: type = registry[kind]
    except InputError as error:
        raise InputError(f"{source}: {path}kind: {error}") from None
    return entry
