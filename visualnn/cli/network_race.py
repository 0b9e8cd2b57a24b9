"""The race on a network's own loss: its options, its progress and what it reports."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from visualnn.cli.options import (
    add_experiment_options,
    experiment_from,
    kind_leaves,
    options_given,
    parse,
)
from visualnn.cli.output import figure, print_json, print_table, say
from visualnn.cli.progress import QUIET_SECONDS
from visualnn.cli.remarks import remarks
from visualnn.cli.survey_options import NAMES, add_survey_options, survey_from
from visualnn.errors import InputError
from visualnn.experiment.driving import run_job
from visualnn.experiment.plan import Plan, resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.survey import check_weights
from visualnn.experiment.together.lineup import Lineup, usual_contestants
from visualnn.experiment.together.network_race import Advanced, Raced, network_race_job
from visualnn.experiment.together.race import Contestant
from visualnn.experiment.together.race_plane import (
    RacePaths,
    paths_on_plane,
    race_frame,
    race_map_job,
)
from visualnn.specs import specs_of

WITHOUT = ("optimizer", *kind_leaves("optimizer"), "patience", "min_delta", "restore_best")
"""What of an experiment is no option here: each contestant has its own, and nobody stops early."""

Result = TypeVar("Result")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of a race on a network's own loss."""
    group = parser.add_argument_group(
        "the plane on which a race on a network's loss is seen, common to all"
    )
    add_survey_options(group, "the two that all contestants together move farthest")
    add_experiment_options(parser, WITHOUT)


def is_meant(arguments: argparse.Namespace) -> bool:
    """Return whether the race is on a network's loss: one of its options was given.

    Raises
    ------
    InputError
        If options of both kinds of race were given.
    """
    given = options_given(arguments, WITHOUT)
    planes = [f"--{name}" for name in NAMES if getattr(arguments, name) is not None]
    if arguments.surface is not None and given:
        raise InputError(
            f"--surface and {given[0]} exclude each other: a race is either on a function of two "
            "parameters or on a network's own loss."
        )
    if planes and not given:
        raise InputError(f"{planes[0]} is for a race on a network's own loss: add --data NAME.")
    if given and arguments.start is not None:
        raise InputError(
            "--start is for a race on a function: on a network's own loss all begin at the first "
            "weights, which --seed draws."
        )
    return bool(given)


def run(
    arguments: argparse.Namespace, keys: list[str], rates: dict[str, float], out: Path | None
) -> list[dict[str, Any]]:
    """Race, report, write the picture, and return what is reported of the contestants."""
    survey = survey_from(arguments)
    plan = resolve(_experiment(arguments))
    check_weights(plan, survey)
    steps = _steps(arguments)
    for sentence in (*remarks(arguments, plan), *filter(None, plan.notes)):
        say(sentence)
    raced = _with_bar(network_race_job(plan, _contestants(keys, rates), steps), "racing")
    paths = paths_on_plane(raced, survey)
    result = report(plan, raced, paths)
    print_json(result) if arguments.json else _print(result)
    if out is not None:
        # The pictures' libraries are loaded by those who want a picture.
        from visualnn.export.network_race import save_network_race

        values = _with_bar(race_map_job(raced, paths), "scanning")
        save_network_race(out, plan.experiment.data.name, raced, race_frame(raced, paths, values))
    contestants: list[dict[str, Any]] = result["contestants"]
    return contestants


def _experiment(arguments: argparse.Namespace) -> Experiment:
    """Return the experiment of the options; of a saved one patience and optimizer do not count."""
    arguments = argparse.Namespace(**{**vars(arguments), "patience": None})
    experiment = experiment_from(arguments, WITHOUT)
    if experiment.stopping.patience:
        say("Nobody stops early in a race: the experiment's patience is left out.")
    return experiment.edited(patience=0)


def _steps(arguments: argparse.Namespace) -> int | None:
    if arguments.steps is None:
        return None
    if arguments.epochs is not None:
        raise InputError("--steps and --epochs exclude each other: say how long in one of them.")
    steps: int = parse(specs_of(Lineup)["steps"], arguments.steps, "--steps")
    return steps


def _contestants(keys: list[str], rates: dict[str, float]) -> list[Contestant]:
    usual = zip(keys, usual_contestants(keys), strict=True)
    return [
        Contestant(key, replace(one.optimizer, lr=rates.get(key, one.optimizer.lr)))
        for key, one in usual
    ]


def _with_bar(job: Generator[Advanced, None, Result], title: str) -> Result:
    """Drive a job to its end with a progress bar on stderr."""
    from tqdm import tqdm  # here, because the window starts without it

    with tqdm(
        total=1,
        desc=title,
        file=sys.stderr,
        leave=False,
        dynamic_ncols=True,
        bar_format="{desc}: {percentage:3.0f}%|{bar}| [{elapsed}<{remaining}]",
        delay=0.0 if sys.stderr.isatty() else QUIET_SECONDS,
    ) as bar:

        def show(advanced: Advanced) -> None:
            bar.total = advanced.total
            bar.update(advanced.done - bar.n)

        return run_job(job, show)


def report(plan: Plan, raced: Raced, paths: RacePaths) -> dict[str, Any]:
    """Return the facts of a race under the names that scripts rely on."""
    contestants = [
        {
            "optimizer": contestant.name,
            "lr": contestant.optimizer.lr,
            "end": paths.coordinates[-1, row].tolist(),
            "loss": float(raced.losses[-1, row]),
            "diverged_at": int(step) if (step := raced.diverged_at[row]) >= 0 else None,
            "distance": float(paths.distances[-1, row]),
            "slice_loss": float(paths.slice_losses[-1, row]),
            "val_loss": float(raced.val_losses[-1, row]),
        }
        for row, contestant in enumerate(raced.contestants)
    ]
    return {
        "data": plan.experiment.data.name,
        "seed": plan.experiment.seed,
        "parameters": plan.layout.trained,
        "steps": int(raced.steps[-1]),
        "epochs": int(raced.steps[-1]) / plan.steps_per_epoch,
        "places": len(raced.steps),
        "plane": paths.survey.plane,
        "axes": paths.plane.axes,
        "extent": paths.plane.extent(paths.survey.span),
        "explained": paths.plane.explained,
        "start": paths.coordinates[0, 0].tolist(),
        "start_loss": float(raced.losses[0, 0]),
        "contestants": contestants,
    }


def _print(result: dict[str, Any]) -> None:
    first, second = result["axes"]
    rows = [["optimizer", "η", "u", "v", "loss", "on the map", "off it by", "validation", ""]]
    for entry in result["contestants"]:
        names = ("loss", "slice_loss", "distance", "val_loss")
        numbers = (entry["lr"], *entry["end"], *(entry[name] for name in names))
        lost = entry["diverged_at"]
        words = "" if lost is None else f"diverged at step {lost}"
        rows.append([entry["optimizer"], *map(figure, numbers), words])
    print_table(rows, "<>>>>>>><")
    print()
    print(
        f"{result['steps']} steps ({result['epochs']:.4g} epochs) from the same first weights, "
        f"loss {figure(result['start_loss'])}; u and v: {first}, {second}"
    )
