"""The gradient as a second channel: dashes that run backwards along the edges."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from visualnn.figures import strokes
from visualnn.figures.dashes import Tracks, spacings
from visualnn.figures.diagram import Edges
from visualnn.ui.diagram.edges import mixed
from visualnn.ui.diagram.readings import READINGS
from visualnn.ui.theme import Theme

WIDTH, CASING = 2.0, 3.4
FAINT = 0.55
LONGEST = 0.1
"""Seconds: after a pause the dashes go on from where they were instead of jumping."""


class Channel:
    """Dashes on some edges; color is the sign of ∂L/∂w, speed the size of its logarithm.

    Where movement is not wanted the dashes stand still, and are the denser the
    larger the gradient is.
    """

    def __init__(self, edges: Edges) -> None:
        self._edges = edges
        self._tracks = Tracks(edges.samples)
        self._values = np.zeros(len(edges))
        self.strengths = np.zeros(len(edges))
        self._shown = np.zeros(len(edges), dtype=bool)
        self._kinds = np.zeros(len(edges), dtype=np.intp)  # which of `_colors` each edge has

    @property
    def phases(self) -> np.ndarray:
        """How far each edge's dashes have run, in logical pixels."""
        return self._tracks.phases

    def show(self, gradients: list[np.ndarray], reference: float, shown: np.ndarray) -> None:
        """Take the gradients ``(in, out)`` per layer, and which edges are drawn at all."""
        self._values = self._edges.values(gradients)
        self.strengths = strokes.strength(self._values, reference, "log")
        self._shown = shown & (self._values != 0)
        signed = 2 * (self._values > 0) + (np.nan_to_num(self.strengths) > 0.5)
        self._kinds = np.where(np.isnan(self.strengths), 4, signed)

    def advance(self, seconds: float) -> None:
        """Let the dashes run on."""
        self._tracks.advance(self.strengths, min(seconds, LONGEST))

    def paint(self, painter: QPainter, theme: Theme, still: bool) -> None:
        """Draw the dashes; their casing lifts them off the edges."""
        segments, edges = self._tracks.dashes(spacings(self.strengths, still=still))
        seen = self._shown[edges]
        kinds = self._kinds[edges[seen]]
        order = np.argsort(kinds, kind="stable")
        lines = [QLineF(*ends) for ends in segments[seen][order].tolist()]
        casing, *pens = _pens(theme)
        painter.setPen(casing)
        painter.drawLines(lines)
        starts = np.searchsorted(kinds[order], np.arange(len(pens) + 1)).tolist()
        for pen, (start, stop) in zip(pens, pairwise(starts), strict=True):
            painter.setPen(pen)
            painter.drawLines(lines[start:stop])


@lru_cache(maxsize=4)
def _pens(theme: Theme) -> tuple[QPen, ...]:
    """Return the pen of the casing, and one for each of `_colors`."""
    return _pen(theme.panel, CASING), *(_pen(color, WIDTH) for color in _colors(theme))


def _colors(theme: Theme) -> list[QColor]:
    """Return the colors of weak and strong negative, weak and strong positive, and no number."""
    reading = READINGS["gradients"]
    signs = [reading.color(theme, positive) for positive in (False, True)]
    pairs = [(mixed(theme.panel, color, FAINT), color) for color in signs]
    return [*pairs[0], *pairs[1], theme.warn]


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
