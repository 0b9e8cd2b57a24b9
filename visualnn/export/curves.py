"""Loss and score by epoch, with the best epoch marked."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import numpy as np

from visualnn.experiment.frames import Frame, Scene
from visualnn.export import svg
from visualnn.export.captions import data_name
from visualnn.export.chart import DASHED, Axis, Box, Chart, Floats, Key, legend
from visualnn.export.lettering import heading, text
from visualnn.export.theme import color
from visualnn.figures.table import Table
from visualnn.figures.ticks import fixed_text, grown, number_text

WIDTH, HEIGHT = 960.0, 430.0
PANELS: tuple[Box, Box] = ((72, 112, 388, 256), (548, 112, 388, 256))
SCORES = {"accuracy": "Accuracy", "r2": "R²"}
PARTS = {"train": ("training", ""), "val": ("validation", DASHED)}


def draw(scene: Scene, frame: Frame) -> Element:
    """Return the curves of a run: the loss on a log axis, and beside it the score."""
    root = svg.picture(WIDTH, HEIGHT, f"Curves of {data_name(scene)}", color("panel"))
    heading(root, 24, 36, f"Loss and {_score_name(frame)} by epoch", summary(scene, frame))
    _panel(root, PANELS[0], frame, "loss", "Loss (log scale)")
    score = _score_key(frame)
    if score:
        _panel(root, PANELS[1], frame, score, SCORES[score])
    return root


def table(frame: Frame) -> Table:
    """Return the curves as columns: the epoch, then everything that was recorded."""
    rows = len(next(iter(frame.history.values()), ()))
    epochs = np.arange(frame.history_from, frame.history_from + rows)
    return Table("curves", {"epoch": epochs, **frame.history})


def summary(scene: Scene, frame: Frame) -> str:
    """Return what was trained, in one line."""
    sizes = "–".join(map(str, scene.sizes))
    optimizer = scene.experiment.optimizer
    return (
        f"{data_name(scene)} · network {sizes} · {scene.loss.replace('_', ' ')} · "
        f"{optimizer.title}, η {number_text(frame.learning_rate)} · epoch {frame.epoch}"
    )


def _score_key(frame: Frame) -> str:
    return next((key for key in SCORES if f"train_{key}" in frame.history), "")


def _score_name(frame: Frame) -> str:
    return {"accuracy": "accuracy", "r2": "R²", "": "score"}[_score_key(frame)]


def _panel(root: Element, box: Box, frame: Frame, name: str, title: str) -> None:
    lines = {part: frame.history.get(f"{part}_{name}", np.zeros(0)) for part in PARTS}
    lines = {part: values for part, values in lines.items() if np.isfinite(values).any()}
    chart = _chart(root, box, list(lines.values()), name)
    loss = name == "loss"
    chart.grid("epoch")
    if np.isfinite(lines.get("val", np.zeros(0))).any() and frame.best_epoch > 0:
        chart.upright(frame.best_epoch, color("val"), f"best epoch {frame.best_epoch}" * loss)
    for part, values in lines.items():
        epochs = np.arange(frame.history_from, frame.history_from + len(values))
        chart.curve(epochs, values, color(part), PARTS[part][1])
    left, top, wide, _ = box
    # Both stand on one line: what is drawn to the left, whose curve it is to the right.
    heading_y = top - 20
    text(root, left, heading_y, title, ink="ink", weight=600)
    legend(root, left + wide, heading_y, [_key(part, values) for part, values in lines.items()])


def _key(part: str, values: Floats) -> Key:
    words, dash = PARTS[part]
    return Key(f"{words} {fixed_text(float(values[-1]), 3)}", color(part), dash)


def _chart(root: Element, box: Box, lines: list[Floats], name: str) -> Chart:
    left, top, wide, high = box
    last = max((len(values) for values in lines), default=2) - 1
    across = Axis(0, max(last, 1), left, left + wide, count=min(max(last, 1), 5))
    return Chart(root, box, across, _upwards(lines, name, top + high, top))


def _upwards(lines: list[Floats], name: str, start: float, end: float) -> Axis:
    values = np.concatenate([*lines, np.zeros(0)])
    values = values[np.isfinite(values)]
    if name == "loss" and (values > 0).any():
        exponents = np.log10(values[values > 0])
        margin = 0.06 * max(float(np.ptp(exponents)), 0.1)
        return Axis(exponents.min() - margin, exponents.max() + margin, start, end, log=True)
    if name == "accuracy":
        low = grown(float(values.min(initial=1.0)), 1.0)[0]
        return Axis(max(0.0, min(low, 0.9)), 1.0, start, end)
    # A model that is much worse than the mean would press all else flat.
    low, high = grown(max(float(values.min(initial=1.0)), -1.0), float(values.max(initial=0.0)))
    return Axis(low, high, start, end)
