"""What each sample of the batch says about the chosen parameter."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QLabel, QWidget

from visualnn.experiment.explain import Votes
from visualnn.figures.decimals import decimals_text, signed_text
from visualnn.figures.table import Floats, Table
from visualnn.figures.ticks import grown
from visualnn.figures.veil import shows_gradient
from visualnn.figures.worked import Sheet
from visualnn.ui import fonts
from visualnn.ui.backprop.dots import Dots
from visualnn.ui.plots.plot_items import Rule
from visualnn.ui.theme import Theme
from visualnn.ui.views.plot_view import PlotView

BINS = 24


class SampleGradientsView(PlotView):
    """A dot for each sample's gradient, and the line of their mean, which is the step's."""

    key = "sample_gradients"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(
            self.tr(
                "Each sample pulls the weight its own way; the gradient of the batch is the mean, "
                "∂L/∂w = 1/n · Σ ∂Lᵢ/∂w."
            )
        )
        self._sheet: Sheet | None = None
        self._votes: Votes | None = None
        self._shown: tuple = ()
        self.words = QLabel()
        self.words.setObjectName("sample_words")
        self.words.setWordWrap(True)
        self.words.setFont(fonts.numbers(fonts.small()))
        self.column.insertWidget(0, self.words)
        self._dots, self._mean, self._zero = Dots(), Rule(), Rule(dashed=True)
        for item in (self._zero, self._mean, self._dots):
            self.plot.addItem(item, ignoreBounds=True)
        self.plot.left.setWidth(22)
        self.plot.left.setStyle(showValues=False)
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """Samples' gradients."""
        return self.tr("Samples’ gradients")

    def header(self) -> QWidget | None:
        """Return nothing: there is one kind of dot."""
        return None

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the samples of an explanation."""
        self._sheet = sheet
        key = (sheet.explanation, sheet.selected, sheet.hidden, sheet.names)
        key = (*key, sheet.predicting and sheet.index)
        if key != self._shown:
            self._shown = key
            self.refresh()

    def point_at(self, sheet: Sheet) -> None:
        """Mark nothing: a sample is no place."""
        self._sheet = sheet

    def refresh(self) -> None:
        """Draw the dots anew."""
        theme, sheet = self.theme, self._sheet
        for item, color in (
            (self._dots, theme.gneg),
            (self._mean, theme.ink),
            (self._zero, theme.ink3),
        ):
            item.set_color(color)
        self.plot.left.name("", theme)
        shown = sheet is not None and sheet.selected is not None
        shown = shown and shows_gradient(sheet, sheet.selected)
        for item in (self._dots, self._mean, self._zero):
            item.setVisible(shown)
        if sheet is not None and sheet.selected is not None:
            self.plot.bottom.name(sheet.names.slope_text(sheet.selected), theme)
        self._votes = sheet.votes if shown else None
        if self._votes:
            self._draw(self._votes)
        self.words.setText(self._sentence(self._votes) if self._votes else "")

    def table(self) -> Table:
        """Return each sample's gradient."""
        values = self._votes.values if self._votes else np.empty(0)
        numbers = np.arange(1, len(values) + 1)
        return Table(self.key, {"sample": numbers, "gradient": values})

    def hover(self, place: QPointF) -> str:
        """Read the nearest sample."""
        if self._votes is None:
            return ""
        values = self._votes.values
        at = int(np.abs(values - place.x()).argmin())
        text = self.tr("sample {n} of the batch: {value}")
        return text.format(n=at + 1, value=signed_text(float(values[at]), 8))

    def stops(self) -> Floats:
        """Return the samples by what they would do to the weight."""
        if self._votes is None:
            return super().stops()
        values = np.sort(self._votes.values)
        return np.column_stack([values, np.ones_like(values)])

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self.words.setStyleSheet(f"color: {theme.ink2.name()};")
        super().apply_theme(theme)

    def _draw(self, votes: Votes) -> None:
        values = votes.values
        low, high = grown(min(votes.low, 0.0), max(votes.high, 0.0))
        heights = stacked(values, low, high)
        self._dots.set_data(values, heights)
        self._mean.set_x(votes.mean)
        self._zero.set_x(0.0)
        self.plot.set_range(low, high, 0.0, max(heights.max() + 1, 6.0))

    def _sentence(self, votes: Votes) -> str:
        if len(votes.values) == 1:
            return self.tr("One sample; with the whole batch each says something else.")
        text = self.tr("mean {mean}, spread {spread}, over {n} samples; {up} pull up, {down} down")
        return text.format(
            mean=signed_text(votes.mean, 8),
            spread=decimals_text(votes.deviation, 8),
            n=len(votes.values),
            up=votes.up,
            down=votes.down,
        )


def stacked(values: Floats, low: float, high: float) -> Floats:
    """Return a height for each dot, so that near ones stand above each other."""
    bins = np.clip(((values - low) / (high - low) * BINS).astype(int), 0, BINS - 1)
    filled = np.zeros(BINS)
    heights = np.empty(len(values))
    for i, at in enumerate(bins.tolist()):
        filled[at] += 1
        heights[i] = filled[at]
    return heights
