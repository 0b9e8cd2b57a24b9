"""What stands still from frame to frame, kept as pixels and copied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap


class Still:
    """The ground of a picture on a screen, painted again where its key is another one.

    It is opaque: to copy it costs no more than to fill the ground with a color.
    """

    def __init__(self) -> None:
        self._pixels: QPixmap | None = None
        self._key: tuple[object, ...] = ()

    def paint(
        self,
        painter: QPainter,
        area: QRectF,
        ground: QColor,
        key: tuple[object, ...],
        draw: Callable[[QPainter], None],
    ) -> None:
        """Copy what ``draw`` has painted on the ground for this key."""
        ratio = painter.device().devicePixelRatioF()
        key = (area, ratio, *key)
        if self._pixels is None or key != self._key:
            self._key = key
            self._pixels = QPixmap((area.size() * ratio).toSize())
            self._pixels.setDevicePixelRatio(ratio)
            self._pixels.fill(ground)
            onto = QPainter(self._pixels)
            onto.setRenderHints(painter.renderHints())
            draw(onto)
            onto.end()
        painter.drawPixmap(area.topLeft(), self._pixels)
