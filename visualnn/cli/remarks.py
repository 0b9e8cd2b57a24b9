"""What a person should know of options that do not have their usual effect here."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from visualnn.data import DATASETS
from visualnn.data.csv_facts import numbers_rows
from visualnn.experiment.plan import Plan


def remarks(arguments: argparse.Namespace, plan: Plan) -> Iterator[str]:
    """Yield a sentence for each option that is ignored, or does something else than usual."""
    data, stopping = plan.experiment.data, plan.experiment.stopping
    if arguments.target is not None and not data.is_file:
        yield f"--target is ignored: the target of {data.name} is fixed, only a CSV has a choice."
    if data.is_file or not DATASETS[data.name].generated:
        for name in ("samples", "noise"):
            if getattr(arguments, name) is not None:
                yield f"--{name} is ignored: the rows of {data.name} are given, not drawn."
    samples = plan.samples
    if data.is_file and len(samples.features) > 1:
        for place, name in enumerate(samples.features):
            if numbers_rows(place, name, samples.x[:, place]):
                yield f"{name!r} only numbers the rows, and is a feature all the same: remove it."
    if stopping.patience and not len(plan.x_val):
        yield "--patience watches the training loss: there are no validation samples."
