"""What a neuron's card says of the batch and of the sample on show."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from visualnn.experiment.frames import Scene
from visualnn.experiment.frames.probe import Workings
from visualnn.ui.diagram import marks
from visualnn.ui.diagram.selection import Neuron
from visualnn.ui.diagram.words import signed

WORTH_SAYING = 0.5
"""From this share of the batch on it is said that a unit's slope is flat."""


def sample_rows(inside: Workings | None, neuron: Neuron) -> list[tuple[str, str]]:
    """Return z, a and δ of the sample on show; nothing where none is."""
    run = inside.passage if inside else None
    if run is None:
        return []
    of = QCoreApplication.translate("Diagram", "{symbol} of sample {n}")
    values = [(of.format(symbol="a", n=run.index + 1), run.a[neuron.layer][neuron.unit])]
    if neuron.layer:
        z = of.format(symbol="z", n=run.index + 1)
        values.insert(0, (z, run.z[neuron.layer - 1][neuron.unit]))
        values.append(("δ = ∂L/∂z", run.delta[neuron.layer - 1][neuron.unit]))
    return [(name, f"<b>{signed(float(value))}</b>") for name, value in values]


def sentences(scene: Scene, inside: Workings | None, neuron: Neuron) -> list[str]:
    """Return what is the matter with a neuron, one sentence each."""
    if inside is None or not neuron.layer:
        return []
    found = []
    left_out = marks.share(inside.left_out, neuron.layer, neuron.unit)
    if left_out:
        text = QCoreApplication.translate("Diagram", "left out by dropout for {n} % of the batch")
        found.append(text.format(n=f"{100 * left_out:.0f}"))
    flat = marks.share(inside.flat, neuron.layer, neuron.unit)
    if flat >= WORTH_SAYING:
        text = _flat_text(scene.activations[neuron.layer - 1])
        found.append(text.format(n=f"{100 * flat:.0f}"))
    return found


def _flat_text(activation: str) -> str:
    texts = {
        "relu": QCoreApplication.translate("Diagram", "dead: no slope for {n} % of the batch"),
        "step": QCoreApplication.translate(
            "Diagram", "a step has no slope anywhere: no gradient passes"
        ),
    }
    saturated = QCoreApplication.translate(
        "Diagram", "saturated: hardly a slope for {n} % of the batch"
    )
    return texts.get(activation, saturated)
