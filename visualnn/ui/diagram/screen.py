"""The diagram on a screen: what stands still is copied, what changes little is painted in turns."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter

from visualnn.ui.diagram.gaps import Gaps
from visualnn.ui.diagram.still import Still

if TYPE_CHECKING:
    from visualnn.ui.diagram.legend import Entry
    from visualnn.ui.diagram.picture import Picture


class Screen:
    """Paints a picture again and again; in the end the screen shows what `Picture.paint` draws."""

    def __init__(self, picture: Picture) -> None:
        self._picture = picture
        self._still, self._gaps = Still(), Gaps()
        self._written: list[list[Entry]] | None = None

    def paint(self, painter: QPainter, area: QRectF, font: QFont) -> None:
        """Draw everything but what is pointed at, and its ground."""
        picture = self._picture
        picture.prepare(area, font)
        draw = partial(picture.paint_still, font=font)
        if self._still.renew(painter, area, picture.theme.panel, picture.still_key, draw):
            self._gaps.forget()
            self._written = None
        self._mend_gaps()
        self._mend_legend(font)
        self._still.copy(painter)
        picture.paint_neurons(painter, font)

    def _mend_gaps(self) -> None:
        """Paint the edges again in those gaps whose turn it is."""
        picture, wiring = self._picture, self._picture.wiring
        if wiring.drawing is None:
            return
        for gap in self._gaps.due(wiring.looks, wiring.counts, in_turns=not wiring.slow):
            draw = partial(wiring.paint_gap, theme=picture.theme, gap=gap)
            self._still.mend(picture.gap(gap), draw)

    def _mend_legend(self, font: QFont) -> None:
        """Write the legend anew where it says something else."""
        picture = self._picture
        if self._written is not picture.told:
            self._written = picture.told
            draw = partial(picture.paint_legend, font=font)
            self._still.mend(picture.room_of_legend, draw)
