"""Train a network, with a progress bar, and report how well it does."""

from __future__ import annotations

import argparse
from typing import Any

from visualnn.cli.options import add_experiment_options, experiment_from
from visualnn.cli.output import figure, print_json, print_table, say
from visualnn.cli.progress import training_bar
from visualnn.cli.remarks import remarks
from visualnn.errors import WorkError
from visualnn.experiment.jobs import Run, train
from visualnn.experiment.plan import Plan, resolve
from visualnn.experiment.spec import Experiment
from visualnn.export.files import make_folder

PARTS = {"train": "training", "val": "validation", "test": "test"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``visualnn train``."""
    parser.usage = "visualnn train [options]"
    add_experiment_options(parser)
    parser.add_argument(
        "--out",
        metavar="DIR",
        help="write experiment.json, weights.npz, curves.csv and .svg, network.svg, boundary.png",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Train what the options describe; a run that diverges is reported, then fails."""
    experiment = experiment_from(arguments)
    plan = resolve(experiment)
    for sentence in remarks(arguments, plan):
        say(sentence)
    if arguments.out is not None:
        make_folder(arguments.out)
    result = train_with_bar(plan)
    print_json(report(experiment, plan, result)) if arguments.json else print_result(plan, result)
    if arguments.out is not None:
        # Pictures load what a plain run does not need.
        from visualnn.export.run import save_run

        save_run(arguments.out, result)
    return finish(plan, result)


def train_with_bar(plan: Plan) -> Run:
    """Train with a progress bar on stderr."""
    with training_bar(plan.experiment.stopping.epochs) as bar:
        result = train(plan, bar.show)
        bar.done = result.diverged_at is None
    return result


def finish(plan: Plan, result: Run) -> int:
    """Say on stderr how the run went, and fail if it diverged.

    Raises
    ------
    WorkError
        Names the step at which the run diverged, and the remedy.
    """
    if result.diverged_at is not None:
        raise WorkError(result.message)
    for sentence in (*plan.notes, result.message):
        if sentence:
            say(sentence)
    return 0


def report(experiment: Experiment, plan: Plan, result: Run) -> dict[str, Any]:
    """Return the facts of a run under the names that scripts rely on."""
    return {
        "data": experiment.data.name,
        "loss": plan.scene(0).loss,
        "optimizer": experiment.optimizer.key,
        "epochs": result.epochs,
        "best_epoch": result.best_epoch,
        "stopped_early": result.stopped_early,
        "diverged_at": result.diverged_at,
        **result.scores,
        "parameters": plan.layout.trained,
        "steps_per_second": round(result.steps_per_second, 1),
    }


def print_result(plan: Plan, result: Run) -> None:
    """Print loss and score of every share of the samples."""
    score = next(name.partition("_")[2] for name in result.scores if not name.endswith("_loss"))
    rows = [["", "samples", "loss", "accuracy" if score == "accuracy" else "R²"]]
    for part, title in PARTS.items():
        rows.append(
            [
                title,
                str(len(getattr(plan, f"x_{part}"))),
                figure(result.scores[f"{part}_loss"]),
                _score(result.scores[f"{part}_{score}"], score),
            ]
        )
    print_table(rows, "<>>>")
    print()
    print(_summary(plan, result))


def _score(value: float, score: str) -> str:
    return f"{value:.1%}" if score == "accuracy" and value == value else figure(value)


def _summary(plan: Plan, result: Run) -> str:
    return (
        f"{result.epochs} epoch{'s' * (result.epochs != 1)}, best epoch {result.best_epoch}, "
        f"{plan.layout.trained} parameters, {result.steps_per_second:,.0f} steps per second"
    )
