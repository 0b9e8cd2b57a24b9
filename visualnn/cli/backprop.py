"""Work through one step of backpropagation on paper, number by number."""

from __future__ import annotations

import argparse
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np

from visualnn.cli.output import print_json
from visualnn.experiment.explain import Explanation, Names, OfExample, explain
from visualnn.experiment.explain.written import Line, Section, Writer
from visualnn.experiment.worked_example import EXAMPLES


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``visualnn backprop``."""
    parser.add_argument(
        "--example",
        metavar="NAME",
        default="two-layer",
        help=f"one of {', '.join(EXAMPLES)} (default two-layer)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print the example stage by stage."""
    explanation = explain(OfExample(arguments.example))
    if arguments.json:
        print_json(report(arguments.example, explanation))
    else:
        example = EXAMPLES[arguments.example]
        print(f"{example.title}; η = {example.rate:g}")
        _print(Writer(Names(explanation, plain=True), deltas=False).sections())
    return 0


def report(name: str, e: Explanation) -> dict[str, Any]:
    """Return the stages under the names that scripts rely on, weights in reading order."""
    example = EXAMPLES[name]
    return {
        "example": name,
        "x": example.x,
        "targets": example.targets,
        "weights": example.weights,
        "learning_rate": e.rate,
        "z": np.concatenate(e.before.z, axis=1)[0],
        "a": np.concatenate(e.before.a, axis=1)[0],
        "errors": e.before.shares[0],
        "loss": e.before.loss,
        "gradients": e.gradient[example.order],
        "updated": e.theta_after[example.order],
        "errors_after": e.after.shares[0],
        "loss_after": e.after.loss,
    }


def _print(sections: tuple[Section, ...]) -> None:
    """Print every section with its equations, all columns aligned."""
    rows = [(str(s.title), line, _how(line, s.key)) for s in sections for line in s.lines]
    name_width = max(len(line.name) for _, line, _ in rows)
    rule_width = max(len(rule) for _, _, rule in rows)
    for title, members in groupby(rows, itemgetter(0)):
        print(f"\n{title}")
        for _, line, rule in members:
            how = f" = {rule:<{rule_width}}" if rule else ""
            print(f"  {line.name:<{name_width}}{how} = {line.value:.8f}")


def _how(line: Line, section: str) -> str:
    """Return how a number is found: on the way forward in letters too, else in numbers alone."""
    ways = (str(line.symbols), str(line.numbers))
    if section == "forward":
        return " = ".join(filter(None, ways))
    return str(line.numbers or line.symbols)
