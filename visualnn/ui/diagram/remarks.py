"""What the legend says only when there is something to say."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QPen

from visualnn.experiment.frames.probe import Passage, Workings
from visualnn.figures.strokes import DECADES
from visualnn.figures.trouble import Trouble
from visualnn.ui.diagram import marks
from visualnn.ui.diagram.edges import HALO, mixed, warning_pen
from visualnn.ui.diagram.legend import Entry
from visualnn.ui.diagram.words import short
from visualnn.ui.theme import Theme
from visualnn.ui.words import times


def trouble_entry(found: Trouble, theme: Theme) -> Entry:
    """Return the warning of a gradient that vanishes or explodes, with its ratio."""
    texts = {
        "vanishing": QCoreApplication.translate(
            "Diagram",
            "Vanishing gradient: ∂L/∂w of Hidden 1 is {ratio} times smaller than of Output",
        ),
        "exploding": QCoreApplication.translate(
            "Diagram",
            "Exploding gradient: ∂L/∂w of Hidden 1 is {ratio} times larger than of Output",
        ),
        "nothing": QCoreApplication.translate(
            "Diagram", "No gradient reaches Hidden 1: all its ∂L/∂w are 0"
        ),
    }
    text = texts[found.kind if math.isfinite(found.ratio) else "nothing"]
    ratio = times(found.ratio) if math.isfinite(found.ratio) else ""
    return Entry(text.format(ratio=ratio), warning_pen(theme))


def channel_entry(theme: Theme, reference: float, still: bool) -> Entry:
    """Return what the dashes mean."""
    moving = QCoreApplication.translate(
        "Diagram", "∂L/∂w running back: fastest {high}, at rest ≤ {low}"
    )
    dense = QCoreApplication.translate("Diagram", "∂L/∂w: densest {high}, sparsest ≤ {low}")
    text = (dense if still else moving).format(
        high=short(reference), low=short(reference * 10.0**-DECADES)
    )
    pen = QPen(theme.gpos, 2.0)
    pen.setDashPattern([2.5, 1.5])
    return Entry(text, pen)


def ghost_entry(theme: Theme, color: QColor, factor: float) -> Entry:
    """Return what the pale widths mean."""
    plain = QCoreApplication.translate("Diagram", "pale: width before the last update")
    text = QCoreApplication.translate("Diagram", "pale: width before the last update, change × {n}")
    said = text.format(n=f"{factor:.0f}") if factor > 1 else plain
    return Entry(said, QPen(mixed(theme.panel, color, HALO), 6.0))


def hidden_entry(share: float, hidden: int) -> Entry:
    """Return how many edges are hidden, and which."""
    text = QCoreApplication.translate("Diagram", "{n} edges below {share} % of full width hidden")
    return Entry(text.format(n=hidden, share=f"{100 * share:g}"))


def sample_entry(run: Passage, samples: int) -> Entry:
    """Return which sample's numbers the neurons show, and its loss."""
    text = QCoreApplication.translate("Diagram", "sample {n} of {all}: loss {loss}")
    return Entry(text.format(n=run.index + 1, all=samples, loss=short(run.loss)))


def mark_entries(theme: Theme, inside: Workings | None) -> list[Entry]:
    """Return what the marks on neurons mean, for those that there are."""
    found = []
    if marks.leaves_out(inside):
        text = QCoreApplication.translate("Diagram", "left out by dropout (share of the batch)")
        pen = marks.hatch_pen(theme)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        found.append(Entry(text, pen))
    if marks.has_flat(inside):
        text = QCoreApplication.translate("Diagram", "hardly a slope left for {n} % of the batch")
        found.append(Entry(text.format(n=f"{100 * marks.MOSTLY:.0f}"), marks.flat_pen(theme)))
    return found
