"""Options of the command line that are generated from, and checked against, the specs."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from visualnn.data import INPUTS
from visualnn.errors import InputError
from visualnn.experiment.spec import (
    LEAVES,
    MAX_HIDDEN_LAYERS,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    RegularizationSpec,
    StoppingSpec,
)
from visualnn.experiment.spec.branches import check_inputs
from visualnn.experiment.spec.codec import decode
from visualnn.nn.optim import OPTIMIZERS
from visualnn.nn.schedules import SCHEDULES
from visualnn.registry import Registry
from visualnn.specs import Spec, specs_of

LARGEST_EXPERIMENT = 1_000_000
_BRANCHES: dict[str, tuple[type, ...]] = {
    "data": (DataSpec,),
    "network": (NetworkSpec, LayerSpec),
    "regularization": (RegularizationSpec,),
    "stopping": (StoppingSpec,),
}
_KINDS: dict[str, Registry[Any]] = {"optimizer": OPTIMIZERS, "schedule": SCHEDULES}
"""The branches that come in several kinds, each with settings of its own."""

_GROUPS = {
    "experiment": "the experiment",
    "data": "the data",
    "network": "the network",
    "optimizer": "how it learns",
    "schedule": "how the learning rate changes",
    "regularization": "what keeps it from memorizing, and its gradients in bounds",
    "stopping": "when training ends",
}
_WORDS = {
    "experiment": ("experiment", "FILE", "begin with a saved experiment"),
    "data": ("data", "NAME|FILE.csv", "a data set (default moons)"),
    "target": (
        "data",
        "COLUMN",
        "the CSV's column to predict (default: the one named label, target, class or y, "
        "else the last)",
    ),
    "ignore": ("data", "COLUMN,…", "the CSV's columns to leave out"),
    "inputs": ("data", "NAME,…", f"what is read of two features: {', '.join(INPUTS)}"),
    "hidden": ("network", "8,8", "units per hidden layer, or none"),
    "optimizer": ("optimizer", "NAME", f"one of {', '.join(OPTIMIZERS)} (default adam)"),
    "schedule": ("schedule", "NAME", f"one of {', '.join(SCHEDULES)} (default constant)"),
}
"""The options that no spec describes: their group, what to write, and what it is."""

_PER_LAYER = ("activation", "normalization")
"""What is said once for all hidden layers, or once for each, with commas between."""


def leaf_specs() -> dict[str, Spec]:
    """Return every short name of an experiment that has a spec, in the panel's order."""
    found = {}
    for name, (branch, leaf) in LEAVES.items():
        for owner in _BRANCHES[branch]:
            if leaf in specs_of(owner):
                found[name] = specs_of(owner)[leaf]
    return found | specs_of(Experiment)


def kind_leaves(branch: str) -> tuple[str, ...]:
    """Return every setting of any optimizer or any schedule, each once."""
    return tuple(dict.fromkeys(n for cls in _KINDS[branch].values() for n in specs_of(cls)))


def add_experiment_options(parser: argparse.ArgumentParser, without: Collection[str] = ()) -> None:
    """Declare one option for every short name that an `Experiment` takes, but for some."""
    groups = {name: parser.add_argument_group(title) for name, title in _GROUPS.items()}
    for name, (group, metavar, text) in _WORDS.items():
        if name not in without:
            groups[group].add_argument(option(name), metavar=metavar, help=text)
    for branch in _KINDS:
        for name in kind_leaves(branch):
            if name not in without:
                groups[branch].add_argument(
                    option(name), metavar="X", dest=name, help=_kind_help(branch, name)
                )
    for name, spec in leaf_specs().items():
        if name not in without:
            _add(groups[_group_of(name)], name, spec)


def _group_of(name: str) -> str:
    if name in LEAVES:
        return LEAVES[name][0]
    return "experiment" if name == "seed" else "optimizer"


def _add(group: Any, name: str, spec: Spec) -> None:
    if spec.kind == "flag":
        group.add_argument(
            option(name),
            action=argparse.BooleanOptionalAction,
            default=None,
            dest=name,
            help=_help(spec),
        )
    else:
        metavar = {"integer": "N", "number": "X", "choice": "NAME"}[spec.kind]
        metavar += ",…" if name in _PER_LAYER else ""
        usual = {} if spec.usual is None else {"nargs": "?", "const": f"{spec.usual:g}"}
        group.add_argument(option(name), metavar=metavar, dest=name, help=_help(spec), **usual)


def option(name: str) -> str:
    """Return the option of a short name: ``data_seed`` is ``--data-seed``."""
    return "--" + name.replace("_", "-")


def _help(spec: Spec) -> str:
    match spec.kind:
        case "choice":
            limits = f" ({', '.join(spec.options())})"
        case "flag":
            limits = ""
        case _:
            limits = f" ({spec.low:g} to {spec.high:g})"
    return f"{spec.label}{limits}. {spec.idea}".replace("%", "%%")


def _kind_help(branch: str, name: str) -> str:
    kinds = _KINDS[branch]
    owners = {key: specs_of(cls)[name] for key, cls in kinds.items() if name in specs_of(cls)}
    text = _help(next(iter(owners.values())))
    return text if len(owners) == len(kinds) else f"{', '.join(owners)}: {text}"


