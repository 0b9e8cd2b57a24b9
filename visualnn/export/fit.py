"""The network as a function of its only input, over the samples."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames import TEST, TRAIN, VALIDATION, Frame, Scene
from visualnn.export import svg
from visualnn.export.captions import data_name, weights_text
from visualnn.export.chart import Axis, Box, Chart, Key, legend
from visualnn.export.lettering import heading, text
from visualnn.export.markers import marker
from visualnn.export.theme import class_colors, color
from visualnn.figures.ticks import grown

WIDTH, HEIGHT = 800.0, 560.0
BOX: Box = (76, 112, 688, 384)
PARTS = {
    TRAIN: ("training", "circle", "train"),
    VALIDATION: ("validation", "diamond", "val"),
    TEST: ("test", "square", "test"),
}


def draw(scene: Scene, frame: Frame) -> Element:
    """Return the output as a curve over the one feature, with the samples around it."""
    name = data_name(scene)
    root = svg.picture(WIDTH, HEIGHT, f"Prediction of {name}", color("panel"))
    heading(root, 24, 36, "Prediction", f"{name} · {scene.target} · {weights_text(scene, frame)}")
    # With one feature every row of the map is the same: the output along that feature.
    lines = np.zeros((0, 2)) if frame.boundary is None else frame.boundary[:, 0, :]
    chart = _chart(root, scene, lines)
    text(root, BOX[0], BOX[1] - 20, _upward(scene), ink="ink", weight=600)
    chart.grid(scene.features[0])
    _points(chart, scene)
    xs = np.linspace(scene.extent[0], scene.extent[1], lines.shape[1])
    for row, line in enumerate(lines):
        chart.curve(xs, line, _ink(scene, row), wide=2.4)
    keys = [Key(words, color(ink), shape=shape) for words, shape, ink in PARTS.values()]
    legend(root, BOX[0] + BOX[2], BOX[1] - 20, keys)
    return root


def _chart(root: Element, scene: Scene, lines: NDArray[np.floating]) -> Chart:
    left, top, wide, high = BOX
    across = Axis(scene.extent[0], scene.extent[1], left, left + wide)
    values = np.concatenate([lines.ravel(), _heights(scene)])
    values = values[np.isfinite(values)]
    low, high_value = grown(float(values.min()), float(values.max()))
    return Chart(root, BOX, across, Axis(low, high_value, top + high, top))


def _heights(scene: Scene) -> NDArray[np.floating]:
    """Return where the samples lie: at their value, or at the probability that is right."""
    if scene.task == "multiclass":
        return np.ones(len(scene.targets))
    return scene.targets.astype(float).reshape(len(scene.targets), -1)[:, 0]


def _points(chart: Chart, scene: Scene) -> None:
    places = chart.x(scene.points[:, 0]), chart.y(_heights(scene))
    for x, y, part in zip(*places, scene.part, strict=True):
        _, shape, ink = PARTS[int(part)]
        svg.add(
            chart.root,
            "path",
            d=marker(shape, x, y, 3.6),
            fill=color(ink),
            fill_opacity=0.75,
            stroke=color("panel"),
            stroke_width=1,
        )


def _upward(scene: Scene) -> str:
    return f"P({scene.classes[1]})" if scene.task == "binary" else scene.target


def _ink(scene: Scene, row: int) -> str:
    colors = class_colors()
    return colors[row % len(colors)] if scene.task == "multiclass" else color("ink")
