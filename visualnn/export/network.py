"""The network as a diagram: neurons with their outputs, edges with their weights."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames import Frame, Scene
from visualnn.export import svg
from visualnn.export.captions import data_name, weights_text
from visualnn.export.chart import Box as Rectangle
from visualnn.export.lettering import SMALL, heading, shortened, text
from visualnn.export.raster import data_uri
from visualnn.export.theme import color, rgb, signed_colors
from visualnn.figures.colormaps import colored
from visualnn.figures.diagram import Box, Diagram, Edges, arrange, connect, pick
from visualnn.figures.strokes import magnitude, strength
from visualnn.figures.thumbnails import color_range, input_range
from visualnn.figures.ticks import number_text

WIDTH, HEIGHT = 960.0, 600.0
FIELD = Box(184, 132, WIDTH - 184, HEIGHT - 76)
WIDEST, THINNEST = 5.0, 0.4
MOST_EDGES = 400
"""Per layer; of more, the largest are drawn and the picture says so."""

THUMBNAIL = 41


def draw(scene: Scene, frame: Frame) -> Element:
    """Return the diagram with the weights of the frame."""
    name = data_name(scene)
    root = svg.picture(WIDTH, HEIGHT, f"Network of {name}", color("panel"))
    sizes = "–".join(map(str, scene.sizes))
    subtitle = f"{name} · {scene.parameters} parameters · {weights_text(scene, frame)}"
    heading(root, 24, 36, f"Network {sizes}", subtitle)
    diagram = arrange(scene.sizes, FIELD)
    if frame.theta is not None:
        _weights(root, scene, diagram, frame.theta)
    _neurons(root, scene, frame, diagram)
    _headings(root, scene, diagram)
    _ends(root, scene, diagram)
    return root


def _weights(root: Element, scene: Scene, diagram: Diagram, theta: NDArray[Any]) -> None:
    matrices, biases = scene.layout.weights(theta), scene.layout.biases(theta)
    reference = magnitude([*matrices, *biases])
    edges = connect(diagram, [pick(matrix, MOST_EDGES) for matrix in matrices])
    _edges(root, edges, edges.values(matrices), reference)
    _ports(root, diagram, biases, reference)
    _key(root, reference, sum(matrix.size for matrix in matrices) - len(edges))


def _edges(root: Element, edges: Edges, values: NDArray[Any], reference: float) -> None:
    shares = strength(values, reference, "linear")
    group = svg.add(root, "g", fill="none")
    # The strongest come last and so lie on top.
    for row in np.argsort(np.nan_to_num(shares, nan=2.0)):
        share = float(np.nan_to_num(shares[row], nan=1.0))
        svg.add(
            group,
            "path",
            d=_curve(edges.curves[row]),
            stroke=_ink(float(values[row])),
            stroke_width=THINNEST + share * (WIDEST - THINNEST),
            stroke_opacity=0.25 + 0.7 * share,
        )


def _curve(points: NDArray[np.float64]) -> str:
    start, *rest = (f"{svg.write(x)} {svg.write(y)}" for x, y in points.tolist())
    return f"M{start} C{', '.join(rest)}"


def _ink(value: float) -> str:
    """Return the color of a sign; a value that is not a number gets the alarm's."""
    if not np.isfinite(value):
        return color("bad")
    return color("pos" if value >= 0 else "neg")


def _ports(root: Element, diagram: Diagram, biases: list[NDArray[Any]], reference: float) -> None:
    """Draw every bias as a dot at its neuron's lower left corner."""
    for layer, bias in enumerate(biases, start=1):
        shares = np.nan_to_num(strength(bias, reference, "linear"), nan=1.0)
        column = diagram.columns[layer]
        for unit in column.shown:
            svg.add(
                root,
                "circle",
                cx=column.x - diagram.side / 2 - 1,
                cy=column.y[unit] + diagram.side / 2 + 1,
                r=1.6 + 3 * float(shares[unit]),
                fill=_ink(float(bias[unit])),
            )


