"""The row above the status line that a strip takes when it would cover numbers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from visualnn.ui.theme import current, sizes
from visualnn.ui.widgets.paint import painter_on
from visualnn.ui.widgets.side_panel import SidePanel


class Berth(QWidget):
    """Empty room above the status lines, as high as the strip that lies in it; else none.

    A short strip fits beside the numbers and nothing moves; only one that
    would cover a number gets the row.  The panel of controls goes on below it.

    Parameters
    ----------
    status
        The status lines, of which one is on show.
    pages
        What stands above, of which one is on show.

    Signals
    -------
    crowded
        The numbers of the status line take another width.
    """

    crowded = Signal()

    def __init__(
        self, status: QStackedWidget, pages: QStackedWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._pages = pages
        pages.currentChanged.connect(lambda _: self.update())
        self.setObjectName("berth")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._status = status
        self._guests: dict[QWidget, int] = {}
        self.setFixedHeight(0)
        for index in range(status.count()):
            status.widget(index).installEventFilter(self)

    @property
    def free(self) -> int:
        """Pixels at the right end of the status line that show nothing."""
        return self._status.width() - self._status.currentWidget().used_width()

    @property
    def below(self) -> int:
        """The height of the status line."""
        return self._status.height()

    def holds(self, strip: QWidget) -> bool:
        """Return whether a strip lies here."""
        return strip in self._guests

    def take_in(self, strip: QWidget, height: int) -> None:
        """Make room for a strip; the gap below the cards is part of it."""
        self._guests[strip] = height
        self._settle()

    def let_go(self, strip: QWidget) -> None:
        """Take the room away again, unless another strip needs it."""
        if self._guests.pop(strip, None) is not None:
            self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:
        page = self._pages.currentWidget()
        panel = page.findChild(SidePanel) if page else None
        if panel is None or not panel.isVisible():
            return
        theme, width = current(), panel.width()
        with painter_on(self) as painter:
            painter.fillRect(0, 0, width, self.height(), theme.panel)
            painter.fillRect(width - 1, 0, 1, self.height(), theme.line)

    def eventFilter(self, watched, event) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self.crowded.emit()
        return False

    def _settle(self) -> None:
        gap = sizes().space_2
        height = max((height - gap for height in self._guests.values()), default=0)
        if height != self.height():
            self.setFixedHeight(height)
