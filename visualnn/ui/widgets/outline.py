"""What the window shows until it is furnished: where things will be."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from visualnn.ui.theme import current, sizes
from visualnn.ui.widgets.paint import painter_on, rounded

SHARES = (0.64, 0.58)
"""Of the left column in the width beside the panel, and of its upper card in the height."""


class Outline(QWidget):
    """The top bar, the panel and empty cards, in the theme's colors.

    Signals
    -------
    painted
    """

    painted = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them as rectangles."""
        theme, size = current(), sizes()
        painter = painter_on(self)
        painter.fillRect(self.rect(), theme.bg)
        painter.fillRect(0, 0, self.width(), size.top_bar, theme.panel)
        painter.fillRect(0, size.top_bar, size.side_panel, self.height(), theme.panel)
        for card in self._cards():
            rounded(painter, card, size.radius_card, theme.panel, theme.line)
        self.painted.emit()

    def _cards(self) -> list[QRectF]:
        size = sizes()
        gap, top = size.space_3, size.top_bar + size.space_3
        left = size.side_panel + gap
        width, height = self.width() - left - gap, self.height() - top - size.status_line - gap
        return [
            QRectF(left + x * width, top + y * height, w * width - gap, h * height - gap)
            for x, w in ((0, SHARES[0]), (SHARES[0], 1 - SHARES[0]))
            for y, h in ((0, SHARES[1]), (SHARES[1], 1 - SHARES[1]))
        ]
