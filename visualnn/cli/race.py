"""Race several optimizers down a function of two parameters, or a network's own loss."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from visualnn.cli import network_race
from visualnn.cli.options import parse, to_number
from visualnn.cli.output import figure, print_json, print_table, say
from visualnn.errors import InputError, WorkError
from visualnn.experiment.frames import RaceFrame
from visualnn.experiment.together.race import Contestant, Race, run_race
from visualnn.export.files import check_target
from visualnn.nn.optim import OPTIMIZERS
from visualnn.specs import specs_of
from visualnn.surfaces import FORMULA, SURFACES, USUAL_START, Surface, find

ENDINGS = (".png", ".svg", ".csv")
SURFACE, STEPS = "rosenbrock", 500


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``visualnn race``."""
    steps = specs_of(Race)["steps"]
    parser.add_argument(
        "--surface",
        metavar="NAME|FORMULA",
        help=f"one of {', '.join(SURFACES)}, or a formula such as 'x^2 + 3*y^2' "
        f"(default {SURFACE}); with --data, or any option below, the race is on a network's loss",
    )
    parser.add_argument(
        "--optimizers",
        metavar="NAME,…",
        default="sgd,momentum,adam",
        help=f"names from {', '.join(OPTIMIZERS)} (default: sgd,momentum,adam)",
    )
    parser.add_argument(
        "--lr",
        metavar="NAME=VALUE",
        nargs="+",
        action="extend",
        default=[],
        help="an optimizer's learning rate, for example adam=0.05",
    )
    parser.add_argument("--start", metavar="X,Y", help="where all begin, for example -1.5,2")
    parser.add_argument(
        "--steps",
        metavar="N",
        help=f"updates ({steps.low:g} to {steps.high:g}, default {STEPS}; on a network's loss all "
        "--epochs)",
    )
    parser.add_argument("--out", metavar="FILE", help="write a .png, .svg or .csv")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    network_race.add_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Run the race; it fails only if nobody arrives at finite numbers."""
    out = None if arguments.out is None else check_target(arguments.out, ENDINGS)
    keys = _keys(arguments.optimizers)
    if network_race.is_meant(arguments):
        return finish(network_race.run(arguments, keys, _rates(arguments.lr, keys), out))
    race = race_from(arguments, keys)
    frame = run_race(race)
    result = report(race, frame)
    print_json(result) if arguments.json else _print(result)
    if out is not None:
        # The pictures' libraries are loaded by those who want a picture.
        from visualnn.export.race import save_race

        save_race(out, race, frame)
    return finish(result["contestants"])


def race_from(arguments: argparse.Namespace, keys: list[str]) -> Race:
    """Return the race on a function that the options describe."""
    name = SURFACE if arguments.surface is None else arguments.surface
    surface = find(name)
    rates = {key: surface.rates[key] for key in keys if key in surface.rates}
    rates |= _rates(arguments.lr, keys)
    if arguments.start is None:
        _tell_start(surface)
    return Race(
        surface=name,
        contestants=tuple(_contestant(key, rates) for key in keys),
        start=surface.start if arguments.start is None else _point(arguments.start),
        steps=parse(specs_of(Race)["steps"], arguments.steps or str(STEPS), "--steps"),
    )


def _keys(text: str) -> list[str]:
    """Return the optimizers' names, each of which must be known and stand there once."""
    keys = [word.strip() for word in text.split(",") if word.strip()]
    for key in keys:
        OPTIMIZERS[key]
        if keys.count(key) > 1:
            raise InputError(f"--optimizers names {key!r} twice: name each optimizer once.")
    if not keys:
        raise InputError("A race needs at least one optimizer: name one with --optimizers.")
    return keys


def _tell_start(surface: Surface) -> None:
    """Say where a race on a formula begins that has no value at the usual start."""
    if surface.key == FORMULA and surface.start != USUAL_START:
        (x, y), (usual_x, usual_y) = surface.start, USUAL_START
        say(
            f"The function has no finite value or slope at ({usual_x:g}, {usual_y:g}): "
            f"the race begins at ({x:g}, {y:g})."
        )


def _contestant(key: str, rates: dict[str, float]) -> Contestant:
    optimizer = OPTIMIZERS[key]
    return Contestant(key, optimizer(lr=rates[key]) if key in rates else optimizer())


def _rates(words: list[str], keys: list[str]) -> dict[str, float]:
    rates = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or key not in keys:
            raise InputError(
                f"--lr is {word!r}: write NAME=VALUE with a name from {', '.join(keys)}."
            )
        rates[key] = parse(specs_of(OPTIMIZERS[key])["lr"], value, f"--lr {key}")
    return rates


def _point(text: str) -> tuple[float, float]:
    place = [to_number(word) for word in text.split(",")]
    if len(place) != 2 or not all(isinstance(v, (int, float)) and np.isfinite(v) for v in place):
        raise InputError(f"--start is {text!r}: write two numbers, for example -1.5,2.")
    return float(place[0]), float(place[1])


def report(race: Race, frame: RaceFrame) -> dict[str, Any]:
    """Return the facts of a race under the names that scripts rely on."""
    surface = find(race.surface)
    minima = np.asarray(surface.minima, float).reshape(-1, 2)
    contestants = [
        {
            "optimizer": contestant.name,
            "lr": contestant.optimizer.lr,
            "end": frame.paths[-1, row].tolist(),
            "loss": float(frame.losses[-1, row]),
            "diverged_at": int(step) if (step := frame.diverged_at[row]) >= 0 else None,
            "distance": _distance(frame.paths[-1, row], minima),
        }
        for row, contestant in enumerate(race.contestants)
    ]
    return {
        "surface": race.surface,
        "start": list(race.start),
        "steps": race.steps,
        "minima": minima.tolist(),
        "contestants": contestants,
    }


def _distance(place: np.ndarray, minima: np.ndarray) -> float | None:
    """Return how far the nearest minimum is; a saddle has none."""
    return float(np.linalg.norm(minima - place, axis=1).min()) if len(minima) else None


def _print(result: dict[str, Any]) -> None:
    rows = [["optimizer", "η", "x", "y", "loss", "distance", ""]]
    for entry in result["contestants"]:
        distance = entry["distance"]
        rows.append(
            [
                entry["optimizer"],
                figure(entry["lr"]),
                *(figure(value) for value in entry["end"]),
                figure(entry["loss"]),
                "–" if distance is None else figure(distance),
                "" if entry["diverged_at"] is None else f"diverged at step {entry['diverged_at']}",
            ]
        )
    print_table(rows, "<>>>>><")


def finish(contestants: list[dict[str, Any]]) -> int:
    """Say who diverged, and fail if everyone did."""
    lost = [entry for entry in contestants if entry["diverged_at"] is not None]
    if lost and len(lost) == len(contestants):
        steps = ", ".join(f"{entry['optimizer']} at step {entry['diverged_at']}" for entry in lost)
        raise WorkError(f"Every optimizer diverged ({steps}): lower the learning rates with --lr.")
    for entry in lost:
        name = entry["optimizer"]
        say(f"{name} diverged at step {entry['diverged_at']}: lower its rate with --lr {name}=….")
    return 0
