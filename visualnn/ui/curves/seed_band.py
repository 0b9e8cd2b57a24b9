"""The same experiment from other first weights, as a band behind its curves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from visualnn.experiment.frames.insights import Band
from visualnn.figures.history import History
from visualnn.figures.table import Floats
from visualnn.figures.thin import thin_indices
from visualnn.ui.plots.plot_items import Item, Line, with_alpha
from visualnn.ui.theme import Theme

SHARES = ("train", "val")
ENDS = ("least", "mean", "most")


class Between(Item):
    """The room between two curves, filled."""

    def __init__(self) -> None:
        super().__init__(z=-60)
        self._outline = QPolygonF()

    def set_data(self, x: Floats, low: Floats, high: Floats) -> None:
        """Take the two curves; where one of them is no number nothing is filled."""
        good = np.isfinite(low) & np.isfinite(high)
        up = zip(x[good].tolist(), low[good].tolist(), strict=True)
        back = zip(x[good][::-1].tolist(), high[good][::-1].tolist(), strict=True)
        self._outline = QPolygonF([QPointF(*point) for point in (*up, *back)])
        self.update()

    def paint(self, painter: QPainter, *_) -> None:
        outline = painter.worldTransform().map(self._outline)
        self.in_pixels(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.color)
        painter.drawPolygon(outline)


class SeedBand:
    """For each share the band from the least to the largest, and the mean as a dotted line.

    Attributes
    ----------
    lost
        How many networks have left the numbers by the latest epoch: they count no more.
    """

    def __init__(self) -> None:
        self._fills = {share: Between() for share in SHARES}
        self._means = {share: Line(dotted=True, heavy=False) for share in SHARES}
        self.forget()
        self.hide()

    @property
    def items(self) -> list[Item]:
        """What belongs into the plot, below the curves."""
        return [*self._fills.values(), *self._means.values()]

    @property
    def rows(self) -> int:
        """How many epochs are known; the next that are wanted start here."""
        return self._history.rows

    def forget(self) -> None:
        """Let go of another run's band."""
        self._history, self._made = History(), -1
        self.lost = 0

    def hide(self) -> None:
        """Show nothing."""
        for item in self.items:
            item.hide()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of the shares."""
        for share in SHARES:
            color = getattr(theme, share)
            self._fills[share].set_color(with_alpha(color, 0.22 if theme.dark else 0.16))
            self._means[share].set_color(with_alpha(color, 0.9))

    def take(self, band: Band | None) -> bool:
        """Take the rows that have come, and return whether there are any."""
        if band is None:
            return False
        if band.made != self._made:
            self.forget()
            self._made = band.made
        self.lost = int(band.lost[-1]) if len(band.lost) else self.lost
        columns = {
            f"{name}_{end}": values[:, place]
            for name, values in band.columns.items()
            for place, end in enumerate(ENDS)
        }
        return self._history.take(columns, band.start)

    def values(self, measure: str) -> list[Floats]:
        """Return the least and the largest of a measure, for the range of the plot."""
        return [
            self._history[f"{share}_{measure}_{end}"]
            for share in SHARES
            for end in ("least", "most")
        ]

    def draw(self, measure: str, columns: int, scaled: Callable[[Floats], Floats]) -> None:
        """Draw a measure."""
        for share in SHARES:
            low, mean, high = (scaled(self._history[f"{share}_{measure}_{end}"]) for end in ENDS)
            kept = thin_indices(mean, max(columns, 50))
            x = kept.astype(float)
            self._fills[share].set_data(x, low[kept], high[kept])
            self._means[share].set_data(x, mean[kept])
            for item in (self._fills[share], self._means[share]):
                item.setVisible(len(kept) > 1)
