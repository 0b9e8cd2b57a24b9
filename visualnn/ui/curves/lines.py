"""The items in the plot of the scores: made once, then given data."""

from __future__ import annotations

from visualnn.figures.curves import span_of
from visualnn.figures.ticks import nice_ceiling
from visualnn.ui.curves.edits import Edits
from visualnn.ui.curves.ghosts import Ghosts
from visualnn.ui.curves.reading import SHARES, Reading
from visualnn.ui.curves.seed_band import SeedBand
from visualnn.ui.curves.share_curve import ShareCurve
from visualnn.ui.curves.stop_marks import StopMarks
from visualnn.ui.plots.plot_items import Grid, Rule, with_alpha
from visualnn.ui.plots.plotting import Plot
from visualnn.ui.theme import Theme


class Lines:
    """The curves of the shares, other runs behind them, and the marks over them.

    Attributes
    ----------
    curves
        By share.
    ghosts, band
        Other runs, and the same from other first weights.
    marks, other_marks
        Where early stopping stops, and where another rule would have.
    edits
        The epochs that first counted samples changed by hand.
    playhead
        The step looked back at, as in the timeline.
    range
        Left, right, low and high of the axes; None as long as there is nothing
        to hold on to.
    """

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self._grid, self._hair, self.playhead = Grid(plot.left), Rule(), Rule()
        self.marks, self.other_marks, self.edits = StopMarks(), StopMarks(), Edits()
        self.ghosts, self.band = Ghosts(), SeedBand()
        self.range: tuple[float, float, float, float] | None = None
        self.curves = {
            share: ShareCurve(dashed=share == "val", dotted=share == "test") for share in SHARES
        }
        # The raw lines lie below all others.
        layers = zip(*(curve.items for curve in self.curves.values()), strict=True)
        moving = [item for layer in layers for item in layer]
        fixed = (self._grid, self.edits, self._hair, self.playhead)
        stops = (*self.marks.items, *self.other_marks.items)
        for item in (*fixed, *stops, *self.band.items, *self.ghosts.items, *moving):
            plot.addItem(item, ignoreBounds=True)
        self._hair.hide()
        self.playhead.hide()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of the shares."""
        for share, curve in self.curves.items():
            curve.set_color(getattr(theme, share))
        self._grid.set_color(theme.line)
        self._hair.set_color(theme.ink3)
        self.edits.set_color(theme.ink3)
        self.playhead.set_color(theme.accent)
        self.ghosts.apply_theme(theme)
        self.band.apply_theme(theme)
        strength = 0.1 if theme.dark else 0.07
        val, accent = with_alpha(theme.val, strength), with_alpha(theme.accent, strength)
        self.marks.set_colors(theme.val, val, theme.ink2, theme.panel)
        self.other_marks.set_colors(theme.accent, accent, theme.ink, theme.panel)

    def draw(self, reading: Reading) -> None:
        """Draw everything but the marks."""
        self._set_range(reading)
        columns = int(self._plot.box.width())
        for share, curve in self.curves.items():
            curve.set_visible(share in reading.shares)
        for share in reading.shares:
            curve = self.curves[share]
            curve.draw(reading.values(share), reading.weight, columns, reading.scaled)
        if reading.seeds:
            self.band.draw(reading.measure, columns, reading.scaled)
        else:
            self.band.hide()
        self.ghosts.draw(reading.measure, columns, reading.scaled)

    def mark_cursor(self, reading: Reading, at: int | None) -> None:
        """Put a line and dots at an epoch; None takes them away."""
        shown = at is not None and at < reading.rows
        self._hair.setVisible(shown)
        for share in reading.shares:
            if shown:
                self.curves[share].mark(at, reading.drawn(share))
            else:
                self.curves[share].unmark()
        if shown:
            self._hair.set_x(at)

    def mark_step(self, epoch: int | None) -> None:
        """Put a line at the epoch that a person looks back at; None takes it away."""
        self.playhead.setVisible(epoch is not None)
        if epoch is not None:
            self.playhead.set_x(epoch)

    @property
    def middle(self) -> float:
        """Half way up the axis."""
        return (self.range[2] + self.range[3]) / 2 if self.range else 0.5

    @property
    def right(self) -> float:
        """The last epoch on the axis."""
        return self.range[1] if self.range else 1.0

    @property
    def low(self) -> float:
        """The foot of the left axis."""
        return self.range[2] if self.range else 0.0

    def _set_range(self, reading: Reading) -> None:
        """Let the axes hold all that is shown; they grow, and do not shrink meanwhile."""
        low, high = self._span(reading)
        if self.range is not None:
            low, high = min(low, self.range[2]), max(high, self.range[3])
        right = nice_ceiling(max(reading.rows - 1, self.ghosts.last, 10))
        wanted = (0.0, right, low, high)
        if wanted != self.range:
            # Before the first epoch there is nothing to hold on to.
            self.range = wanted if reading.rows else None
            self._plot.left.log = reading.log
            self._plot.set_range(*wanted)

    def _span(self, reading: Reading) -> tuple[float, float]:
        shown = [reading.values(share) for share in reading.shares]
        shown += self.ghosts.values(reading.measure)
        if reading.seeds:
            shown += self.band.values(reading.measure)
        return span_of([reading.ends(values) for values in shown], reading.measure, reading.log)
