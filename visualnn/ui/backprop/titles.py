"""What the stages are called: in a card's heading, under a dot, and in a sentence."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from visualnn.experiment.explain import Explanation, Names, Stage, equation
from visualnn.experiment.explain.place import Kind
from visualnn.experiment.explain.stages import StageKey
from visualnn.figures.worked import Sheet
from visualnn.nn.activations import ACTIVATIONS
from visualnn.ui.backprop.saying import said
from visualnn.ui.i18n import spec_text

translate = QCoreApplication.translate

SHORT = {"sigmoid": "σ", "tanh": "tanh", "relu": "ReLU", "softmax": "softmax", "linear": ""}


def stage_title(stage: Stage, sheet: Sheet) -> str:
    """Return the heading of the diagram at a stage."""
    layer = stage.layer
    match stage.direction:
        case "forward" if stage.key == "input":
            return translate("stages", "Forward pass · input")
        case "forward":
            return translate("stages", "Forward pass · layer {n}").format(n=layer)
        case "loss":
            return translate("stages", "Loss")
        case "backward" if layer == 0:
            return translate("stages", "Backward pass · input")
        case "backward":
            return translate("stages", "Backward pass · layer {n}").format(n=layer)
    match stage.key:
        case "link":
            return translate("stages", "Update · {link}").format(
                link=said(sheet.explanation.links[layer].title)
            )
        case "loss_after":
            return translate("stages", "Loss after the update")
    return translate("stages", "Update")


def _whole(names: Names, kind: Kind, layer: int) -> str:
    return names.whole(kind, layer).text


def dot_text(stage: Stage, names: Names, loss: str) -> str:
    """Return the few letters under a stage's dot."""
    e, layer = names.e, stage.layer
    whole = partial(_whole, names, layer=layer)
    match stage.key:
        case "input":
            return translate("stages", "Input")
        case "sum":
            return equation(stage, names).text.partition(" + ")[0]
        case "activate":
            key = e.architecture.activations[layer - 1]
            curve = SHORT.get(key, spec_text(ACTIVATIONS[key].title))
            return f"{whole('a')} = {curve}({whole('z')})"
        case "normalize":
            return translate("stages", "normalize")
        case "drop":
            return translate("stages", "dropout")
        case "loss":
            return translate("stages", "Loss {symbol}").format(symbol=loss)
        case "slope_a":
            also = f" = ∂{loss}/∂{whole('z')}" if e.is_linear(layer) else ""
            return f"∂{loss}/∂{whole('a')}{also}"
        case "slope_z":
            return f"{names.whole_delta(layer).text} = ∂{loss}/∂{whole('z')}"
        case "slope_s":
            return f"∂{loss}/∂{whole('s')}"
        case "slope_w":
            return f"∂{loss}/∂{whole('w')}"
        case "slope_b":
            return f"∂{loss}/∂{whole('b')}"
        case "slope_gamma":
            return f"∂{loss}/∂{whole('gamma')}"
        case "slope_x":
            return f"∂{loss}/∂x"
        case "link":
            return said(e.links[layer].title)
        case "loss_after":
            return translate("stages", "{symbol} after").format(symbol=loss)
    return translate("stages", "Update")


SENTENCES: dict[StageKey, str] = {
    "input": QT_TRANSLATE_NOOP("stages", "The sample goes in."),
    "sum": QT_TRANSLATE_NOOP(
        "stages", "Layer {n} sums its inputs, each times its weight: z = Σ w·a + b."
    ),
    "normalize": QT_TRANSLATE_NOOP(
        "stages", "Layer {n} is normalized: z = γ·(s − μ)/√(σ² + ε) + β."
    ),
    "activate": QT_TRANSLATE_NOOP("stages", "Layer {n} bends its sums: a = g(z)."),
    "drop": QT_TRANSLATE_NOOP(
        "stages", "Dropout leaves out some neurons of layer {n} and scales up the others."
    ),
    "loss": QT_TRANSLATE_NOOP(
        "stages", "The loss {loss} says how far the output is from the target."
    ),
    "slope_a": QT_TRANSLATE_NOOP(
        "stages", "How {loss} changes with each output of layer {n}: the sum over all paths."
    ),
    "slope_z": QT_TRANSLATE_NOOP(
        "stages", "Through the bend of layer {n}: δ = ∂{loss}/∂z = ∂{loss}/∂a · g′(z)."
    ),
    "slope_s": QT_TRANSLATE_NOOP("stages", "Through the normalization of layer {n}."),
    "slope_gamma": QT_TRANSLATE_NOOP("stages", "Through the normalization of layer {n}."),
    "slope_w": QT_TRANSLATE_NOOP(
        "stages", "The gradient of the weights into layer {n}: ∂{loss}/∂w = δ · input."
    ),
    "slope_b": QT_TRANSLATE_NOOP(
        "stages", "The gradient of the biases of layer {n}: ∂{loss}/∂b = δ."
    ),
    "slope_x": QT_TRANSLATE_NOOP("stages", "How {loss} changes with each input."),
    "update": QT_TRANSLATE_NOOP("stages", "Every weight takes its step: w ← w − η ∂{loss}/∂w."),
    "loss_after": QT_TRANSLATE_NOOP("stages", "The loss {loss} with the new weights."),
}
"""What happens at each kind of stage but the optimizer's links."""


def stage_words(stage: Stage, e: Explanation, loss: str) -> str:
    """Return the sentence that explains a stage, with its formula."""
    if stage.key == "link":
        link = e.links[stage.layer]
        return f"{said(link.title)}: {link.formula}"
    return translate("stages", SENTENCES[stage.key]).format(n=stage.layer, loss=loss)
