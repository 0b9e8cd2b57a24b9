"""The choices between ways of looking at the plane of samples and answers."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from visualnn.ui.choices import Switch


def plane_switches(*, regression: bool, curve: bool) -> tuple[Switch, ...]:
    """Return what is colored (of classes only), test points, batch, and residuals of a curve."""
    points = (_points(), _batch())
    if not regression:
        return (_mode(), *points)
    return (*points, _residuals()) if curve else points


def _mode() -> Switch:
    tr = QCoreApplication.translate
    return Switch(
        "mode",
        tr("Plane", "What is colored"),
        tr("Plane", "The same answer of the network, read in three ways."),
        (
            ("output", tr("Plane", "Output"), tr("Plane", "The number the network gives.")),
            (
                "class",
                tr("Plane", "Class"),
                tr("Plane", "The class that wins, however narrowly."),
            ),
            (
                "confidence",
                tr("Plane", "Confidence"),
                tr("Plane", "How far the winner is ahead: none where all classes are alike."),
            ),
        ),
    )


def _points() -> Switch:
    tr = QCoreApplication.translate
    return Switch(
        "points",
        tr("Plane", "Test points"),
        tr("Plane", "The test share is kept for the end, so that it cannot sway any decision."),
        (
            (
                "learning",
                tr("Plane", "Hide test"),
                tr("Plane", "Training and validation points."),
            ),
            ("all", tr("Plane", "Show test"), tr("Plane", "The test points as well, hollow.")),
        ),
    )


def _batch() -> Switch:
    tr = QCoreApplication.translate
    return Switch(
        "batch",
        tr("Plane", "Current batch"),
        tr("Plane", "The samples whose mean gradient made the latest update."),
        (
            (
                "rings",
                tr("Plane", "Mark batch"),
                tr("Plane", "Corners about each of its samples."),
            ),
            ("none", tr("Plane", "No marks"), tr("Plane", "All samples alike.")),
        ),
    )


def _residuals() -> Switch:
    tr = QCoreApplication.translate
    return Switch(
        "residuals",
        tr("Plane", "Residuals"),
        tr("Plane", "y − ŷ, how far each target is from the answer; the loss averages squares."),
        (
            ("none", tr("Plane", "No residuals"), tr("Plane", "Points and curve alone.")),
            (
                "lines",
                tr("Plane", "Residuals"),
                tr("Plane", "A line from each point to the curve."),
            ),
        ),
    )
