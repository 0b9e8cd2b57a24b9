"""What the diagram says of its neurons and edges, for the card and for a screen reader."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from visualnn.experiment.frames import Scene
from visualnn.nn.activations import ACTIVATIONS
from visualnn.numerals import RAISED
from visualnn.ui.diagram.readings import READINGS, Numbers
from visualnn.ui.diagram.selection import Block, Edge, Neuron
from visualnn.ui.theme import Theme


def layer_name(scene: Scene, layer: int) -> str:
    """Return "Input", "Hidden 2" or "Output"."""
    if layer == 0:
        return QCoreApplication.translate("Diagram", "Input")
    if layer == len(scene.sizes) - 1:
        return QCoreApplication.translate("Diagram", "Output")
    return QCoreApplication.translate("Diagram", "Hidden {n}").format(n=layer)


def activation_name(scene: Scene, layer: int) -> str:
    """Return the activation's name; an empty string for the input."""
    if layer == 0:
        return ""
    return QCoreApplication.translate("specs", ACTIVATIONS[scene.activations[layer - 1]].title)


def unit_label(scene: Scene, layer: int, unit: int) -> str:
    """Return the feature or class that stands beside an outer neuron, or an empty string."""
    if layer == 0:
        return scene.inputs[unit] if unit < len(scene.inputs) else ""
    if layer < len(scene.sizes) - 1:
        return ""
    if scene.task == "regression":
        return scene.target
    # One output for two classes is the probability of the second one.
    index = 1 if scene.sizes[-1] == 1 else unit
    return scene.classes[index] if index < len(scene.classes) else ""


def signed(value: float | None) -> str:
    """Return a number with its sign, in four or five decimals or as a power of ten."""
    if value is None:
        return "–"
    if math.isnan(value):
        return QCoreApplication.translate("Diagram", "not a number")
    if math.isinf(value):
        return "+∞" if value > 0 else "−∞"
    size = abs(value)
    plain = value == 0 or 1e-3 <= size < 1e4
    decimals = 4 if size >= 0.1 or value == 0 else 5
    text = f"{value:+.{decimals}f}" if plain else f"{value:+.3e}"
    return text.replace("-", "−")


def short(value: float) -> str:
    """Return a magnitude in three digits."""
    return f"{value:.3g}".replace("-", "−")


def edge_html(numbers: Numbers, edge: Edge, theme: Theme, *, editable: bool = True) -> str:
    """Return the card's text for a weight: its value, its gradient, its last update.

    What can be done to it is told where it is ``editable``.
    """
    at = (edge.layer, edge.source, edge.target)
    name = f"<b>w</b><sup>({edge.layer})</sup><sub>{edge.source + 1},{edge.target + 1}</sub>"
    names = {
        "weights": name,
        "gradients": "∂L/∂w",
        "activations": QCoreApplication.translate("Diagram", "flow w·ā"),
        "updates": QCoreApplication.translate("Diagram", "last update"),
    }
    values = {key: numbers.weight(key, *at) for key in names}
    told = [key for key in names if key != "activations" or values[key] is not None]
    found = [(names[key], _value(key, values[key], theme)) for key in told]
    rows = _rows(found + _forecast(numbers, edge)) + _forecast_note(numbers, edge, theme)
    hint = QCoreApplication.translate("Diagram", "double-click to edit · drag to nudge · P to plot")
    return rows + (_hint(hint, theme) if editable else "")


