"""The loss of the network on show on a plane through its parameters, and its run beside it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QWidget

from visualnn.experiment.frames import Frame, Wants
from visualnn.experiment.frames.whereabouts import Whereabouts
from visualnn.experiment.slices import Slice
from visualnn.figures.table import Floats, Table
from visualnn.figures.ticks import number_text
from visualnn.ui.plots.loss_map import LossMap
from visualnn.ui.plots.run_path import RunPath
from visualnn.ui.theme import Theme
from visualnn.ui.views.plot_view import PlotView
from visualnn.ui.words import count

MOST_PASSED = 1024
"""Places since the slice was made of which every other is let go when there are more."""


class LossSliceView(PlotView):
    """A map of the loss on a plane, the run's path on it, and how far to trust that."""

    key = "loss_slice"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cut: Slice | None = None
        self._passed: list[Whereabouts] = []
        self._frame: Frame | None = None
        self._map, self._words = LossMap(self.plot, self), QLabel()
        self._bar = self._map.bar
        self._words.setObjectName("slice_words")
        self._words.setWordWrap(True)
        self._words.setProperty("role", "second")
        self.column.addWidget(self._bar)
        self.column.addWidget(self._words)
        self._path = RunPath(self.tr("start"), self.tr("now"))
        self.plot.addItem(self._path, ignoreBounds=True)
        self.legend.hide()
        self.setToolTip(self._map.idea)
        self._show_plot(False)
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """What is on show."""
        return self.tr("Loss of this network")

    def header(self) -> QWidget | None:
        """Return nothing: start and end of the path carry their names."""
        return None

    @property
    def words(self) -> str:
        """The sentences below the map."""
        return self._words.text()

    @property
    def cut(self) -> Slice | None:
        """The slice on show."""
        return self._cut

    @property
    def path(self) -> Floats:
        """The places ``(T, 2)`` of the path that is drawn, the present one last."""
        return self._path.points

    def wants(self) -> Wants:
        """Return that the run's place beside the slice is wanted."""
        return Wants(whereabouts=self._cut is not None)

    def show_slice(self, cut: Slice) -> None:
        """Draw another slice, whole."""
        self._cut, self._passed = cut, []
        self._draw_map(cut)
        self._draw_path()
        self._show_plot(True)
        self._tell()

    def show_frame(self, frame: Frame) -> None:
        """Let the path go on to where the run stands now."""
        self._frame = frame
        here = frame.whereabouts
        if self._cut is None or here is None or frame.generation != self._cut.generation:
            return
        kept = [place for place in self._passed if place.step < here.step]
        if len(kept) > MOST_PASSED:
            kept = kept[::2]
        self._passed = [*kept, here]
        self._draw_path()
        self._tell()

    def empty(self, sentence: str) -> None:
        """Show no map, and the sentence that says why."""
        self._cut, self._passed = None, []
        self._path.set_points(np.zeros((0, 2)))
        self._show_plot(False)
        self._words.setText(sentence)

    def apply_theme(self, theme: Theme) -> None:
        """Take the ground's color; the map's own colors stay."""
        super().apply_theme(theme)
        self.plot.box.setBackgroundColor(theme.panel2)
        axes = self._cut.landscape.plane.axes if self._cut else ("u", "v")
        self._map.name_axes(axes, theme)

    def refresh(self) -> None:
        """Draw the map again."""
        if self._cut is not None:
            self._draw_map(self._cut)

    def table(self) -> Table:
        """Return the path: step, place, distance off the plane, loss of the run and on the map."""
        if self._cut is None:
            return Table(self.key, {})
        steps, track = self._cut.steps, self._cut.landscape.track
        rows = np.column_stack(
            [steps, track.coordinates, track.distances, track.losses, track.slice_losses]
        )
        later = [(p.step, p.u, p.v, p.distance, p.loss, p.slice_loss) for p in self._passed]
        kept = rows[~np.isin(steps, [p.step for p in self._passed])]
        rows = np.vstack([kept, np.array(later).reshape(-1, 6)])
        names = ("step", "u", "v", "distance", "loss", "slice_loss")
        return Table(self.key, dict(zip(names, rows[np.argsort(rows[:, 0])].T, strict=True)))

    def hover(self, place: QPointF) -> str:
        """Return coordinates and the loss at the nearest point of the grid."""
        return "" if self._cut is None else self._map.words_at(place)

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the map, below it what its colors stand for, and how far to trust it."""
        super().paint_body(painter, at)
        self._map.paint_into(painter, at, self._words, self.theme)

    def _draw_map(self, cut: Slice) -> None:
        landscape = cut.landscape
        self._map.draw(landscape.losses, landscape.extent, landscape.plane.axes, self.theme)
        self.setToolTip(self._map.idea)

    def _show_plot(self, shown: bool) -> None:
        """Show the map with its sentences below, or a sentence alone in the middle."""
        self.plot.setVisible(shown)
        self._bar.setVisible(shown)
        self.column.setStretchFactor(self._words, 0 if shown else 1)
        middle = Qt.AlignmentFlag.AlignCenter
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft if shown else middle)

    def _draw_path(self) -> None:
        assert self._cut
        track = self._cut.landscape.track
        first = self._passed[0].step if self._passed else np.inf
        drawn = track.coordinates[self._cut.steps < first]
        later = np.array([(p.u, p.v) for p in self._passed]).reshape(-1, 2)
        self._path.set_points(np.vstack([drawn, later]))

    def _tell(self) -> None:
        self._words.setText(" ".join(filter(None, (self._made(), self._shares(), self._trust()))))

    def _made(self) -> str:
        """Say at which step the slice was made, and whether the run has gone on since."""
        assert self._cut
        now = self._passed[-1].step if self._passed else self._cut.step
        if now == self._cut.step:
            return self.tr("Slice through the network at step {step}.").format(step=count(now))
        text = self.tr("Slice through the network at step {step}; it is at step {now} now.")
        return text.format(step=count(self._cut.step), now=count(now))

    def _shares(self) -> str:
        explained = self._cut.landscape.plane.explained if self._cut else None
        if explained is None:
            return ""
        text = self.tr("The plane holds {first} % and {second} % of the run’s variance.")
        first, second = (f"{100 * share:.1f}" for share in explained)
        return text.format(first=first, second=second)

    def _trust(self) -> str:
        """Say how far the run is off the plane now, and its own loss beside the map's."""
        if not self._passed:
            return ""
        here = self._passed[-1]
        text = self.tr("Now {distance} off the plane: loss {loss}, on the map {seen}.")
        numbers = (number_text(x, 4) for x in (here.distance, here.loss, here.slice_loss))
        return text.format(**dict(zip(("distance", "loss", "seen"), numbers, strict=True)))
