"""A view of a network's loss on a plane through its parameters, with sentences below the map."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QWidget

from visualnn.experiment.frames import Extent
from visualnn.figures.table import Floats
from visualnn.ui.plots.loss_map import LossMap
from visualnn.ui.theme import Theme
from visualnn.ui.views.plot_view import PlotView


class LossPlaneView(PlotView):
    """The map of a plane, or a sentence that says why there is none.

    Whoever is on the plane is drawn over it by a view of its own, which also says
    below the map how far to trust it.

    Parameters
    ----------
    words_name
        The object name of the sentences.
    """

    def __init__(self, words_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._map, self._words = LossMap(self.plot, self), QLabel()
        self._words.setObjectName(words_name)
        self._words.setWordWrap(True)
        self._words.setProperty("role", "second")
        self.column.addWidget(self._map.bar)
        self.column.addWidget(self._words)
        self.legend.hide()
        self.setToolTip(self._map.idea)
        self._show_plot(False)

    def header(self) -> QWidget | None:
        """Return nothing: what is drawn over the map carries its name."""
        return None

    @property
    def words(self) -> str:
        """The sentences below the map."""
        return self._words.text()

    def empty(self, sentence: str) -> None:
        """Show no map, and the sentence that says why."""
        self._show_plot(False)
        self._words.setText(sentence)

    def apply_theme(self, theme: Theme) -> None:
        """Take the ground's color; the map's own colors stay."""
        super().apply_theme(theme)
        self.plot.box.setBackgroundColor(theme.panel2)

    def hover(self, place: QPointF) -> str:
        """Return coordinates and the loss at the nearest point of the grid."""
        return "" if self.plot.isHidden() else self._map.words_at(place)

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the map, below it what its colors stand for, and how far to trust it."""
        super().paint_body(painter, at)
        self._map.paint_into(painter, at, self._words, self.theme)

    def _draw_map(self, losses: Floats, extent: Extent, axes: tuple[str, str]) -> None:
        """Draw losses ``(m, m)`` over a part of the plane, row 0 at its foot."""
        self._map.draw(losses, extent, axes, self.theme)
        self.setToolTip(self._map.idea)

    def _show_plot(self, shown: bool) -> None:
        """Show the map with its sentences below, or a sentence alone in the middle."""
        self.plot.setVisible(shown)
        self._map.bar.setVisible(shown)
        self.column.setStretchFactor(self._words, 0 if shown else 1)
        middle = Qt.AlignmentFlag.AlignCenter
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft if shown else middle)

    def _say(self, *sentences: str) -> None:
        """Write below the map those of the sentences that are not empty."""
        self._words.setText(" ".join(filter(None, sentences)))


def with_shares(text: str, explained: tuple[float, float]) -> str:
    """Put the plane's shares of a variance, in percent, for ``{first}`` and ``{second}``."""
    first, second = (f"{100 * share:.1f}" for share in explained)
    return text.format(first=first, second=second)
