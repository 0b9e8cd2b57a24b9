"""What a worked network shows, as columns for other programs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from visualnn.experiment.explain import Place, index_of
from visualnn.experiment.explain.place import Kind
from visualnn.figures.table import Table
from visualnn.figures.worked import Sheet

LISTED: dict[str, Kind] = {"x": "x", "y": "y", "s": "s", "z": "z", "a": "a", "h": "h", "E": "E"}
"""The kinds that have a value for each neuron and sample."""


def parameter_table(sheet: Sheet) -> Table:
    """Return every listed parameter with its value, gradient and next value."""
    e = sheet.explanation
    at = [index_of(e.layout, place) for place in sheet.parameters]
    return Table(
        "parameters",
        {
            "parameter": np.array([sheet.names.text(place) for place in sheet.parameters]),
            "value": e.theta[at],
            "gradient": e.gradient[at] * sheet.convention.factor,
            "after_step": e.theta_after[at],
        },
    )


def known_table(sheet: Sheet) -> Table:
    """Return every number that is known at the stage on show, one a row."""
    rows = list(_known_rows(sheet))
    return Table(
        "stages",
        {
            "stage": np.array([row[0] for row in rows]),
            "quantity": np.array([row[1] for row in rows]),
            "sample": np.array([row[2] for row in rows], int),
            "value": np.array([row[3] for row in rows]),
        },
    )


def _known_rows(sheet: Sheet) -> Iterator[tuple[int, str, int, float]]:
    for number, stage in enumerate(sheet.line[: sheet.index + 1], start=1):
        for name, layer in stage.reveals:
            kind = LISTED.get(name.removeprefix("d:"))
            if kind is None:
                continue
            slope = name.startswith("d:")
            naming = sheet.slope_name if slope else sheet.names.text
            read = sheet.slope if slope else sheet.value
            for place in _places(sheet, kind, layer):
                yield number, naming(place), place.sample + 1, read(place)


def _places(sheet: Sheet, kind: Kind, layer: int) -> Iterator[Place]:
    e = sheet.explanation
    units = e.y.shape[1] if kind == "y" else e.sizes[layer]
    for unit in range(units):
        for sample in range(e.samples):
            yield Place(kind, layer, unit, sample=sample)
