"""The loss landscape around a network: its map, the run on it, and how far to trust that."""

from __future__ import annotations

import os
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from visualnn.experiment.frames import Relief
from visualnn.experiment.survey import Landscape, Track
from visualnn.export import svg, terrain
from visualnn.export.chart import Axis, Box, Chart, Key, legend
from visualnn.export.files import check_ending, write_file
from visualnn.export.lettering import heading, shortened, text
from visualnn.export.raster import png
from visualnn.export.theme import color
from visualnn.figures.table import Table, grid_table
from visualnn.figures.ticks import grown, number_text

ENDINGS = (".png", ".svg", ".csv")
WIDTH, HEIGHT = 1120.0, 620.0
MAP: Box = (92, 84, 540, 468)
LOSSES: Box = (716, 124, 380, 170)
DISTANCE: Box = (716, 390, 380, 162)
KINDS = {
    "pca": "the plane of the run",
    "random": "two random directions",
    "weights": "two weights",
}


def save_landscape(path: str | os.PathLike[str], name: str, landscape: Landscape) -> Path:
    """Write a landscape as ``.png``, ``.svg`` or ``.csv``, by the ending of the file's name.

    Parameters
    ----------
    name
        What the run learned from, for the title.

    Raises
    ------
    InputError
        For another ending, or a place that cannot be written.
    """
    ending = check_ending(path, ENDINGS).suffix.lower()
    if ending == ".csv":
        return write_file(path, landscape_table(landscape).to_csv())
    picture = draw(name, landscape)
    return write_file(path, png(picture) if ending == ".png" else svg.markup(picture))


def landscape_table(landscape: Landscape) -> Table:
    """Return the grid in long format: u, v, loss."""
    return grid_table("landscape", landscape.extent, {"loss": landscape.losses}, ("u", "v"))


def draw(name: str, landscape: Landscape) -> Element:
    """Return the map with the run on it, and beside it what the map does not show of the run."""
    root = svg.picture(WIDTH, HEIGHT, f"Loss landscape of {name}", color("panel"))
    subtitle = shortened(_subtitle(landscape), WIDTH - 48)
    heading(root, 24, 36, shortened(f"Loss landscape of {name}", WIDTH - 48, 16), subtitle)
    _map(root, landscape)
    _losses(root, landscape.track)
    _distance(root, landscape.track)
    return root


def _subtitle(landscape: Landscape) -> str:
    survey, losses = landscape.survey, landscape.losses
    parts = [KINDS[survey.plane]]
    if landscape.plane.explained:
        first, second = landscape.plane.explained
        parts.append(f"it holds {first:.1%} + {second:.1%} of the run's variance")
    finite = losses[np.isfinite(losses)]
    if finite.size:
        low, high = (number_text(float(value), 3) for value in (finite.min(), finite.max()))
        parts.append(f"log of the loss, from {low} (light) to {high} (dark)")
    parts.append("with the penalty" if survey.penalty else "without penalty")
    parts.append("○ first weights, ☆ trained network")
    return " · ".join(parts)


def _map(root: Element, landscape: Landscape) -> None:
    # No loss is below 0, so that the logarithm makes nothing look like a minimum that is none.
    relief = Relief("", landscape.extent, landscape.losses, np.zeros((0, 2)), 0.0)
    chart = terrain.chart_of(root, MAP, landscape.extent)
    group = terrain.window(chart)
    terrain.ground(group, chart, relief)
    places = landscape.track.coordinates
    terrain.path(group, chart, places, color("accent"), "square")
    terrain.start(group, chart, places[0])
    terrain.mark(group, chart, np.zeros(2), "star", color("panel"), 6.5)
    chart.frame_ticks(*landscape.plane.axes)


def _losses(root: Element, track: Track) -> None:
    left, top, _, _ = LOSSES
    keys = [Key("of the run", color("train")), Key("on the map", color("val"), "6 4")]
    text(root, left, top - 28, "Loss along the path (log scale)", ink="ink", weight=600)
    legend(root, left + LOSSES[2], top - 10, keys)
    chart = _chart(root, LOSSES, track, _exponents(track), log=True)
    chart.grid("epoch")
    chart.curve(track.epochs, track.losses, keys[0].ink)
    chart.curve(track.epochs, track.slice_losses, keys[1].ink, keys[1].dash)


def _exponents(track: Track) -> tuple[float, float]:
    """Return the range of both losses in powers of ten."""
    both = np.concatenate([track.losses, track.slice_losses])
    shown = np.log10(both[np.isfinite(both) & (both > 0)])
    low, high = (float(shown.min()), float(shown.max())) if shown.size else (-1.0, 0.0)
    return low - 0.1, max(high, low + 0.5) + 0.1


def _distance(root: Element, track: Track) -> None:
    left, top, _, _ = DISTANCE
    text(root, left, top - 14, "Distance of the run from the map", ink="ink", weight=600)
    upwards = grown(0.0, float(track.distances.max()))
    chart = _chart(root, DISTANCE, track, upwards)
    chart.grid("epoch")
    chart.curve(track.epochs, track.distances, color("ink2"))


def _chart(
    root: Element, box: Box, track: Track, values: tuple[float, float], log: bool = False
) -> Chart:
    left, top, wide, high = box
    across = Axis(float(track.epochs[0]), float(track.epochs[-1]), left, left + wide)
    return Chart(root, box, across, Axis(*values, top + high, top, log=log))
