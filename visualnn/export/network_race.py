"""A race on a network's own loss: all paths on one map, the losses, and how far to trust it."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from visualnn.experiment.frames import NetworkRaceFrame, Relief
from visualnn.experiment.together.network_race import Raced
from visualnn.export import svg, terrain
from visualnn.export.chart import Key, sample
from visualnn.export.files import check_ending, write_file
from visualnn.export.lettering import SMALL, heading, shortened, text
from visualnn.export.race import CURVES, HEIGHT, MAP, TABLE_TOP, WIDTH, curves
from visualnn.export.raster import png
from visualnn.export.theme import color, optimizer_mark
from visualnn.figures.race import network_race_table, network_standings
from visualnn.figures.ticks import number_text
from visualnn.nn.optim import OPTIMIZERS

PLANES = {
    "pca": "plane of all paths",
    "random": "two random directions",
    "weights": "two weights",
}
COLUMNS = {"η": 210, "loss": 142, "on the map": 66, "off it by": 0}
"""The headings of the table's numbers, and how far from its right end they stand."""


def save_network_race(
    path: str | os.PathLike[str], name: str, raced: Raced, frame: NetworkRaceFrame
) -> Path:
    """Write a race as ``.png``, ``.svg`` or ``.csv``, by the ending of the file's name.

    Parameters
    ----------
    name
        What the networks learned from, for the title.

    Raises
    ------
    InputError
        For another ending, or a place that cannot be written.
    """
    ending = check_ending(path, (".png", ".svg", ".csv")).suffix.lower()
    if ending == ".csv":
        return write_file(path, network_race_table(frame).to_csv())
    picture = draw(name, raced, frame)
    return write_file(path, png(picture) if ending == ".png" else svg.markup(picture))


def draw(name: str, raced: Raced, frame: NetworkRaceFrame) -> Element:
    """Return the paths on a map of the log loss, the loss by step, and the final standing."""
    title = f"Race on the loss of {Path(name).name}"
    root = svg.picture(WIDTH, HEIGHT, title, color("panel"))
    subtitle = shortened(_subtitle(frame), WIDTH - 48)
    heading(root, 24, 36, shortened(title, WIDTH - 48, 16), subtitle)
    marks = [optimizer_mark(key) for key in frame.optimizers]
    _map(root, frame, marks)
    curves(root, frame, 0.0, marks)
    _table(root, raced, frame, marks)
    return root


def _subtitle(frame: NetworkRaceFrame) -> str:
    parts = [f"{frame.steps[-1]} steps from the same first weights, on the same batches"]
    parts.append(PLANES[frame.plane])
    if frame.explained:
        first, second = frame.explained
        parts.append(f"it holds {first:.1%} + {second:.1%} of their variance")
    parts.append("map of the log training loss")
    return " · ".join(parts)


def _map(root: Element, frame: NetworkRaceFrame, marks: list[tuple[str, str]]) -> None:
    # No loss is below 0, so that the logarithm makes nothing look like a minimum that is none.
    relief = Relief("", frame.extent, frame.values, np.zeros((0, 2)), 0.0)
    chart = terrain.chart_of(root, MAP, frame.extent)
    group = terrain.window(chart)
    terrain.ground(group, chart, relief)
    for row, (ink, shape) in enumerate(marks):
        terrain.path(group, chart, frame.paths[:, row], ink, shape)
    terrain.start(group, chart, frame.paths[0, 0])
    chart.frame_ticks(*frame.axes)


def _table(
    root: Element, raced: Raced, frame: NetworkRaceFrame, marks: list[tuple[str, str]]
) -> None:
    right = CURVES[0] + CURVES[2]
    for words, back in COLUMNS.items():
        text(root, right - back, TABLE_TOP, words, size=SMALL, anchor="end")
    for line, row in enumerate(network_standings(frame, int(frame.steps[-1])), start=1):
        y = TABLE_TOP + 26 * line
        svg.add(
            root, "line", x1=CURVES[0] - 40, x2=right, y1=y - 18, y2=y - 18, stroke=color("line")
        )
        ink, shape = marks[row.contestant]
        optimizer = raced.contestants[row.contestant].optimizer
        sample(root, CURVES[0] - 40, y - 4, Key("", ink, shape=shape))
        title = OPTIMIZERS[optimizer.key].title
        lost = "" if row.diverged_at is None else f", lost at {row.diverged_at}"
        text(root, CURVES[0] - 22, y, title + lost, ink="ink")
        numbers = (optimizer.lr, row.loss, row.slice_loss, row.distance)
        for back, number in zip(COLUMNS.values(), numbers, strict=True):
            text(root, right - back, y, number_text(number, 3), ink="ink", anchor="end")