def experiment_from(arguments: argparse.Namespace, without: Collection[str] = ()) -> Experiment:
    """Return the experiment that the options describe.

    Parameters
    ----------
    without
        Short names that are no options here, or that stand for something else.

    Raises
    ------
    InputError
        Names the option, its value and the legal range.
    """
    names, file = _given(vars(arguments), without), arguments.experiment
    begun = Experiment() if file is None else read_experiment(file)
    _check_kinds(begun, names)
    experiment = begun.edited(**names)
    if file is not None and "data" not in names:
        check_table(experiment, file)
    return experiment


def _check_kinds(begun: Experiment, names: Mapping[str, Any]) -> None:
    """Check the settings of the optimizer and the schedule, so that the option is named."""
    for branch, kinds in _KINDS.items():
        cls: Any = kinds[names[branch]] if branch in names else type(getattr(begun, branch))
        for name, spec in specs_of(cls).items():
            if name in names:
                spec.check(names[name], option(name))


def check_table(experiment: Experiment, file: str) -> None:
    """Refuse the experiment in ``file`` if its CSV is not there, and say where it should be.

    A relative path begins at the current folder, as for ``--data``.
    """
    table = Path(experiment.data.name)
    if experiment.data.is_file and not os.path.exists(table):
        elsewhere = "" if table.is_absolute() else ", or start VisualNN in the folder it is in"
        raise InputError(
            f"{file} learns from {str(table)!r}, but there is no file {table.absolute()}: "
            f"put it there{elsewhere}."
        )


def read_experiment(path: str) -> Experiment:
    """Read a saved experiment; the message of an `InputError` names the file."""
    return decode(_text(Path(path)), path)


def _text(path: Path) -> str:
    remedy = "choose an experiment that VisualNN saved."
    try:
        if path.stat().st_size > LARGEST_EXPERIMENT:
            raise InputError(f"{path} is too large for an experiment: {remedy}")
        return path.read_text("utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"Cannot read {path} ({reason}): {remedy}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not text: {remedy}") from None


def options_given(arguments: argparse.Namespace, without: Collection[str] = ()) -> list[str]:
    """Return which options of an experiment were written on the command line."""
    values = vars(arguments)
    names = ["experiment", *_names(without)]
    return [option(name) for name in names if values.get(name) is not None]


def _names(without: Collection[str]) -> list[str]:
    """Return the short names that may be given, but for some."""
    names = [name for name in _WORDS if name != "experiment"]
    names += [*kind_leaves("optimizer"), *kind_leaves("schedule"), *leaf_specs()]
    return [name for name in names if name not in without]


def _given(values: Mapping[str, Any], without: Collection[str]) -> dict[str, Any]:
    """Return what was written on the command line, as the values the specs ask for."""
    specs, names = leaf_specs(), _names(without)
    return {
        name: _convert(name, values[name], specs) for name in names if values.get(name) is not None
    }


def _convert(name: str, value: Any, specs: Mapping[str, Spec]) -> Any:
    if name in _PER_LAYER and "," in value:
        return tuple(parse(specs[name], word.strip(), option(name)) for word in value.split(","))
    if name in specs:
        return parse(specs[name], value, option(name))
    if name == "hidden":
        return parse_hidden(value)
    if name == "data":
        return _named_data(value)
    if name in ("ignore", "inputs"):
        words = tuple(word.strip() for word in value.split(",") if word.strip())
        if name == "inputs":
            check_inputs(words, option(name))
        return words
    return value if name in _WORDS else to_number(value)


def _named_data(text: str) -> str:
    if not text.strip():
        raise InputError("--data is empty: write a data set's name or a CSV file's path.")
    if text.lower().endswith(".json") and os.path.exists(text):
        raise InputError(f"--data is {text!r}: name a saved experiment with --experiment instead.")
    return text


def parse(spec: Spec, text: Any, where: str) -> Any:
    """Return the value written as ``text``, checked against its spec."""
    value = text
    if spec.kind in ("number", "integer"):
        value = to_number(text)
    spec.check(value, where)
    return value


def to_number(text: str) -> int | float | str:
    """Return the number that is written there, or the text itself, for the spec to refuse."""
    for kind in (int, float):
        with contextlib.suppress(ValueError):
            return kind(text)
    return text


def parse_hidden(text: str) -> tuple[int, ...]:
    """Return the units per hidden layer of ``"8,8"``; ``"none"`` is no hidden layer."""
    if text.strip().lower() in ("", "0", "none"):
        return ()
    units, words = specs_of(LayerSpec)["units"], [word.strip() for word in text.split(",")]
    if not all(words):
        raise InputError(
            f"--hidden is {text!r}: write whole numbers with one comma between, such as 8,8."
        )
    if len(words) > MAX_HIDDEN_LAYERS:
        raise InputError(
            f"--hidden is {text!r}, {len(words)} layers: use at most {MAX_HIDDEN_LAYERS}."
        )
    return tuple(parse(units, word, "--hidden") for word in words)