def neuron_html(
    scene: Scene,
    numbers: Numbers | None,
    output: NDArray[np.floating] | None,
    neuron: Neuron,
    theme: Theme,
    more: Sequence[tuple[str, str]] = (),
    notes: Sequence[str] = (),
    *,
    editable: bool = True,
) -> str:
    """Return the card's text for a neuron: name, bias, activation, range of its output.

    ``more`` rows of a name and a value, and ``notes``, are told with them; what
    can be done to it where it is ``editable``.
    """
    head = f"<p style='margin:0 0 4px 0'><b>{escape(neuron_name(scene, neuron))}</b></p>"
    rows = []
    bias = numbers.bias("weights", neuron.layer, neuron.unit) if numbers else None
    if bias is not None:
        name = f"b<sup>({neuron.layer})</sup><sub>{neuron.unit + 1}</sub>"
        slope = numbers.bias("gradients", neuron.layer, neuron.unit)
        rows.append((name, _value("weights", bias, theme)))
        rows.append(("∂L/∂b", _value("gradients", slope, theme)))
        rows += _forecast(numbers, neuron)
    if neuron.layer:
        label = QCoreApplication.translate("Diagram", "activation")
        rows.append((label, f"<b>{escape(activation_name(scene, neuron.layer))}</b>"))
    if output is not None:
        span = _span(output).replace(" ", "\u00a0")  # it is not broken into two lines
        rows.append((_over_the_plane(neuron), f"<b>{span}</b>"))
    rows += more
    noted = "".join(_hint(note, theme) for note in notes)
    hint = QCoreApplication.translate("Diagram", "double-click to edit the bias · P to plot it")
    below = _input_note(scene, neuron, theme)
    if bias is not None and editable:
        below = _hint(hint, theme)
    if not neuron.layer and scene.offer and editable:
        below += _hint(QCoreApplication.translate("Diagram", "click to leave it out"), theme)
    noted = _plane_note(scene, neuron, theme) + noted
    return head + _rows(rows) + _formula(scene, neuron, theme) + noted + below


def _formula(scene: Scene, neuron: Neuron, theme: Theme) -> str:
    """Return the activation and its slope as formulas; nothing for the input."""
    if not neuron.layer:
        return ""
    rule = ACTIVATIONS[scene.activations[neuron.layer - 1]]
    return _hint(rule.formula, theme) + _hint(rule.slope, theme)


def _forecast(numbers: Numbers, thing: Edge | Neuron) -> list[tuple[str, str]]:
    ahead = numbers.next_update(thing)
    label = QCoreApplication.translate("Diagram", "next update")
    return [] if ahead is None else [(label, f"<b>{signed(ahead)}</b>")]


def _forecast_note(numbers: Numbers, thing: Edge | Neuron, theme: Theme) -> str:
    note = QCoreApplication.translate("Diagram", "next: if this gradient came once more")
    return "" if numbers.next_update(thing) is None else _hint(note, theme)


def block_html(scene: Scene, diagram_units: range, block: Block) -> str:
    """Return the card's text for the units that are not drawn one by one."""
    plain = QCoreApplication.translate(
        "Diagram", "{layer}: units {first} to {last} are not drawn one by one."
    )
    pictured = QCoreApplication.translate(
        "Diagram",
        "{layer}: units {first} to {last} are not drawn one by one; "
        "the picture is the mean of their outputs.",
    )
    return escape(
        (pictured if block.layer else plain).format(
            layer=layer_name(scene, block.layer),
            first=diagram_units.start + 1,
            last=diagram_units.stop,
        )
    )


def neuron_name(scene: Scene, neuron: Neuron) -> str:
    """Return a neuron's name: its layer, its number and the feature or class it stands for."""
    label = unit_label(scene, neuron.layer, neuron.unit)
    pattern = (
        QCoreApplication.translate("Diagram", "{layer}, unit {n}: {label}")
        if label
        else QCoreApplication.translate("Diagram", "{layer}, unit {n}")
    )
    return pattern.format(layer=layer_name(scene, neuron.layer), n=neuron.unit + 1, label=label)


