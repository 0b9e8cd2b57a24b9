"""List the data sets that come with VisualNN."""

from __future__ import annotations

import argparse

from visualnn.cli.output import print_json, print_table
from visualnn.data import DATASETS


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``visualnn datasets``."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print name, task, samples, features, classes and source of every data set."""
    rows = [_facts(name) for name in DATASETS]
    if arguments.json:
        print_json({"datasets": rows})
    else:
        written = [[str(value or "–") for value in row.values()] for row in rows]
        print_table([list(rows[0]), *written], "<<>>><")
    return 0


def _facts(name: str) -> dict[str, object]:
    dataset = DATASETS[name]
    return {
        "name": name,
        "task": dataset.task,
        "samples": dataset.size,
        "features": len(dataset.features),
        "classes": len(dataset.classes),
        "source": dataset.source,
    }
