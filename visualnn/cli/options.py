"""Options of the command line that are generated from, and checked against, the specs."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from visualnn.errors import InputError
from visualnn.experiment.codec import decode
from visualnn.experiment.spec import (
    LEAVES,
    OPTIMIZER_LEAVES,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    RegularizationSpec,
    StoppingSpec,
)
from visualnn.nn.optim import OPTIMIZERS
from visualnn.specs import Spec, specs_of

LARGEST_EXPERIMENT = 1_000_000
_BRANCHES: dict[str, tuple[type, ...]] = {
    "data": (DataSpec,),
    "network": (NetworkSpec, LayerSpec),
    "regularization": (RegularizationSpec,),
    "stopping": (StoppingSpec,),
}


def leaf_specs() -> dict[str, Spec]:
    """Return every short name of an experiment that has a spec, in the panel's order."""
    found = {}
    for name, (branch, leaf) in LEAVES.items():
        for owner in _BRANCHES[branch]:
            if leaf in specs_of(owner):
                found[name] = specs_of(owner)[leaf]
    return found | specs_of(Experiment)


def add_experiment_options(parser: argparse.ArgumentParser) -> None:
    """Declare one option for every short name that an `Experiment` takes."""
    group = parser.add_argument_group("the experiment")
    group.add_argument("--experiment", metavar="FILE", help="begin with a saved experiment")
    group.add_argument("--data", metavar="NAME|FILE.csv", help="a data set (default moons)")
    group.add_argument("--target", metavar="COLUMN", help="the CSV's column to predict")
    group.add_argument("--hidden", metavar="8,8", help="units per hidden layer, or none")
    group.add_argument(
        "--optimizer", metavar="NAME", help=f"one of {', '.join(OPTIMIZERS)} (default adam)"
    )
    for name in sorted(OPTIMIZER_LEAVES, key=lambda leaf: leaf != "lr"):
        group.add_argument(option(name), metavar="X", dest=name, help=_optimizer_help(name))
    for name, spec in leaf_specs().items():
        _add(group, name, spec)


def _add(group: Any, name: str, spec: Spec) -> None:
    if spec.kind == "flag":
        group.add_argument(
            option(name), action=argparse.BooleanOptionalAction, default=None,
            dest=name, help=_help(spec),
        )
    else:
        metavar = {"integer": "N", "number": "X", "choice": "NAME"}[spec.kind]
        group.add_argument(option(name), metavar=metavar, dest=name, help=_help(spec))


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


def _optimizer_help(name: str) -> str:
    owners = {key: specs_of(cls)[name] for key, cls in OPTIMIZERS.items() if name in specs_of(cls)}
    text = _help(next(iter(owners.values())))
    return text if len(owners) == len(OPTIMIZERS) else f"{', '.join(owners)}: {text}"


def experiment_from(arguments: argparse.Namespace) -> Experiment:
    """Return the experiment that the options describe.

    Raises
    ------
    InputError
        Names the option, its value and the legal range.
    """
    names = _given(vars(arguments))
    if arguments.experiment is None:
        return Experiment(**names)
    return read_experiment(arguments.experiment).edited(**names)


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


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was written on the command line, as the values the specs ask for."""
    specs = leaf_specs()
    given: dict[str, Any] = {}
    for name in ("data", "target", "hidden", "optimizer", *sorted(OPTIMIZER_LEAVES), *specs):
        value = values.get(name)
        if value is not None:
            given[name] = _convert(name, value, specs)
    return given


def _convert(name: str, value: Any, specs: Mapping[str, Spec]) -> Any:
    where = option(name)
    if name == "hidden":
        return parse_hidden(value)
    if name == "optimizer":
        OPTIMIZERS[value]
        return value
    if name in OPTIMIZER_LEAVES:
        return to_number(value)
    if name not in specs:
        return value
    return parse(specs[name], value, where)


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
    units = specs_of(LayerSpec)["units"]
    return tuple(parse(units, word.strip(), "--hidden") for word in text.split(","))