def edge_sentence(scene: Scene, numbers: Numbers | None, edge: Edge) -> str:
    """Describe a weight in words, with its three numbers."""
    text = QCoreApplication.translate(
        "Diagram",
        "Weight w{layer} {i},{j} from {source} to {target}: {weight}, "
        "gradient {gradient}, last update {update}.",
    )
    at = (edge.layer, edge.source, edge.target)
    values = {key: signed(numbers.weight(key, *at) if numbers else None) for key in READINGS}
    return text.format(
        layer=f"⁽{edge.layer}⁾".translate(RAISED),
        i=edge.source + 1,
        j=edge.target + 1,
        source=neuron_name(scene, Neuron(edge.layer - 1, edge.source)),
        target=neuron_name(scene, Neuron(edge.layer, edge.target)),
        weight=values["weights"],
        gradient=values["gradients"],
        update=values["updates"],
    )


def neuron_sentence(
    scene: Scene,
    numbers: Numbers | None,
    output: NDArray[np.floating] | None,
    neuron: Neuron,
    notes: Sequence[str] = (),
) -> str:
    """Describe a neuron in words: name, activation, bias, range of its output, and ``notes``."""
    parts = [neuron_name(scene, neuron)]
    if neuron.layer:
        text = QCoreApplication.translate("Diagram", "activation {name}")
        parts.append(text.format(name=activation_name(scene, neuron.layer)))
    bias = numbers.bias("weights", neuron.layer, neuron.unit) if numbers else None
    if bias is not None:
        text = QCoreApplication.translate("Diagram", "bias {value}")
        parts.append(text.format(value=signed(bias)))
    if output is not None:
        parts.append(f"{_over_the_plane(neuron)} {_span(output)}")
    return "; ".join([*parts, *notes]) + "."


def _span(output: NDArray[np.floating]) -> str:
    low, high = (signed(float(v)) for v in (np.min(output), np.max(output)))
    return QCoreApplication.translate("Diagram", "{low} to {high}").format(low=low, high=high)


def _over_the_plane(neuron: Neuron) -> str:
    """Name the range that follows: over the drawn input plane, not over the samples."""
    if neuron.layer:
        return QCoreApplication.translate("Diagram", "output over the plane")
    return QCoreApplication.translate("Diagram", "input over the plane")


def _plane_note(scene: Scene, neuron: Neuron, theme: Theme) -> str:
    """Return which plane it is that a range is over, where the features could span others."""
    if not neuron.layer or len(scene.features) <= 2:
        return ""
    text = QCoreApplication.translate(
        "Diagram", "the plane: {x} and {y}, other features at their mean"
    )
    x, y = (scene.features[axis] for axis in scene.axes)
    return _hint(text.format(x=x, y=y), theme)


def _input_note(scene: Scene, neuron: Neuron, theme: Theme) -> str:
    """Return what is to be known of an input: whether it stands still, and its scale."""
    if neuron.layer:
        return ""
    notes = ""
    if not scene.computed and neuron.unit not in scene.axes:
        notes += _hint(
            QCoreApplication.translate("Diagram", "held at its mean on this plane"), theme
        )
    if scene.experiment.data.standardize:
        text = QCoreApplication.translate(
            "Diagram", "standardized: mean 0 and deviation 1 over the training samples"
        )
        notes += _hint(text, theme)
    return notes


def _hint(text: str, theme: Theme) -> str:
    """Return a line below the numbers: what can be done here, or what is to be known."""
    return f"<p style='margin:4px 0 0 0; color:{theme.ink2.name()}'>{escape(text)}</p>"


def _value(reading: str, value: float | None, theme: Theme) -> str:
    """Return a signed number in bold, colored as the diagram colors it."""
    color = theme.ink2
    if value is not None and not math.isfinite(value):
        color = theme.warn
    elif value:
        color = READINGS[reading].color(theme, value > 0)
    return f"<b style='color:{color.name()}'>{escape(signed(value))}</b>"


def _rows(rows: list[tuple[str, str]]) -> str:
    cells = "".join(
        f"<tr><td style='padding-right:10px'>{name}</td><td align='right'>{value}</td></tr>"
        for name, value in rows
    )
    return f"<table cellspacing='0' cellpadding='1'>{cells}</table>"
