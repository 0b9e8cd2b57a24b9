"""Work through one step of backpropagation on paper, number by number."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

import numpy as np

from visualnn.cli.output import print_json
from visualnn.experiment.worked_example import EXAMPLES, Edge, Pass, Worked, edges, work_through
from visualnn.nn.activations import ACTIVATIONS

Line = tuple[str, str, float]
"""What is computed, how, and the result."""


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
    worked = work_through(arguments.example)
    if arguments.json:
        print_json(report(arguments.example, worked))
    else:
        _print(worked)
    return 0


def report(name: str, worked: Worked) -> dict[str, Any]:
    """Return the stages under the names that scripts rely on, weights in reading order."""
    return {
        "example": name,
        "x": worked.example.x,
        "targets": worked.example.targets,
        "weights": worked.example.weights,
        "learning_rate": worked.example.rate,
        "z": np.concatenate(worked.before.z),
        "a": np.concatenate(worked.before.a),
        "errors": worked.before.errors,
        "loss": worked.before.loss,
        "gradients": worked.gradients,
        "updated": worked.updated,
        "errors_after": worked.after.errors,
        "loss_after": worked.after.loss,
    }


def _print(worked: Worked) -> None:
    """Print every stage with its equations, all columns aligned."""
    example = worked.example
    print(f"{example.title}; η = {example.rate:g}")
    targets = zip(example.units[-1], example.targets, strict=True)
    given = [
        *zip(example.units[0], example.x, strict=True),
        *((f"target {name}", y) for name, y in targets),
        *((_weight(edge), example.weights[edge.index]) for edge in edges(example)),
    ]
    stages = {
        "Given": [(name, "", value) for name, value in given],
        "1  Forward": list(_forward(worked)),
        "2  Loss": list(_loss(worked, worked.before)),
        "3  Backward": list(_backward(worked)),
        "4  Update": list(_update(worked)),
        "5  Loss after the update": list(_loss(worked, worked.after)),
    }
    lines = [line for stage in stages.values() for line in stage]
    name_width = max(len(name) for name, _, _ in lines)
    rule_width = max(len(rule) for _, rule, _ in lines)
    for title, stage in stages.items():
        print(f"\n{title}")
        for name, rule, value in stage:
            how = f" = {rule:<{rule_width}}" if rule else ""
            print(f"  {name:<{name_width}}{how} = {value:.8f}")


def _forward(worked: Worked) -> Iterator[Line]:
    example, count = worked.example, 0
    outputs = [np.array(example.x), *worked.before.a]
    for layer, activation in enumerate(example.activations):
        for target, unit in enumerate(example.units[layer + 1]):
            count += 1
            into = _into(worked, layer, target)
            names = [(_weight(e), example.units[layer][e.source]) for e in into]
            pairs = [(example.weights[e.index], outputs[layer][e.source]) for e in into]
            linear = activation == "linear"
            name, z = unit if linear else f"z{count}", worked.before.z[layer][target]
            terms = " + ".join(f"{_number(w)}·{_number(x)}" for w, x in pairs)
            yield name, f"{' + '.join(map('·'.join, names))} = {terms}", float(z)
            if not linear:
                value = float(worked.before.a[layer][target])
                yield unit, f"{ACTIVATIONS[activation].title}({name})", value


def _loss(worked: Worked, state: Pass) -> Iterator[Line]:
    total, count = _total(worked), len(state.errors)
    names = [f"{total}{k + 1}" for k in range(count)] if count > 1 else [total]
    triples = zip(state.a[-1], worked.example.targets, state.errors, strict=True)
    for name, (a, y, error) in zip(names, triples, strict=True):
        yield name, f"½·({_number(a)} − {_number(y)})²", float(error)
    if count > 1:
        yield total, " + ".join(names), state.loss


def _backward(worked: Worked) -> Iterator[Line]:
    """Yield the slopes from the output back, each layer's weights before the layer below."""
    example, total = worked.example, _total(worked)
    for layer in reversed(range(len(example.activations))):
        for target, unit in enumerate(example.units[layer + 1]):
            slope = float(worked.slopes[layer][target])
            yield f"∂{total}/∂{unit}", _slope_rule(worked, layer, target), slope
        for edge in edges(example):
            if edge.layer == layer:
                value = float(worked.gradients[edge.index])
                yield f"∂{total}/∂{_weight(edge)}", _gradient_rule(worked, edge), value


def _slope_rule(worked: Worked, layer: int, unit: int) -> str:
    """Write ∂E/∂a: the error itself at the output, below it the sum over the paths."""
    example = worked.example
    if layer == len(example.activations) - 1:
        output, target = worked.before.a[-1][unit], example.targets[unit]
        return f"{_number(output)} − {_number(target)}"
    paths = [e for e in edges(example) if e.layer == layer + 1 and e.source == unit]
    if len(paths) == 1:
        (edge,) = paths
        return f"{_product(worked, layer + 1, edge.target)} × {_number(_value(worked, edge))}"
    products = [worked.delta[layer + 1][e.target] * _value(worked, e) for e in paths]
    return " + ".join(f"{value:.8f}" for value in products)


def _gradient_rule(worked: Worked, edge: Edge) -> str:
    source = worked.example.x if edge.layer == 0 else worked.before.a[edge.layer - 1]
    return f"{_product(worked, edge.layer, edge.target)} × {_number(source[edge.source])}"


def _product(worked: Worked, layer: int, unit: int) -> str:
    """Write ∂E/∂z as ∂E/∂a × g′(z); a linear unit's g′ is 1, and left out."""
    slope = _number(worked.slopes[layer][unit])
    if worked.example.activations[layer] == "linear":
        return slope
    return f"{slope} × {_number(worked.derivatives[layer][unit])}"


def _update(worked: Worked) -> Iterator[Line]:
    example = worked.example
    for edge in edges(example):
        old, gradient = example.weights[edge.index], worked.gradients[edge.index]
        rule = f"{_number(old)} − {example.rate:g} × {_signed(gradient)}"
        yield _weight(edge), rule, float(worked.updated[edge.index])


def _into(worked: Worked, layer: int, target: int) -> list[Edge]:
    return [e for e in edges(worked.example) if (e.layer, e.target) == (layer, target)]


def _value(worked: Worked, edge: Edge) -> float:
    return worked.example.weights[edge.index]


def _weight(edge: Edge) -> str:
    return f"w{edge.index + 1}"


def _total(worked: Worked) -> str:
    """Return the loss's letter: J where it is one term, E where it is a sum of them."""
    return "E" if len(worked.example.targets) > 1 else "J"


def _number(value: float) -> str:
    """Write a given number as it was given, and a computed one to eight decimals."""
    short = f"{value:g}"
    return short if float(short) == value else f"{value:.8f}"


def _signed(value: float) -> str:
    return f"({_number(value)})" if value < 0 else _number(value)
