"""The layers of a network as a table: shapes, and where the number of parameters comes from."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from visualnn.experiment.frames import TRAIN, Scene
from visualnn.figures.table import Floats, Table
from visualnn.nn.layout import Layout


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One layer; the input is layer 0 and has no parameters.

    Attributes
    ----------
    activation, normalization
        Keys of their registries; empty for the input.
    shape
        ``(batch, units)`` of what the layer gives.
    terms
        How its parameters add up, for example ``"8·8 + 8"``; empty where there are none.
    parameters
        What the terms come to.
    """

    layer: int
    activation: str
    normalization: str
    shape: tuple[int, int]
    terms: str
    parameters: int


def layer_rows(scene: Scene) -> list[LayerRow]:
    """Return the layers of a scene's network, the input first."""
    batch = min(scene.experiment.batch, int(np.sum(scene.part == TRAIN)))
    hidden = scene.experiment.network.hidden
    normalizations = (*(layer.normalization for layer in hidden), "none")
    rows = [LayerRow(0, "", "", (batch, scene.sizes[0]), "", 0)]
    for layer in scene.layout.layers:
        rows.append(
            LayerRow(
                layer,
                scene.activations[layer - 1],
                normalizations[layer - 1],
                (batch, scene.sizes[layer]),
                *parameter_terms(scene.layout, layer),
            )
        )
    return rows


def parameter_terms(layout: Layout, layer: int) -> tuple[str, int]:
    """Return how a layer's parameters add up, and what they come to.

    Weights, in times out, and the vectors of one number for each unit: the
    biases, and γ and β where the layer is normalized.
    """
    inputs, units = layout[f"W{layer}"].shape
    vectors = layout.bias + 2 * layout.is_scaled(layer)
    each = {0: "", 1: f" + {units}"}.get(vectors, f" + {vectors}·{units}")
    return f"{inputs}·{units}{each}", inputs * units + vectors * units


def matrix_forms(rows: list[LayerRow], bias: bool = True) -> list[str]:
    """Return the shapes in Z = X·W + b of every layer after the input.

    Examples
    --------
    >>> rows = [LayerRow(0, "", "", (4, 3), "", 0), LayerRow(1, "relu", "none", (4, 2), "", 8)]
    >>> matrix_forms(rows)
    ['(4, 3)·(3, 2) + (2) = (4, 2)']
    """
    forms = []
    for before, row in pairwise(rows):
        (batch, inputs), units = before.shape, row.shape[1]
        each = f" + ({units})" if bias else ""
        forms.append(f"({batch}, {inputs})·({inputs}, {units}){each} = ({batch}, {units})")
    return forms


def layers_table(rows: list[LayerRow]) -> Table:
    """Return the layers as columns."""
    return Table(
        "layers",
        {
            "layer": np.array([row.layer for row in rows]),
            "activation": np.array([row.activation for row in rows]),
            "normalization": np.array([row.normalization for row in rows]),
            "batch": np.array([row.shape[0] for row in rows]),
            "units": np.array([row.shape[1] for row in rows]),
            "terms": np.array([row.terms for row in rows]),
            "parameters": np.array([row.parameters for row in rows]),
        },
    )


def is_linear_stack(scene: Scene) -> bool:
    """Return whether there are hidden layers and all of them are linear, without normalization."""
    hidden = scene.experiment.network.hidden
    linear = all(layer.activation == "linear" for layer in hidden)
    return bool(hidden) and linear and all(layer.normalization == "none" for layer in hidden)


def collapsed(layout: Layout, theta: Floats) -> tuple[Floats, Floats]:
    """Return the one layer ``W* (in, out)``, ``b* (out,)`` that linear layers come to.

    ``(x·W¹ + b¹)·W² + b² = x·(W¹·W²) + (b¹·W² + b²)``, and so on.
    """
    weights = layout.weights(theta)
    biases = layout.biases(theta) or [np.zeros(w.shape[1]) for w in weights]
    product, offset = weights[0], biases[0]
    for weight, bias in zip(weights[1:], biases[1:], strict=True):
        product, offset = product @ weight, offset @ weight + bias
    return product, offset


def variant(thing: object, formula: str) -> str:
    """Return what a rule's documentation says about which form of it this is.

    Its description in one line, without the formula where it only repeats it.
    """
    text = re.split(r"\n[^\n]+\n-{3,}", inspect.getdoc(thing) or "")[0]
    text = " ".join(text.replace("``", "").split())
    for lead in (": ", ", "):
        text = text.replace(lead + formula, "")
    return text
