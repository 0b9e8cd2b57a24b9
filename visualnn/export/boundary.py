"""The network's output over the input plane, with the samples on it."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames import TEST, TRAIN, VALIDATION, Frame, Scene
from visualnn.export import fit, svg
from visualnn.export.captions import data_name, weights_text
from visualnn.export.chart import Axis, Box, Chart
from visualnn.export.lettering import SMALL, heading, shortened, text
from visualnn.export.markers import CLASS_MARKERS, marker
from visualnn.export.raster import data_uri
from visualnn.export.theme import class_colors, color, rgb, signed_colors
from visualnn.figures.colormaps import Bytes, blended, colored
from visualnn.figures.contours import contour_lines
from visualnn.figures.ticks import linear_ticks, tick_texts

WIDTH, HEIGHT = 800.0, 620.0
BOX: Box = (76, 80, 520, 480)
ASIDE = 628.0
RESOLUTION = 241
STRENGTH = 0.62
"""How much of the full color the map takes, so that the points on it stay readable."""

RINGS = {TRAIN: ("training", "panel", 1.4), VALIDATION: ("validation", "ink", 1.4)}
RADIUS = 4.2
Levels = tuple[float, float]


def draw(scene: Scene, frame: Frame) -> Element:
    """Return the map of the output with the samples, the decision line and a key.

    Over one feature there is no plane: then it is the curve of `visualnn.export.fit`.
    """
    if len(scene.features) == 1:
        return fit.draw(scene, frame)
    name = data_name(scene)
    root = svg.picture(WIDTH, HEIGHT, f"Decision boundary of {name}", color("panel"))
    heading(root, 24, 34, _title(scene), shortened(_subtitle(scene, frame), WIDTH - 48))
    chart = _chart(root, scene)
    levels = value_levels(scene)
    if frame.boundary is not None:
        window = svg.clip(root, "map", BOX, 8)
        group = svg.add(root, "g", clip_path=window)
        svg.image(group, data_uri(output_colors(scene, frame.boundary, levels)[::-1]), BOX)
        _decision_line(group, chart, scene, frame.boundary)
    _points(chart, scene, levels)
    chart.frame_ticks(*(scene.features[axis] for axis in scene.axes))
    bottom = _value_key(root, levels, scene) if _is_scale(scene) else _class_key(root, scene)
    _ring_key(root, bottom + 34, scene)
    return root


def _title(scene: Scene) -> str:
    return "Prediction" if scene.task == "regression" else "Decision boundary"


def _subtitle(scene: Scene, frame: Frame) -> str:
    others = len(scene.features) - len(set(scene.axes))
    held = f" · the other {others} features are held at their mean" if others else ""
    return f"{data_name(scene)} · {scene.target} · {weights_text(scene, frame)}{held}"


def _chart(root: Element, scene: Scene) -> Chart:
    left, top, wide, high = BOX
    x_low, x_high, y_low, y_high = scene.extent
    across = Axis(x_low, x_high, left, left + wide)
    return Chart(root, BOX, across, Axis(y_low, y_high, top + high, top))


def _is_scale(scene: Scene) -> bool:
    return scene.task != "multiclass"


def value_levels(scene: Scene) -> Levels:
    """Return the outputs that get the outermost colors."""
    if scene.task != "regression":
        return (0.0, 1.0)
    values = scene.targets.astype(float)
    return float(values.min()), float(values.max())


def output_colors(scene: Scene, output: NDArray[Any], levels: Levels) -> Bytes:
    """Return the colors ``(m, m, 3)`` of an output ``(outputs, m, m)``, row 0 the lowest y."""
    if _is_scale(scene):
        return colored(output[0], levels, signed_colors(STRENGTH), rgb(color("bad")))
    chance = 1 / len(output)
    sure = STRENGTH * (output.max(axis=0) - chance) / (1 - chance)
    colors = [rgb(text) for text in class_colors()]
    return blended(output.argmax(axis=0), sure, colors, rgb(color("mid")))


def _decision_line(group: Element, chart: Chart, scene: Scene, output: NDArray[Any]) -> None:
    """Draw where the decision flips: at one half, or where two classes are equally likely."""
    if scene.task == "regression":
        return
    lead = output[0] - 0.5 if scene.task == "binary" else None
    margins = [lead] if lead is not None else [_margin(output, k) for k in range(len(output))]
    for margin in margins:
        for line in contour_lines(margin, scene.extent, np.zeros(1)):
            points = np.stack([chart.x(line[:, 0]), chart.y(line[:, 1])], axis=1)
            svg.add(
                group,
                "path",
                d=svg.polyline(points),
                fill="none",
                stroke=color("panel"),
                stroke_width=1.6,
            )


def _margin(output: NDArray[Any], k: int) -> NDArray[Any]:
    """Return by how much class ``k`` leads the best of the others."""
    others = np.delete(output, k, axis=0)
    margin: NDArray[Any] = output[k] - others.max(axis=0)
    return margin


def _points(chart: Chart, scene: Scene, levels: Levels) -> None:
    places = np.stack([chart.x(scene.points[:, 0]), chart.y(scene.points[:, 1])], axis=1)
    fills, shapes = _fills(scene, levels), _shapes(scene)
    # Validation and test points come last, so that the many others do not hide them.
    for row in np.argsort(scene.part, kind="stable"):
        _, ring, width = RINGS.get(int(scene.part[row]), ("test", "ink3", 1.4))
        x, y = places[row]
        svg.add(
            chart.root,
            "path",
            d=marker(shapes[row], x, y, RADIUS),
            fill=fills[row],
            stroke=color(ring),
            stroke_width=width,
        )


def _fills(scene: Scene, levels: Levels) -> list[str]:
    if scene.task == "regression":
        table = colored(scene.targets.astype(float), levels, signed_colors(), rgb(color("bad")))
        return ["#" + bytes(row).hex() for row in table]
    colors = class_colors()
    return [colors[k % len(colors)] for k in scene.targets.astype(int)]


def _shapes(scene: Scene) -> list[str]:
    if scene.task == "regression":
        return ["circle"] * len(scene.targets)
    return [CLASS_MARKERS[k % len(CLASS_MARKERS)] for k in scene.targets.astype(int)]


def _value_key(root: Element, levels: Levels, scene: Scene) -> float:
    """Draw the color scale and return where it ends."""
    top, high = BOX[1] + 26, 200.0
    text(root, ASIDE, BOX[1] + 10, "Output", ink="ink", weight=600)
    ramp = np.linspace(*levels[::-1], 128)[:, None]
    bar = colored(ramp, levels, signed_colors(STRENGTH), rgb(color("bad")))
    svg.image(root, data_uri(bar), (ASIDE, top, 16, high))
    ticks = linear_ticks(*levels, 4)
    axis = Axis(*levels, top + high, top)
    for value, words in zip(ticks.tolist(), tick_texts(ticks), strict=True):
        text(root, ASIDE + 24, float(axis(value)) + 4, words, size=SMALL)
    return _class_key(root, scene, top + high + 34) if scene.classes else top + high


def _class_key(root: Element, scene: Scene, top: float = BOX[1] + 10) -> float:
    """List the classes and return where the list ends."""
    text(root, ASIDE, top, "Class", ink="ink", weight=600)
    colors = class_colors()
    for k, name in enumerate(scene.classes):
        y = top + 22 * (k + 1)
        shape = CLASS_MARKERS[k % len(CLASS_MARKERS)]
        svg.add(root, "path", d=marker(shape, ASIDE + 8, y - 4, 5), fill=colors[k % len(colors)])
        text(root, ASIDE + 24, y, shortened(name, WIDTH - ASIDE - 36))
    return top + 22 * len(scene.classes)


def _ring_key(root: Element, top: float, scene: Scene) -> None:
    text(root, ASIDE, top, "Samples", ink="ink", weight=600)
    names = {**{part: ring[:2] for part, ring in RINGS.items()}, TEST: ("test", "ink3")}
    for part, (name, ring) in names.items():
        count = int(np.sum(scene.part == part))
        y = top + 22 * (part + 1)
        svg.add(root, "circle", cx=ASIDE + 8, cy=y - 4, r=7.5, fill=color("line"))
        svg.add(
            root,
            "circle",
            cx=ASIDE + 8,
            cy=y - 4,
            r=4.5,
            fill=color("accent"),
            stroke=color(ring),
            stroke_width=1.6,
        )
        text(root, ASIDE + 24, y, f"{name}, {count}")
