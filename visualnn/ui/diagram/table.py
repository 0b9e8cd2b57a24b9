"""The diagram's numbers as a table: one row per weight and bias."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from visualnn.experiment.frames import Scene
from visualnn.figures.table import Table
from visualnn.ui.diagram.readings import Numbers

HEADINGS = {
    "weights": "weight",
    "gradients": "gradient",
    "updates": "update",
    "activations": "flow",
}


def table(scene: Scene, numbers: Numbers) -> Table:
    """Return the table; units count from 1, a bias comes from ``bias``.

    A column is there where the frame holds what it tells, ``flow`` where activations are on show.
    """
    layers, froms, tos = [], [], []
    headings = {key: text for key, text in HEADINGS.items() if _is_told(key, numbers)}
    values: dict[str, list[np.ndarray]] = {key: [] for key in headings}
    for layer, (units, outs) in enumerate(pairwise(scene.sizes), start=1):
        rows = [str(i + 1) for i in range(units)]
        rows += ["bias"] if numbers.biases("weights") else []
        layers.append(np.full(len(rows) * outs, layer))
        froms.append(np.repeat(rows, outs))
        tos.append(np.tile(np.arange(1, outs + 1), len(rows)))
        for key, found in values.items():
            found.append(_column(numbers, key, layer, len(rows) * outs))
    columns = {"layer": layers, "from": froms, "to": tos}
    columns |= {headings[key]: found for key, found in values.items()}
    return Table("diagram", {name: np.concatenate(parts) for name, parts in columns.items()})


def _is_told(key: str, numbers: Numbers) -> bool:
    return key == "weights" or bool(numbers.weights(key))


def _column(numbers: Numbers, key: str, layer: int, rows: int) -> np.ndarray:
    """Return a layer's weights, then its biases, as one column."""
    if not numbers.weights(key):
        return np.full(rows, np.nan)
    parts = [numbers.weights(key)[layer - 1].ravel()]
    parts += [b for b in numbers.biases(key)[layer - 1 : layer]]
    return np.concatenate(parts)
