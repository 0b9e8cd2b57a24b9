"""The map of a landscape in a picture: heights in color, contour lines, and paths on it."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames import Extent, Relief
from visualnn.export import svg
from visualnn.export.chart import Axis, Box, Chart
from visualnn.export.markers import marker
from visualnn.export.raster import data_uri
from visualnn.export.theme import color, rgb
from visualnn.figures.colormaps import colored, viridis
from visualnn.figures.contours import contour_lines, even_levels
from visualnn.figures.heights import height
from visualnn.figures.thin import thin_path

CONTOURS = 14
"""How many lines cut the range of the height."""

Points = NDArray[np.floating[Any]]


def chart_of(root: Element, box: Box, extent: Extent) -> Chart:
    """Return the chart that maps a plane's extent to a box."""
    left, top, wide, high = box
    x_low, x_high, y_low, y_high = extent
    across = Axis(x_low, x_high, left, left + wide)
    return Chart(root, box, across, Axis(y_low, y_high, top + high, top))


def window(chart: Chart) -> Element:
    """Return a new group that ends at the chart's box, for what is drawn on the map."""
    return svg.add(chart.root, "g", clip_path=svg.clip(chart.root, "map", chart.box, 8))


def ground(group: Element, chart: Chart, relief: Relief, bad: str = "bad") -> None:
    """Draw the heights in color with their contour lines.

    ``bad`` is the token of the color of places without a finite loss.
    """
    heights = height(relief)
    finite = heights[np.isfinite(heights)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    # Low is light: the way down leads towards the light end of the map.
    pixels = colored(heights, (high, low), viridis(), rgb(color(bad)))
    svg.image(group, data_uri(pixels[::-1]), chart.box)
    for line in contour_lines(heights, relief.extent, even_levels(heights, CONTOURS)):
        svg.add(
            group,
            "path",
            d=svg.polyline(placed(chart, line)),
            fill="none",
            stroke=color("panel"),
            stroke_opacity=0.35,
            stroke_width=0.8,
        )


def path(group: Element, chart: Chart, points: Points, ink: str, shape: str) -> None:
    """Draw a path ``(T, 2)`` with a marker where it ends."""
    places = placed(chart, points)
    kept = places[thin_path(places, 0.5)]
    # A dark border lets every color stand out from every part of the map.
    for stroke, wide in ((color("ink"), 3.6), (ink, 2.2)):
        svg.add(
            group,
            "path",
            d=svg.polyline(kept),
            fill="none",
            stroke=stroke,
            stroke_width=wide,
            stroke_linejoin="round",
            stroke_linecap="round",
        )
    mark(group, chart, points[-1], shape, ink, 6)


def start(group: Element, chart: Chart, at: Points) -> None:
    """Draw the ring that says where a path begins."""
    mark(group, chart, at, "circle", color("panel"), 5.5)
    mark(group, chart, at, "circle", color("ink"), 2.5)


def mark(group: Element, chart: Chart, at: Points, shape: str, ink: str, radius: float) -> None:
    """Draw a marker at a point ``(2,)`` of the plane."""
    x, y = placed(chart, np.atleast_2d(at))[0].tolist()
    outline = color("ink") if ink == color("panel") else color("panel")
    svg.add(
        group, "path", d=marker(shape, x, y, radius), fill=ink, stroke=outline, stroke_width=1.3
    )


def placed(chart: Chart, points: Points) -> Points:
    """Return where points ``(n, 2)`` of the plane come to lie in the picture."""
    return np.stack([chart.x(points[:, 0]), chart.y(points[:, 1])], axis=1)
