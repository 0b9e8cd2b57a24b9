"""A race on a network's own loss: all contestants on one plane through its parameters."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from visualnn.experiment.frames import NetworkRaceFrame
from visualnn.figures.race import diverged_at, network_race_table, network_standings
from visualnn.figures.table import Table
from visualnn.figures.ticks import fixed_text
from visualnn.ui.plots.map_items import Pin
from visualnn.ui.plots.race_paths import RacePaths
from visualnn.ui.views.loss_plane import LossPlaneView, with_shares


class NetworkRaceView(LossPlaneView):
    """A map of the loss on a plane, the contestants' paths over it, and how far to trust it."""

    key = "network_race"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("network_race_words", parent)
        self.step = 0
        self._race: NetworkRaceFrame | None = None
        # While it plays the words change, and the map must not.
        self._words.setMinimumHeight(2 * self._words.fontMetrics().lineSpacing())
        self._paths, self._start = RacePaths(), Pin()
        for item in (self._paths, self._start):
            self.plot.addItem(item, ignoreBounds=True)
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """What is on show."""
        return self.tr("Race on this network’s loss")

    @property
    def race(self) -> NetworkRaceFrame | None:
        """The race on show."""
        return self._race

    def show_race(self, race: NetworkRaceFrame) -> None:
        """Draw another race, map and paths."""
        self._race = race
        self.refresh()
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
        super().empty(sentence)

    def refresh(self) -> None:
        """Draw everything again."""
        race = self._race
        if race is not None:
            self._draw_map(race.values, race.extent, race.axes)
            self._draw_paths(race)

    def table(self) -> Table:
        """Return the whole race, one row for each contestant and recorded place."""
        return Table("race", {}) if self._race is None else network_race_table(self._race)

    def _draw_paths(self, race: NetworkRaceFrame) -> None:
        text = self.tr("{name} diverged at step {n}")
        notes = [
            text.format(name=name, n=diverged_at(race, r))
            for r, name in enumerate(race.contestants)
        ]
        self._paths.set_race(race, [self.theme.look(key) for key in race.optimizers], notes)
        self._start.set_place(QPointF(*race.paths[0, 0].tolist()))

    def _tell(self) -> None:
        if self._race is not None:
            self._say(self._made(), self._trust())

    def _made(self) -> str:
        """Say what all share, and how much of their ways the plane holds."""
        assert self._race
        if self._race.explained is None:
            return self.tr("Same first weights, same batches. The plane goes through the start.")
        text = self.tr(
            "Same first weights, same batches. The plane holds {first} % and {second} % of the "
            "variance of all paths."
        )
        return with_shares(text, self._race.explained)

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
