"""What stands still from frame to frame, kept as pixels and copied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

Draw = Callable[[QPainter], None]

BEYOND = 2.0
"""Logical pixels: a ground is filled beyond its clip, so that no pixel at its border is mixed."""


class Still:
    """The ground of a picture on a screen, painted again where its key is another one.

    It is opaque: to copy it costs no more than to fill the ground with a color.
    Parts of it can be painted again alone.
    """

    def __init__(self) -> None:
        self._pixels: QPixmap | None = None
        self._key: tuple[object, ...] = ()
        self._corner, self._ground = QRectF().topLeft(), QColor()
        self._hints = QPainter.RenderHint(0)

    def renew(
        self,
        painter: QPainter,
        area: QRectF,
        ground: QColor,
        key: tuple[object, ...],
        draw: Draw,
    ) -> bool:
        """Paint the ground with ``draw`` if that has not been done for this key; return whether."""
        ratio = painter.device().devicePixelRatioF()
        key = (area, ratio, *key)
        if self._pixels is not None and key == self._key:
            return False
        self._key, self._corner = key, area.topLeft()
        self._ground, self._hints = QColor(ground), painter.renderHints()
        self._pixels = QPixmap((area.size() * ratio).toSize())
        self._pixels.setDevicePixelRatio(ratio)
        self._pixels.fill(ground)
        self._paint(draw)
        return True

    def mend(self, part: QRectF, draw: Draw) -> None:
        """Paint a part of the ground anew."""

        def clipped(painter: QPainter) -> None:
            painter.setClipRect(part)
            painter.fillRect(part.adjusted(-BEYOND, -BEYOND, BEYOND, BEYOND), self._ground)
            draw(painter)

        self._paint(clipped)

    def copy(self, painter: QPainter) -> None:
        """Copy the ground."""
        painter.drawPixmap(self._corner, self._pixels)

    def _paint(self, draw: Draw) -> None:
        onto = QPainter(self._pixels)
        onto.setRenderHints(self._hints)
        draw(onto)
        onto.end()
