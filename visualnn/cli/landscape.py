"""Train a network, then scan its loss over a plane through its weights."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import numpy as np

from visualnn.cli.options import add_experiment_options, experiment_from
from visualnn.cli.output import figure, print_json, print_table, say
from visualnn.cli.progress import QUIET_SECONDS
from visualnn.cli.remarks import remarks
from visualnn.cli.survey_options import add_survey_options, survey_from
from visualnn.cli.train import finish, train_with_bar
from visualnn.experiment.driving import run_job
from visualnn.experiment.jobs import Run
from visualnn.experiment.plan import resolve
from visualnn.experiment.survey import Landscape, Survey, check_weights, survey_job
from visualnn.export.files import check_target
from visualnn.specs import specs_of

ENDINGS = (".png", ".svg", ".csv")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``visualnn landscape``."""
    group = parser.add_argument_group("the landscape")
    add_survey_options(group, "the two that training moves farthest")
    group.add_argument("--penalty", action="store_true", help=specs_of(Survey)["penalty"].idea)
    group.add_argument("--out", metavar="FILE", help="write a .png, .svg or .csv")
    group.add_argument("--json", action="store_true", help="print one JSON object")
    add_experiment_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Train, scan and report; a run that diverged has no landscape to look at."""
    out = None if arguments.out is None else check_target(arguments.out, ENDINGS)
    survey = survey_from(arguments, penalty=arguments.penalty)
    plan = resolve(experiment_from(arguments))
    check_weights(plan, survey)
    for sentence in remarks(arguments, plan):
        say(sentence)
    result = train_with_bar(plan)
    finish(plan, result)
    landscape = scan_with_bar(result, survey)
    facts = report(result, landscape)
    print_json(facts) if arguments.json else _print(facts)
    if out is not None:
        # The pictures' libraries are loaded by those who want a picture.
        from visualnn.export.landscape import save_landscape

        save_landscape(out, plan.experiment.data.name, landscape)
    return 0


def scan_with_bar(result: Run, survey: Survey) -> Landscape:
    """Scan with a progress bar on stderr."""
    from tqdm import tqdm  # here, because the window starts without it

    job = survey_job(result, survey)
    with tqdm(
        total=survey.resolution**2,
        desc="scanning",
        unit="point",
        file=sys.stderr,
        leave=False,
        dynamic_ncols=True,
        delay=0.0 if sys.stderr.isatty() else QUIET_SECONDS,
    ) as bar:
        return run_job(job, lambda scanned: bar.update(scanned.points - bar.n))


def report(result: Run, landscape: Landscape) -> dict[str, Any]:
    """Return the facts of a landscape under the names that scripts rely on."""
    survey, plane, track = landscape.survey, landscape.plane, landscape.track
    finite = landscape.losses[np.isfinite(landscape.losses)]
    return {
        "data": result.plan.experiment.data.name,
        "epochs": result.epochs,
        "parameters": result.plan.layout.trained,
        "plane": survey.plane,
        "axes": plane.axes,
        "resolution": survey.resolution,
        "span": survey.span,
        "extent": landscape.extent,
        "penalty": survey.penalty,
        "loss_min": float(finite.min(initial=np.inf)),
        "loss_max": float(finite.max(initial=-np.inf)),
        "loss_center": landscape.center,
        "explained": plane.explained,
        "path_max_distance": float(track.distances.max()),
        "path": {
            "epoch": track.epochs,
            "u": track.coordinates[:, 0],
            "v": track.coordinates[:, 1],
            "distance": track.distances,
            "loss": track.losses,
            "slice_loss": track.slice_losses,
        },
    }


def _print(facts: dict[str, Any]) -> None:
    left, right, bottom, top = map(figure, facts["extent"])
    print_table(
        [
            ["plane", f"{facts['plane']}: {' and '.join(facts['axes'])}"],
            *([["explained", _shares(facts["explained"])]] if facts["explained"] else []),
            [
                "window",
                f"{left} to {right}, {bottom} to {top}; {facts['resolution']} points a side",
            ],
            ["lowest loss", figure(facts["loss_min"])],
            ["highest loss", figure(facts["loss_max"])],
            ["loss at the center", f"{figure(facts['loss_center'])}, the trained network"],
            ["run off the plane", f"by at most {figure(facts['path_max_distance'])}"],
        ],
        "<<",
    )
    error = np.max(np.abs(facts["path"]["loss"] - facts["path"]["slice_loss"]))
    if error > 0.05 * facts["loss_center"]:
        say(
            "Away from the plane the map's loss is not the run's: "
            f"along the path they differ by up to {figure(float(error))}."
        )


def _shares(explained: tuple[float, float]) -> str:
    first, second = explained
    return f"{first:.1%} and {second:.1%} of the run's variance"
