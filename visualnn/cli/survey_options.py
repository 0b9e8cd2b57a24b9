"""The options that say which plane through a network's parameters to look at."""

from __future__ import annotations

import argparse
from typing import Any

from visualnn.cli.options import parse
from visualnn.cli.output import say
from visualnn.experiment.survey import Survey
from visualnn.specs import specs_of

NAMES = ("plane", "resolution", "span", "weights")


def add_survey_options(group: Any, farthest: str) -> None:
    """Declare the options of a plane; ``farthest`` says which weights are taken by themselves."""
    specs = specs_of(Survey)
    planes = ", ".join(specs["plane"].options())
    group.add_argument(
        "--plane",
        metavar="NAME",
        help=f"one of {planes} (default pca): {specs['plane'].idea}",
    )
    for name in ("resolution", "span"):
        spec, default = specs[name], getattr(Survey(), name)
        limits = f"{spec.low:g} to {spec.high:g}, default {default:g}"
        group.add_argument(
            f"--{name}",
            metavar="N" if spec.kind == "integer" else "X",
            help=f"{spec.label} ({limits}). {spec.idea}",
        )
    group.add_argument(
        "--weights",
        metavar="NAME",
        nargs=2,
        help=f"the two weights of --plane weights, such as W1[0,3] W2[3,0] (default: {farthest})",
    )


def survey_from(arguments: argparse.Namespace, **others: Any) -> Survey:
    """Return the survey that the options describe, with settings that are no options."""
    specs = specs_of(Survey)
    given = {
        name: parse(specs[name], written, f"--{name}")
        for name in ("plane", "resolution", "span")
        if (written := getattr(arguments, name)) is not None
    }
    survey = Survey(**given, weights=tuple(arguments.weights or ()), **others)
    if survey.weights and survey.plane != "weights":
        say(f"--weights is for --plane weights: the plane {survey.plane} does not heed it.")
    return survey