def _neurons(root: Element, scene: Scene, frame: Frame, diagram: Diagram) -> None:
    for layer, column in enumerate(diagram.columns):
        for unit in column.shown:
            x, y = diagram.center(layer, int(unit))
            _neuron(root, scene, frame, (layer, int(unit)), _square(x, y, diagram.side))
        if column.block:
            _block(root, diagram, layer)


def _square(x: float, y: float, side: float) -> Rectangle:
    return x - side / 2, y - side / 2, side, side


def _neuron(
    root: Element, scene: Scene, frame: Frame, at: tuple[int, int], square: Rectangle
) -> None:
    layer, unit = at
    radius = square[2] / 5
    if frame.neurons is not None:
        window = svg.clip(root, f"n{layer}-{unit}", square, radius)
        group = svg.add(root, "g", clip_path=window)
        svg.image(group, data_uri(_thumbnail(scene, frame.neurons[layer], at)), square)
    left, top, wide, high = square
    svg.add(
        root,
        "rect",
        x=left,
        y=top,
        width=wide,
        height=high,
        rx=radius,
        fill="none" if frame.neurons is not None else color("panel2"),
        stroke=color("ink3"),
        stroke_width=1,
    )


def _thumbnail(scene: Scene, maps: NDArray[Any], at: tuple[int, int]) -> NDArray[np.uint8]:
    layer, unit = at
    one = maps[unit]
    levels = color_range(maps, scene.activations[layer - 1]) if layer else input_range(one)
    return colored(one, levels, signed_colors(), rgb(color("bad")))[::-1]


def _block(root: Element, diagram: Diagram, layer: int) -> None:
    column = diagram.columns[layer]
    top, bottom = column.block or (0.0, 0.0)
    half = diagram.side / 2
    svg.add(
        root,
        "rect",
        x=column.x - half,
        y=top,
        width=2 * half,
        height=bottom - top,
        rx=half / 2.5,
        fill=color("panel2"),
        stroke=color("line"),
        stroke_dasharray="3 3",
    )
    words = f"+{len(column.condensed)}"
    text(root, column.x, (top + bottom) / 2 + 4, words, size=SMALL, anchor="middle")


def _headings(root: Element, scene: Scene, diagram: Diagram) -> None:
    last = len(diagram.columns) - 1
    for layer, column in enumerate(diagram.columns):
        name = "Input" if layer == 0 else "Output" if layer == last else f"Hidden {layer}"
        activation = f" · {scene.activations[layer - 1]}" if layer else ""
        text(root, column.x, 104, name + activation, anchor="middle")


def _ends(root: Element, scene: Scene, diagram: Diagram) -> None:
    """Write the features beside the inputs, and what is predicted beside the outputs."""
    room, half = FIELD.left - 40, diagram.side / 2 + 10
    for unit in diagram.columns[0].shown:
        x, y = diagram.center(0, int(unit))
        words = shortened(scene.inputs[unit], room)
        text(root, x - half, y + 4, words, anchor="end")
    last = len(diagram.columns) - 1
    for unit in diagram.columns[last].shown:
        x, y = diagram.center(last, int(unit))
        text(root, x + half, y + 4, shortened(_output_name(scene, int(unit)), room))


def _output_name(scene: Scene, unit: int) -> str:
    match scene.task:
        case "multiclass":
            return scene.classes[unit]
        case "binary":
            return f"P({scene.classes[1]})"
    return scene.target


def _key(root: Element, reference: float, hidden: int) -> None:
    y = HEIGHT - 28
    place = 24.0
    for ink, words in (("pos", "positive weight"), ("neg", "negative weight")):
        svg.add(
            root,
            "line",
            x1=place,
            y1=y - 4,
            x2=place + 24,
            y2=y - 4,
            stroke=color(ink),
            stroke_width=3,
        )
        text(root, place + 32, y, words)
        place += 150
    words = f"widest: {number_text(reference, 3)} · dot at a neuron: its bias"
    if hidden:
        words += f" · the {hidden} smallest weights are not drawn"
    text(root, place, y, words)
