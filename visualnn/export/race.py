"""A race of optimizers: their paths on the landscape, and the loss by step."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames import NetworkRaceFrame, RaceFrame, Relief
from visualnn.experiment.together.race import Race
from visualnn.experiment.together.race import relief as survey
from visualnn.export import svg, terrain
from visualnn.export.chart import Axis, Box, Chart, Key, sample
from visualnn.export.files import check_ending, write_file
from visualnn.export.lettering import SMALL, heading, text
from visualnn.export.raster import png
from visualnn.export.theme import color, optimizer_mark
from visualnn.figures.heights import heights_of
from visualnn.figures.race import Standing, log_foot, measure, race_table, standings
from visualnn.figures.ticks import grown, number_text
from visualnn.nn.optim import OPTIMIZERS
from visualnn.surfaces import find

WIDTH, HEIGHT = 1120.0, 620.0
MAP: Box = (76, 84, 556, 468)
CURVES: Box = (716, 112, 380, 210)
TABLE_TOP = 410.0
LOWEST = 1e-12
"""Losses below this are rounding, and not drawn."""

Paths = NDArray[np.floating]


def save_race(path: str | os.PathLike[str], race: Race, frame: RaceFrame) -> Path:
    """Write a race as ``.png``, ``.svg`` or ``.csv``, by the ending of the name.

    Raises
    ------
    InputError
        For another ending, or a place that cannot be written.
    """
    surface = find(race.surface)
    ending = check_ending(path, (".png", ".svg", ".csv")).suffix.lower()
    if ending == ".csv":
        return write_file(path, race_table(frame, surface.minima, surface.floor).to_csv())
    picture = draw(race, frame, survey(race.surface, surface.extent))
    return write_file(path, png(picture) if ending == ".png" else svg.markup(picture))


def draw(race: Race, frame: RaceFrame, relief: Relief) -> Element:
    """Return the paths on a map of the log loss, the loss by step, and the final standing."""
    title = find(race.surface).title
    root = svg.picture(WIDTH, HEIGHT, f"Race on {title}", color("panel"))
    x, y = (number_text(value, 3) for value in race.start)
    scale = "loss" if heights_of(relief).kind == "plain" else "log loss"
    torn = "" if np.isfinite(relief.values).all() else " · gray: no value"
    subtitle = f"{race.steps} steps from ({x}, {y}) · map of {scale}{torn}"
    heading(root, 24, 36, f"Race on {title}", subtitle)
    marks = [optimizer_mark(contestant.optimizer.key) for contestant in race.contestants]
    _map(root, frame, relief, marks)
    curves(root, frame, relief.floor, marks)
    _table(root, race, frame, relief, marks)
    return root


def _map(root: Element, frame: RaceFrame, relief: Relief, marks: list[tuple[str, str]]) -> None:
    chart = terrain.chart_of(root, MAP, relief.extent)
    group = terrain.window(chart)
    terrain.ground(group, chart, relief, "panel2")  # a formula may end there: that is no fault
    for minimum in relief.minima:
        terrain.mark(group, chart, minimum, "star", color("panel"), 6.5)
    for row, (ink, shape) in enumerate(marks):
        terrain.path(group, chart, frame.paths[:, row], ink, shape)
    terrain.start(group, chart, frame.paths[0, 0])
    chart.frame_ticks("x", "y")


def curves(
    root: Element, frame: RaceFrame | NetworkRaceFrame, floor: float, marks: list[tuple[str, str]]
) -> None:
    """Draw every contestant's loss by step, above the lowest where that is known."""
    left, top, wide, high = CURVES
    foot = log_foot(frame.losses, floor)
    log = foot is not None
    above = frame.losses - (foot or 0.0)
    across = Axis(0, float(frame.steps[-1]), left, left + wide)
    chart = Chart(root, CURVES, across, _upwards(above, log, top + high, top))
    text(root, left, top - 20, _loss_title(foot), ink="ink", weight=600)
    chart.grid("step")
    for row, (ink, _) in enumerate(marks):
        values = np.where(above[:, row] > LOWEST, above[:, row], np.nan) if log else above[:, row]
        chart.curve(frame.steps, values, ink)


def _upwards(above: Paths, log: bool, start: float, end: float) -> Axis:
    """Return the axis of the loss; without a floor there is nothing to take a logarithm of."""
    shown = above[np.isfinite(above)]
    if not log:
        low, high = grown(float(shown.min(initial=0.0)), float(shown.max(initial=0.0)))
        return Axis(low, high, start, end)
    exponents = np.log10(shown[shown > LOWEST])
    low, high = float(exponents.min(initial=0.0)), float(exponents.max(initial=0.0))
    return Axis(low - 0.2, max(high, low + 1) + 0.2, start, end, log=True)


def _loss_title(foot: float | None) -> str:
    if foot is None:
        return "Loss by step"
    if foot == 0:
        return "Loss by step (log scale)"
    return f"Loss above {number_text(foot)} by step (log scale)"


def _table(
    root: Element, race: Race, frame: RaceFrame, relief: Relief, marks: list[tuple[str, str]]
) -> None:
    right = CURVES[0] + CURVES[2]
    columns = (right - 150, right - 76, right)
    for place, words in zip(columns, ("η", "loss", "distance"), strict=True):
        text(root, place, TABLE_TOP, words, size=SMALL, anchor="end")
    rows = standings(frame, measure(frame, relief.minima, relief.floor), race.steps)
    for line, row in enumerate(rows, start=1):
        y = TABLE_TOP + 26 * line
        svg.add(
            root, "line", x1=CURVES[0] - 40, x2=right, y1=y - 18, y2=y - 18, stroke=color("line")
        )
        ink, shape = marks[row.contestant]
        optimizer = race.contestants[row.contestant].optimizer
        sample(root, CURVES[0] - 40, y - 4, Key("", ink, shape=shape))
        text(root, CURVES[0] - 22, y, _name(race, row), ink="ink")
        for place, words in zip(columns, _numbers(optimizer.lr, row), strict=True):
            text(root, place, y, words, ink="ink", anchor="end")


def _name(race: Race, row: Standing) -> str:
    title = OPTIMIZERS[race.contestants[row.contestant].optimizer.key].title
    return title if row.diverged_at is None else f"{title}, diverged at step {row.diverged_at}"


def _numbers(rate: float, row: Standing) -> tuple[str, str, str]:
    distance = "–" if row.distance is None else number_text(row.distance, 3)
    return number_text(rate, 3), number_text(row.loss, 3), distance
