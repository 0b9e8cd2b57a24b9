"""A race on a network's own loss: all contestants on one plane through its parameters."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QWidget

from visualnn.experiment.frames import NetworkRaceFrame
from visualnn.figures.race import diverged_at, network_race_table, network_standings
from visualnn.figures.table import Table
from visualnn.figures.ticks import fixed_text
from visualnn.ui.plots.loss_map import LossMap
from visualnn.ui.plots.map_items import Pin
from visualnn.ui.plots.race_paths import RacePaths
from visualnn.ui.theme import Theme
from visualnn.ui.views.plot_view import PlotView


class NetworkRaceView(PlotView):
    """A map of the loss on a plane, the contestants' paths over it, and how far to trust it."""

    key = "network_race"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = 0
        self._race: NetworkRaceFrame | None = None
        self._map, self._words = LossMap(self.plot, self), QLabel()
        self._words.setObjectName("network_race_words")
        self._words.setWordWrap(True)
        self._words.setProperty("role", "second")
        # While it plays the words change, and the map must not.
        self._words.setMinimumHeight(2 * self._words.fontMetrics().lineSpacing())
        self.column.addWidget(self._map.bar)
        self.column.addWidget(self._words)
        self._paths, self._start = RacePaths(), Pin()
        for item in (self._paths, self._start):
            self.plot.addItem(item, ignoreBounds=True)
        self.legend.hide()
        self.setToolTip(self._map.idea)
        self._show_plot(False)
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """What is on show."""
        return self.tr("Race on this network’s loss")

    def header(self) -> QWidget | None:
        """Return nothing: the paths carry their names."""
        return None

    @property
    def words(self) -> str:
        """The sentences below the map."""
        return self._words.text()

    @property
    def race(self) -> NetworkRaceFrame | None:
        """The race on show."""
        return self._race

    def show_race(self, race: NetworkRaceFrame) -> None:
        """Draw another race, map and paths."""
        self._race = race
        self._draw_map(race)
        self._draw_paths(race)
        self._show_plot(True)
        self._tell()

    def set_playhead(self, step: int) -> None:
        """Draw the paths up to a step."""
        self.step = step
        self._paths.set_step(step)
        self._tell()

    def empty(self, sentence: str) -> None:
        """Show no map, and the sentence that says why."""
        self._race = None
        self._show_plot(False)
        self._words.setText(sentence)

    def apply_theme(self, theme: Theme) -> None:
        """Take the ground's color and the contestants'; the map's own colors stay."""
        super().apply_theme(theme)
        self.plot.box.setBackgroundColor(theme.panel2)

    def refresh(self) -> None:
        """Draw everything again."""
        if self._race is not None:
            self._draw_map(self._race)
            self._draw_paths(self._race)

    def table(self) -> Table:
        """Return the whole race, one row for each contestant and recorded place."""
        return Table("race", {}) if self._race is None else network_race_table(self._race)

    def hover(self, place: QPointF) -> str:
        """Return coordinates and the loss at the nearest point of the grid."""
        return "" if self._race is None else self._map.words_at(place)

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the map, below it what its colors stand for, and how far to trust it."""
        super().paint_body(painter, at)
        self._map.paint_into(painter, at, self._words, self.theme)

    def _draw_map(self, race: NetworkRaceFrame) -> None:
        self._map.draw(race.values, race.extent, race.axes, self.theme)
        self.setToolTip(self._map.idea)

    def _draw_paths(self, race: NetworkRaceFrame) -> None:
        text = self.tr("{name} diverged at step {n}")
        notes = [
            text.format(name=name, n=diverged_at(race, r))
            for r, name in enumerate(race.contestants)
        ]
        self._paths.set_race(race, [self.theme.look(key) for key in race.optimizers], notes)
        self._start.set_place(QPointF(*race.paths[0, 0].tolist()))

    def _show_plot(self, shown: bool) -> None:
        """Show the map with its sentences below, or a sentence alone in the middle."""
        self.plot.setVisible(shown)
        self._map.bar.setVisible(shown)
        self.column.setStretchFactor(self._words, 0 if shown else 1)
        middle = Qt.AlignmentFlag.AlignCenter
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft if shown else middle)

    def _tell(self) -> None:
        if self._race is not None:
            self._words.setText(" ".join(filter(None, (self._made(), self._trust()))))

    def _made(self) -> str:
        """Say what all share, and how much of their ways the plane holds."""
        assert self._race
        if self._race.explained is None:
            return self.tr("Same first weights, same batches. The plane goes through the start.")
        text = self.tr(
            "Same first weights, same batches. The plane holds {first} % and {second} % of the "
            "variance of all paths."
        )
        first, second = (f"{100 * share:.1f}" for share in self._race.explained)
        return text.format(first=first, second=second)

    def _trust(self) -> str:
        """Say of who is ahead how far it is off the plane, and its own loss beside the map's."""
        assert self._race
        ahead, *others = network_standings(self._race, self.step)
        text = self.tr("{name} is ahead, {distance} off the plane: loss {loss}, on the map {seen}.")
        if others and all(other.loss == ahead.loss for other in others):  # as at the start
            text = self.tr("All are {distance} off the plane: loss {loss}, on the map {seen}.")
        numbers = (fixed_text(x) for x in (ahead.distance, ahead.loss, ahead.slice_loss))
        named = dict(zip(("distance", "loss", "seen"), numbers, strict=True))
        return text.format(name=ahead.name, **named)
