"""The loss of every contestant by step, with the playhead."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from visualnn.experiment.frames import NetworkRaceFrame, RaceFrame, Relief
from visualnn.figures.race import diverged_at, log_foot, network_race_table, place_at, race_table
from visualnn.figures.table import Floats, Table
from visualnn.figures.thin import thin_indices
from visualnn.figures.ticks import fixed_text, grown
from visualnn.ui.intents import MovePlayhead
from visualnn.ui.plots.legend import Entry
from visualnn.ui.plots.marks import draw_mark
from visualnn.ui.plots.plot_items import Grid, Item, Line, Rule, with_alpha
from visualnn.ui.theme import Look, Theme
from visualnn.ui.views.plot_view import PlotView
from visualnn.ui.views.view import Switch

DEEPEST = 10.0
"""Decades below the highest loss that a log scale shows at most."""

FUTURE = 0.6
"""How strong the part of a curve behind the playhead is; it is thinner, too."""


class RaceLossView(PlotView):
    """Who is how far down after how many steps."""

    key = "race_loss"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(
            self.tr(
                "Every contestant starts at the same place and takes the same number of steps. "
                "Click or drag to see the race as it stood after a step."
            )
        )
        self.step = 0
        self._race: RaceFrame | NetworkRaceFrame | None = None
        self._relief: Relief | None = None
        self._keys: tuple[str, ...] = ()
        self._past: list[Line] = []
        self._future: list[Line] = []
        self._grid = Grid(self.plot.left)
        self._playhead = Rule()
        self._heads = Heads()
        for item in (self._grid, self._playhead, self._heads):
            self.plot.addItem(item, ignoreBounds=True)
        self._playhead.hide()
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """Loss by step."""
        return self.tr("Loss by step")

    def header(self) -> QWidget | None:
        """Return nothing: the table beside it names the contestants."""
        return None

    def switches(self) -> tuple[Switch, ...]:
        """Return linear and log."""
        return (
            Switch(
                "scale",
                self.tr("Scale"),
                self.tr("A log scale shows progress among small losses."),
                (
                    ("linear", self.tr("linear"), self.tr("Equal distances are differences.")),
                    ("log", self.tr("log"), self.tr("Equal distances are ratios.")),
                ),
                default="log",
            ),
        )

    def show_relief(self, relief: Relief) -> None:
        """Take the floor that a log scale measures from."""
        floor = None if self._relief is None else self._relief.floor
        self._relief = relief
        if relief.floor != floor:
            self.refresh()

    def show_race(self, race: RaceFrame | NetworkRaceFrame) -> None:
        """Draw a race; on a network the loss is that of all training samples."""
        self._race = race
        self._keys = race.optimizers
        self.refresh()

    def clear(self) -> None:
        """Show no race: there is none yet of what is on show."""
        self._race, self._keys = None, ()
        for line in (*self._past, *self._future):
            line.setVisible(False)
        self._playhead.hide()
        self._heads.set_heads([], [], [])
        self.legend.set_entries(())

    def set_playhead(self, step: int) -> None:
        """Draw the curves strong up to this step and faint after it."""
        self.step = step
        self._draw()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of the optimizers."""
        self._grid.set_color(theme.line)
        self._playhead.set_color(theme.ink2)
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Draw everything again."""
        self.plot.left.log = self._is_log()
        self.plot.left.name(self._loss_name(), self.theme)
        self.plot.bottom.name(self.tr("step"), self.theme)
        if self._race is not None:
            self._make_lines(self._race)
            self._set_range(self._race)
            self._draw()

    def table(self) -> Table:
        """Return the whole race, one row for each contestant and step."""
        if self._race is None:
            return Table("race", {})
        if isinstance(self._race, NetworkRaceFrame):
            return network_race_table(self._race)
        minima = np.zeros((0, 2)) if self._relief is None else self._relief.minima
        return race_table(self._race, minima, self._floor())

    def hover(self, place: QPointF) -> str:
        """Return the losses at the step under the mouse."""
        race = self._race
        if race is None:
            return ""
        at = place_at(race, self._step_at(place))
        order = np.argsort(race.losses[at], kind="stable").tolist()
        rows = [self._row(race, at, r) for r in order]
        return "\n".join([self.tr("step {n}").format(n=int(race.steps[at])), *rows])

    def _row(self, race: RaceFrame | NetworkRaceFrame, at: int, r: int) -> str:
        """Return a contestant's loss; on a network the validation loss, too."""
        loss = fixed_text(float(race.losses[at, r]))
        if isinstance(race, RaceFrame) or np.isnan(race.val_losses[at, r]):
            return f"{race.contestants[r]}  {loss}"
        val = fixed_text(float(race.val_losses[at, r]))
        text = self.tr("{name}  {loss}, validation {val}")
        return text.format(name=race.contestants[r], loss=loss, val=val)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the playhead with the arrow keys, ten recorded steps at a time with Shift."""
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() not in ways or self._race is None:
            super().keyPressEvent(event)
            return
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        steps = self._race.steps
        place = place_at(self._race, self.step) + far * ways[event.key()]
        self._ask(int(steps[min(max(place, 0), len(steps) - 1)]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the playhead to where the mouse is pressed or dragged."""
        pressed = event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove)
        if pressed and event.buttons() & Qt.MouseButton.LeftButton and self._race is not None:
            scene = self.plot.mapToScene(event.position().toPoint())
            self._ask(self._step_at(self.plot.data_at(scene)))
        return super().eventFilter(watched, event)

    def _ask(self, step: int) -> None:
        self.intent.emit(MovePlayhead(min(max(step, 0), self._last)))

    def _step_at(self, place: QPointF) -> int:
        return int(min(max(round(place.x()), 0), self._last))

    @property
    def _last(self) -> int:
        """The last step of the race."""
        return 0 if self._race is None else int(self._race.steps[-1])

    def _foot(self) -> float | None:
        """Return what a log scale measures from; None where it cannot be one."""
        if isinstance(self._race, NetworkRaceFrame):
            return 0.0  # no loss of a network is below 0
        floor = 0.0 if self._relief is None else self._relief.floor
        return log_foot(self._race.losses if self._race else np.zeros(0), floor)

    def _floor(self) -> float:
        return self._foot() or 0.0

    def _is_log(self) -> bool:
        return self.chosen("scale") == "log" and self._foot() is not None

    def _loss_name(self) -> str:
        if isinstance(self._race, NetworkRaceFrame):
            return self.tr("training loss")
        if self._is_log():
            return self.tr("loss − floor") if self._floor() else self.tr("loss")
        wished = self.chosen("scale") == "log" and self._race is not None
        return self.tr("loss (below 0: no log)") if wished else self.tr("loss")

    def _scaled(self, losses: Floats) -> Floats:
        if not self._is_log():
            return np.where(np.isfinite(losses), losses, np.nan)
        above = losses - self._floor()
        return np.log10(above, out=np.full(above.shape, np.nan), where=above > 0)

    def _make_lines(self, race: RaceFrame | NetworkRaceFrame) -> None:
        while len(self._past) < len(race.contestants):
            for lines, heavy in ((self._future, False), (self._past, True)):
                lines.append(Line(heavy=heavy))
                self.plot.addItem(lines[-1], ignoreBounds=True)
        values = self._scaled(race.losses)
        width = max(int(self.plot.box.width()), 50)
        self._kept = [thin_indices(column, width) for column in values.T]
        self._values, self._steps = values, race.steps.astype(float)
        for r, (past, future) in enumerate(zip(self._past, self._future, strict=True)):
            shown = r < len(race.contestants)
            past.setVisible(shown)
            future.setVisible(shown)
            if shown:
                past.set_color(self._look(r).color)
                future.set_color(with_alpha(self._look(r).color, FUTURE))
                future.set_data(self._steps[self._kept[r]], values[self._kept[r], r])
        self._heads.ring = self.theme.panel
        self._list_contestants(race)

    def _list_contestants(self, race: RaceFrame | NetworkRaceFrame) -> None:
        looks = [self._look(r) for r in range(len(race.contestants))]
        pairs = zip(race.contestants, looks, strict=True)
        self.legend.set_entries(tuple(Entry(n, k.color, mark=k.marker) for n, k in pairs))

    def _look(self, r: int) -> Look:
        return self.theme.look(self._keys[r]) if r < len(self._keys) else self.theme.look("")

    def _set_range(self, race: RaceFrame | NetworkRaceFrame) -> None:
        low, high = self._values_between(race)
        if self._is_log():
            high = float(np.ceil(high))
            low = min(max(float(np.floor(low)), high - DEEPEST), high - 1)
        else:
            low, high = grown(low, high)
        self.plot.set_range(0.0, max(self._last, 1), low, high)

    def _values_between(self, race: RaceFrame | NetworkRaceFrame) -> tuple[float, float]:
        # A diverged contestant leaves the picture at the top rather than flatten the others.
        stayed = [r for r in range(len(race.contestants)) if diverged_at(race, r) < 0]
        values = np.concatenate([self._values[0], self._values[:, stayed].ravel()])
        values = values[np.isfinite(values)]
        low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
        if self._foot() is None and self._relief is not None:
            low = max(low, float(np.nanmin(self._relief.values)))
        return low, high

    def _draw(self) -> None:
        race = self._race
        if race is None:
            return
        place = place_at(race, self.step)
        step = float(self._steps[place])
        for r, kept in enumerate(self._kept):
            upto = np.append(kept[: np.searchsorted(kept, place, side="right")], place)
            self._past[r].set_data(self._steps[upto], self._values[upto, r])
        self._playhead.show()
        self._playhead.set_x(step)
        heads = [(step, float(self._values[place, r])) for r in range(len(self._kept))]
        lost = [0 <= diverged_at(race, r) <= self.step for r in range(len(self._kept))]
        looks = [self._look(r) for r in range(len(self._kept))]
        self._heads.set_heads(heads, looks, lost)


class Heads(Item):
    """Each contestant's mark where the playhead crosses its curve."""

    def __init__(self) -> None:
        super().__init__(z=20)
        self.ring = self.color
        self._heads: list[tuple[float, float]] = []
        self._looks: list[Look] = []
        self._lost: list[bool] = []

    def set_heads(
        self, heads: list[tuple[float, float]], looks: list[Look], lost: list[bool]
    ) -> None:
        """Take the places; the lost ones are drawn as crosses."""
        self._heads, self._looks, self._lost = heads, looks, lost
        self.update()

    def paint(self, painter, *_) -> None:
        to_pixels = painter.worldTransform()
        view = self.in_pixels(painter)
        for (x, y), look, lost in zip(self._heads, self._looks, self._lost, strict=True):
            if np.isfinite(y):
                at = to_pixels.map(QPointF(x, y))
                at.setY(min(max(at.y(), view.top() + 6), view.bottom() - 6))
                shape = "cross" if lost else look.marker
                draw_mark(painter, shape, at, 9, look.color, self.ring, 1.2)
