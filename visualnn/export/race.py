"""A race of optimizers: their paths on the landscape, and the loss by step."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames import RaceFrame, Relief
from visualnn.experiment.race import Race
from visualnn.experiment.race import relief as survey
from visualnn.export import svg
from visualnn.export.chart import Axis, Box, Chart, Key, sample
from visualnn.export.files import check_ending, write_file
from visualnn.export.lettering import SMALL, heading, text
from visualnn.export.markers import marker
from visualnn.export.raster import data_uri, png
from visualnn.export.theme import color, optimizer_mark, rgb
from visualnn.figures.colormaps import colored, viridis
from visualnn.figures.contours import contour_lines, even_levels, foot, height
from visualnn.figures.race import Standing, measure, race_table, standings
from visualnn.figures.thin import thin_path
from visualnn.figures.ticks import grown, number_text
from visualnn.nn.optim import OPTIMIZERS
from visualnn.surfaces import SURFACES

WIDTH, HEIGHT = 1120.0, 620.0
MAP: Box = (76, 84, 556, 468)
CURVES: Box = (716, 112, 380, 210)
TABLE_TOP = 410.0
CONTOURS = 14
"""How many lines cut the range of the log loss."""

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
    surface = SURFACES[race.surface]
    ending = check_ending(path, (".png", ".svg", ".csv")).suffix.lower()
    if ending == ".csv":
        return write_file(path, race_table(frame, surface.minima, surface.floor).to_csv())
    picture = draw(race, frame, survey(race.surface, surface.extent))
    return write_file(path, png(picture) if ending == ".png" else svg.markup(picture))


def draw(race: Race, frame: RaceFrame, relief: Relief) -> Element:
    """Return the paths on a map of the log loss, the loss by step, and the final standing."""
    title = SURFACES[race.surface].title
    root = svg.picture(WIDTH, HEIGHT, f"Race on {title}", color("panel"))
    x, y = (number_text(value, 3) for value in race.start)
    scale = "log loss" if np.isfinite(relief.floor) else "loss"
    subtitle = f"{race.steps} steps from ({x}, {y}) · map of {scale}"
    heading(root, 24, 36, f"Race on {title}", subtitle)
    marks = [optimizer_mark(contestant.optimizer.key) for contestant in race.contestants]
    _map(root, frame, relief, marks)
    _curves(root, frame, relief, marks)
    _table(root, race, frame, relief, marks)
    return root


def _map(root: Element, frame: RaceFrame, relief: Relief, marks: list[tuple[str, str]]) -> None:
    left, top, wide, high = MAP
    x_low, x_high, y_low, y_high = relief.extent
    across = Axis(x_low, x_high, left, left + wide)
    chart = Chart(root, MAP, across, Axis(y_low, y_high, top + high, top))
    group = svg.add(root, "g", clip_path=svg.clip(root, "map", MAP, 8))
    _landscape(group, chart, relief)
    for minimum in relief.minima:
        _mark(group, chart, minimum, "star", color("panel"), 6.5)
    for row, (ink, shape) in enumerate(marks):
        _path(group, chart, frame.paths[:, row], ink, shape)
    _mark(group, chart, frame.paths[0, 0], "circle", color("panel"), 5.5)
    _mark(group, chart, frame.paths[0, 0], "circle", color("ink"), 2.5)
    chart.frame_ticks("x", "y")


def _landscape(group: Element, chart: Chart, relief: Relief) -> None:
    heights = height(relief)
    finite = heights[np.isfinite(heights)]
    levels = (float(finite.max(initial=0.0)), float(finite.min(initial=0.0)))
    # Low is light: the way down leads towards the light end of the map.
    pixels = colored(heights, levels, viridis(), rgb(color("bad")))
    svg.image(group, data_uri(pixels[::-1]), MAP)
    for line in contour_lines(heights, relief.extent, even_levels(heights, CONTOURS)):
        svg.add(
            group, "path", d=svg.polyline(_placed(chart, line)), fill="none",
            stroke=color("panel"), stroke_opacity=0.35, stroke_width=0.8,
        )


def _path(group: Element, chart: Chart, path: Paths, ink: str, shape: str) -> None:
    places = _placed(chart, path)
    kept = places[thin_path(places, 0.5)]
    # A dark border lets every color stand out from every part of the map.
    for stroke, wide in ((color("ink"), 3.6), (ink, 2.2)):
        svg.add(
            group, "path", d=svg.polyline(kept), fill="none", stroke=stroke, stroke_width=wide,
            stroke_linejoin="round", stroke_linecap="round",
        )
    _mark(group, chart, path[-1], shape, ink, 6)


def _mark(
    group: Element, chart: Chart, at: Paths, shape: str, ink: str, radius: float
) -> None:
    x, y = _placed(chart, np.atleast_2d(at))[0].tolist()
    outline = color("ink") if ink == color("panel") else color("panel")
    svg.add(
        group, "path", d=marker(shape, x, y, radius), fill=ink, stroke=outline, stroke_width=1.3
    )


def _placed(chart: Chart, points: Paths) -> Paths:
    return np.stack([chart.x(points[:, 0]), chart.y(points[:, 1])], axis=1)


def _curves(
    root: Element, frame: RaceFrame, relief: Relief, marks: list[tuple[str, str]]
) -> None:
    left, top, wide, high = CURVES
    above = frame.losses - foot(relief)
    log = bool(np.isfinite(relief.floor))
    across = Axis(0, len(above) - 1, left, left + wide)
    chart = Chart(root, CURVES, across, _upwards(above, log, top + high, top))
    text(root, left, top - 20, _loss_title(relief), ink="ink", weight=600)
    chart.grid("step")
    for row, (ink, _) in enumerate(marks):
        values = np.where(above[:, row] > LOWEST, above[:, row], np.nan) if log else above[:, row]
        chart.curve(np.arange(len(above)), values, ink)


def _upwards(above: Paths, log: bool, start: float, end: float) -> Axis:
    """Return the axis of the loss; without a floor there is nothing to take a logarithm of."""
    shown = above[np.isfinite(above)]
    if not log:
        low, high = grown(float(shown.min(initial=0.0)), float(shown.max(initial=0.0)))
        return Axis(low, high, start, end)
    exponents = np.log10(shown[shown > LOWEST])
    low, high = float(exponents.min(initial=0.0)), float(exponents.max(initial=0.0))
    return Axis(low - 0.2, max(high, low + 1) + 0.2, start, end, log=True)


def _loss_title(relief: Relief) -> str:
    if not np.isfinite(relief.floor):
        return "Loss by step"
    if relief.floor == 0:
        return "Loss by step (log scale)"
    return f"Loss above {number_text(relief.floor)} by step (log scale)"


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
