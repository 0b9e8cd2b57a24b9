"""The loss of the network on show on a plane through its parameters, and its run beside it."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QWidget

from visualnn.experiment.frames import Frame, Wants
from visualnn.experiment.frames.whereabouts import Whereabouts
from visualnn.experiment.slices import Slice
from visualnn.figures.table import Floats, Table
from visualnn.figures.ticks import number_text
from visualnn.ui.plots.run_path import RunPath
from visualnn.ui.theme import Theme
from visualnn.ui.views.loss_plane import LossPlaneView, with_shares
from visualnn.ui.words import count

MOST_PASSED = 1024
"""Places since the slice was made of which every other is let go when there are more."""


class LossSliceView(LossPlaneView):
    """A map of the loss on a plane, the run's path on it, and how far to trust that."""

    key = "loss_slice"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("slice_words", parent)
        self._cut: Slice | None = None
        self._passed: list[Whereabouts] = []
        self._path = RunPath(self.tr("start"), self.tr("now"))
        self.plot.addItem(self._path, ignoreBounds=True)
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """What is on show."""
        return self.tr("Loss of this network")

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
        self.refresh()
        self._draw_path()
        self._show_plot(True)
        self._tell()

    def show_frame(self, frame: Frame) -> None:
        """Let the path go on to where the run stands now."""
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
        super().empty(sentence)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of ground and axes; the map's own colors stay."""
        super().apply_theme(theme)
        axes = self._cut.landscape.plane.axes if self._cut else ("u", "v")
        self._map.name_axes(axes, theme)

    def refresh(self) -> None:
        """Draw the map again."""
        if self._cut is not None:
            landscape = self._cut.landscape
            self._draw_map(landscape.losses, landscape.extent, landscape.plane.axes)

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

    def _draw_path(self) -> None:
        assert self._cut
        track = self._cut.landscape.track
        first = self._passed[0].step if self._passed else np.inf
        drawn = track.coordinates[self._cut.steps < first]
        later = np.array([(p.u, p.v) for p in self._passed]).reshape(-1, 2)
        self._path.set_points(np.vstack([drawn, later]))

    def _tell(self) -> None:
        self._say(self._made(), self._shares(), self._trust())

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
        return with_shares(text, explained)

    def _trust(self) -> str:
        """Say how far the run is off the plane now, and its own loss beside the map's."""
        if not self._passed:
            return ""
        here = self._passed[-1]
        text = self.tr("Now {distance} off the plane: loss {loss}, on the map {seen}.")
        numbers = (number_text(x, 4) for x in (here.distance, here.loss, here.slice_loss))
        return text.format(**dict(zip(("distance", "loss", "seen"), numbers, strict=True)))
