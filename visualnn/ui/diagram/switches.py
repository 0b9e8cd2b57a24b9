"""The choices between ways of looking at the diagram."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from visualnn.ui.choices import Switch


def switches() -> tuple[Switch, ...]:
    """Return what an edge stands for, what runs along it, and what a neuron shows."""
    return (_reading(), _channel(), _neurons())


def _reading() -> Switch:
    tr = QCoreApplication.translate
    return Switch(
        "reading",
        tr("Diagram", "Edges show"),
        tr(
            "Diagram",
            "Weights are what the network knows, gradients what the loss asks of them, activations "
            "what passes through them, updates what the optimizer makes of it.",
        ),
        (
            (
                "weights",
                tr("Diagram", "Weights"),
                tr("Diagram", "How strongly each neuron listens to another, and with which sign."),
            ),
            (
                "gradients",
                tr("Diagram", "Gradients"),
                tr("Diagram", "How the loss would change with each weight: ∂L/∂w of the batch."),
            ),
            (
                "activations",
                tr("Diagram", "Activations"),
                tr(
                    "Diagram",
                    "What flows along each edge: w times the mean of what its neuron passed on in "
                    "the latest batch, w·ā.",
                ),
            ),
            (
                "updates",
                tr("Diagram", "Updates"),
                tr("Diagram", "What the optimizer added to each weight in the latest step."),
            ),
        ),
    )


def _channel() -> Switch:
    tr = QCoreApplication.translate
    return Switch(
        "channel",
        tr("Diagram", "Gradient along the edges"),
        tr(
            "Diagram",
            "Dashes carry ∂L/∂w backwards along every edge, the faster the larger it is: where the "
            "gradient vanishes they stand still.",
        ),
        (
            (
                "off",
                tr("Diagram", "No gradient along the edges"),
                tr("Diagram", "The edges show one thing only."),
            ),
            (
                "on",
                tr("Diagram", "Gradient flowing back (G)"),
                tr("Diagram", "Dashes run from the output to the input, as backpropagation does."),
            ),
        ),
    )


def _neurons() -> Switch:
    tr = QCoreApplication.translate
    return Switch(
        "neurons",
        tr("Diagram", "Neurons show"),
        tr(
            "Diagram",
            "A neuron answers every point of the input plane, every sample of the batch, and one "
            "sample at a time.",
        ),
        (
            (
                "map",
                tr("Diagram", "Output over the input plane"),
                tr("Diagram", "What each neuron puts out for every point of the plane."),
            ),
            (
                "batch",
                tr("Diagram", "Histogram over the batch"),
                tr("Diagram", "How each neuron's outputs are spread over the latest batch."),
            ),
            (
                "sample",
                tr("Diagram", "One sample: z, a and δ"),
                tr("Diagram", "What one sample makes of each neuron: z, a = g(z) and δ = ∂L/∂z."),
            ),
        ),
    )
