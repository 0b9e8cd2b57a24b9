"""The list of what can be on show in the Landscape: functions, slices, and races on them."""

from __future__ import annotations

from typing import Any, Literal

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from visualnn.surfaces import SURFACES
from visualnn.ui.widgets.choice import ChoiceRow

LONG = 166
"""Pixels for the list of surfaces, whose names are long."""

FORMULA = "formula"
"""Stands in the list of surfaces for a typed-in one."""

RACE = "race "
"""Stands in the list before the key of a plane on which optimizers race."""

Subject = Literal["function", "run", "race"]
"""What is on show: a race on a function, the training's own run on a slice, or a race on one."""


class SubjectChoice(ChoiceRow):
    """Every surface, a typed-in formula, the slices of this network's loss, and races on these."""

    def __init__(self, parent: QWidget | None = None) -> None:
        text = QCoreApplication.translate
        titles = [(key, _title(surface)) for key, surface in SURFACES.items()]
        titles.append((FORMULA, text("SubjectChoice", "Your own formula")))
        super().__init__(
            text("SubjectChoice", "Function"),
            titles,
            tip=text("SubjectChoice", "A function of two parameters that stands for a loss."),
            rules={key: (surface.formula, "") for key, surface in SURFACES.items()}
            | _plane_rules()
            | _race_rules(),
            most_width=LONG,
            captioned=False,
            parent=parent,
        )
        self.setObjectName("surface")
        planes = (
            ("weights", self.tr("Two weights")),
            ("random", self.tr("Random directions")),
            ("pca", self.tr("Plane of the run")),
        )
        self.add_group(self.tr("This network’s loss"), planes)
        races = (
            (RACE + "pca", self.tr("Race: all paths")),
            (RACE + "random", self.tr("Race: random plane")),
            (RACE + "weights", self.tr("Race: two weights")),
        )
        self.add_group(self.tr("Race on this network’s loss"), races)


def _title(surface: Any) -> str:
    return QCoreApplication.translate("surfaces", surface.title)


def _plane_rules() -> dict[str, tuple[str, str]]:
    """Return formula and variant of the planes through this network's parameters."""
    text = QCoreApplication.translate
    return {
        "weights": (
            "L(w₁ + u, w₂ + v)",
            text("SubjectChoice", "All other parameters are held."),
        ),
        "random": (
            "L(θ + u·d₁ + v·d₂)",
            text(
                "SubjectChoice",
                "Normally distributed directions; the weights into each neuron are scaled to "
                "the norm of its own (filter normalization), biases are held.",
            ),
        ),
        "pca": (
            "L(θ + u·c₁ + v·c₂)",
            text("SubjectChoice", "The first two principal components of the recorded parameters."),
        ),
    }


def _race_rules() -> dict[str, tuple[str, str]]:
    """Return formula and variant of the planes on which optimizers race."""
    text = QCoreApplication.translate
    return {
        RACE + "pca": (
            "L(m + u·c₁ + v·c₂)",
            text(
                "SubjectChoice",
                "The first two principal components of all contestants’ recorded parameters "
                "together, through their mean m: no plane is nearer to all of them.",
            ),
        ),
        RACE + "random": (
            "L(θ₀ + u·d₁ + v·d₂)",
            text(
                "SubjectChoice",
                "Two random directions with filter normalization, through the first weights θ₀.",
            ),
        ),
        RACE + "weights": (
            "L(w₁ + u, w₂ + v)",
            text("SubjectChoice", "All other parameters are held at their first values."),
        ),
    }
