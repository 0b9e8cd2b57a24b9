"""Experiments as JSON, both ways.

Every dataclass of the tree becomes an object; an optimizer or a
schedule carries its key
under ``"kind"``.  Reading is strict: an unknown key or a value out of range is
refused with its place, never dropped.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from typing import Any

from visualnn.errors import InputError
from visualnn.experiment.spec import BRANCHES, Experiment, LayerSpec
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
        return kind | {f.name: _plain(getattr(thing, f.name)) for f in fields(thing)}
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
    for name, spec in specs_of(cls).items():
        if name in tree:
            spec.check(tree[name], f"{source}: {path}{name}")
    values = {name: _value(name, value, source, path) for name, value in tree.items()}
    try:
        return cls(**values)
    except InputError as error:
        raise InputError(f"{source}: {error}") from None


def _value(name: str, value: Any, source: str, path: str) -> Any:
    if not path and name in BRANCHES:
        return _built(BRANCHES[name], value, source, f"{name}.")
    if name == "hidden":
        if not isinstance(value, list):
            raise InputError(f"{source}: {path}hidden should be a list of layers.")
        return tuple(
            _built(LayerSpec, layer, source, f"{path}hidden[{i}].") for i, layer in enumerate(value)
        )
    return value


def _kind(registry: Registry[Any], kind: Any, source: str, path: str) -> type:
    try:
        entry: type = registry[kind]
    except InputError as error:
        raise InputError(f"{source}: {path}kind: {error}") from None
    return entry
