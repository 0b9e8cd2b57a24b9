"""The ways to read an edge: its weight, its gradient, what flows through it, its last update."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames import Frame
from visualnn.figures.strokes import Scale
from visualnn.nn.layout import Layout
from visualnn.ui.diagram.places import place_of
from visualnn.ui.diagram.selection import Selected

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from visualnn.ui.theme import Theme

Matrices = list[NDArray[np.floating]]

SLOW = 30.0
"""Below so many steps a second the last update can be followed with the eye."""


def is_fast(frame: Frame) -> bool:
    """Return whether training runs too fast for its single updates to be followed."""
    return frame.state == "running" and frame.steps_per_second >= SLOW


@dataclass(frozen=True, slots=True)
class Reading:
    """What width and color of an edge stand for.

    Attributes
    ----------
    symbol
        The quantity in a formula.
    scale
        Weights are compared by size; gradients and updates differ by powers of
        ten from layer to layer, so that theirs is logarithmic.
    """

    key: str
    symbol: str
    scale: Scale
    negative: Literal["neg", "gneg"]
    positive: Literal["pos", "gpos"]

    def color(self, theme: Theme, positive: bool) -> QColor:
        """Return the color of one sign."""
        return getattr(theme, self.positive if positive else self.negative)


READINGS: dict[str, Reading] = {
    "weights": Reading("weights", "w", "linear", "neg", "pos"),
    "gradients": Reading("gradients", "∂L/∂w", "log", "gneg", "gpos"),
    "activations": Reading("activations", "w·ā", "linear", "neg", "pos"),
    "updates": Reading("updates", "Δw", "log", "neg", "pos"),
}


class Numbers:
    """A frame's parameters, gradient, flow and update, layer by layer."""

    def __init__(self, layout: Layout, frame: Frame) -> None:
        self._layout = layout
        inside = frame.workings
        vectors = {"weights": frame.theta, "gradients": frame.gradient, "updates": frame.update}
        vectors["activations"] = inside.flow if inside else None
        ahead = inside.forecast if inside else None
        self._forecast = {} if ahead is None else dict(zip(inside.places, ahead, strict=True))
        self._known = {key: vector for key, vector in vectors.items() if vector is not None}
        self._weights: dict[str, Matrices] = {}
        self._biases: dict[str, Matrices] = {}

    def next_update(self, thing: Selected) -> float | None:
        """Return what the optimizer would add next, or None where that is not known."""
        place = place_of(self._layout, thing)
        ahead = self._forecast.get(place)
        return None if ahead is None else float(ahead)

    def weights(self, reading: str) -> Matrices:
        """Return ``W (in, out)`` per layer; empty if the frame does not hold the reading."""
        if reading in self._known and reading not in self._weights:
            self._weights[reading] = self._layout.weights(self._known[reading])
        return self._weights.get(reading, [])

    def biases(self, reading: str) -> Matrices:
        """Return ``b (out,)`` per layer; empty also for a network without biases."""
        if reading in self._known and reading not in self._biases:
            self._biases[reading] = self._layout.biases(self._known[reading])
        return self._biases.get(reading, [])

    def all_finite(self, reading: str) -> bool:
        """Return whether no number of the reading is missing or infinite."""
        vector = self._known.get(reading)
        return vector is None or bool(np.isfinite(vector).all())

    def weight(self, reading: str, layer: int, source: int, target: int) -> float | None:
        """Return one entry, or None where there is none."""
        matrices = self.weights(reading)
        return float(matrices[layer - 1][source, target]) if matrices else None

    def bias(self, reading: str, layer: int, unit: int) -> float | None:
        """Return one entry, or None where there is none, as for the input layer."""
        vectors = self.biases(reading)
        return float(vectors[layer - 1][unit]) if vectors and layer else None
