"""Training and validation by epoch: where learning turns into memorizing."""

from __future__ import annotations

from math import isfinite, nan

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.figures.history import History
from visualnn.figures.table import Floats, Table
from visualnn.figures.thin import Smoother, thin_indices
from visualnn.figures.ticks import fixed_text, grown, nice_ceiling
from visualnn.nn.losses import LOSSES
from visualnn.ui.legend import Entry
from visualnn.ui.plot_items import Band, Grid, Line, Note, Rule, with_alpha
from visualnn.ui.theme import Theme
from visualnn.ui.views.plot_view import PlotView
from visualnn.ui.views.view import Switch
from visualnn.ui.words import count

SMOOTHING = {"off": 0.0, "light": 0.6, "strong": 0.9}
SHARES = ("train", "val")

NEWS = 0.004
"""While it runs the lines are drawn anew when so much of them is new: about a pixel."""


class CurvesView(PlotView):
    """The loss, or accuracy, of the training and the validation share by epoch."""

    key = "curves"
    stride = 3
    reads_history = True
    # Known to the class, because the switches are asked for before there is a scene.
    _scene: Scene | None = None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(
            self.tr(
                "The training curve says how well the network fits what it has seen, the "
                "validation curve how well it does on what it has not. Where they part, "
                "learning turns into memorizing."
            )
        )
        self.history = History()
        self._frame: Frame | None = None
        self._range: tuple[float, float, float, float] | None = None
        self._cursor: int | None = None
        self._drawn = 0
        self._named: tuple[str, Theme] | None = None
        self._make_items()
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """Loss, accuracy or R²."""
        if self.chosen("measure") == "loss":
            return self.tr("Loss")
        return self.tr("R²") if self._is_regression() else self.tr("Accuracy")

    def switches(self) -> tuple[Switch, ...]:
        """Return measure, scale and smoothing."""
        return (self._measure_switch(), self._scale_switch(), self._smoothing_switch())

    def _measure_switch(self) -> Switch:
        score = (
            ("score", self.tr("R²"), self.tr("The share of the target's variance explained."))
            if self._is_regression()
            else ("score", self.tr("Accuracy"), self.tr("The share of samples put in their class."))
        )
        return Switch(
            "measure",
            self.tr("Measure"),
            self.tr("What training makes small, or what people ask about."),
            (("loss", self.tr("Loss"), self.tr("What training makes small.")), score),
        )

    def _scale_switch(self) -> Switch:
        return Switch(
            "scale",
            self.tr("Scale"),
            self.tr("A log scale shows progress among small losses; accuracy is always linear."),
            (
                ("linear", self.tr("Linear"), self.tr("Equal distances are equal differences.")),
                ("log", self.tr("Log"), self.tr("Equal distances are equal ratios.")),
            ),
            default="log",
        )

    def _smoothing_switch(self) -> Switch:
        tip = self.tr("A running mean of the past; it never changes what was drawn before.")
        return Switch(
            "smoothing",
            self.tr("Smoothing"),
            tip,
            (
                ("off", self.tr("Raw"), self.tr("The values as they are.")),
                ("light", self.tr("Smooth"), tip),
                ("strong", self.tr("Smoother"), tip),
            ),
        )

    def choose(self, switch: str, option: str) -> None:
        """Set a switch; another measure or scale starts with its own range."""
        self._range = None
        super().choose(switch, option)
        self.retitled.emit(self.title)

    def wants(self) -> Wants:
        """Return the first epoch that is missing."""
        return Wants(history_from=self.history.rows)

    def show_scene(self, scene: Scene) -> None:
        """Forget the curves of another run; a live edit of the same run keeps them."""
        if self._scene is None or scene.generation != self._scene.generation:
            self.history = History()
            self._range = self._frame = self._cursor = None
        task_changed = self._scene is None or self._scene.task != scene.task
        self._scene = scene
        if task_changed:
            self.switched.emit()
            self.retitled.emit(self.title)
        self.refresh()

    def show_frame(self, frame: Frame) -> None:
        """Add the epochs that are new, and draw only if there are any."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        before = self._frame
        self._frame = frame
        new = self.history.take(frame.history, frame.history_from)
        if before is None or frame.state != "running" or self._shows_more():
            self.refresh()
        elif new or _told(before) != _told(frame):
            self._mark_best()
            self._list_values()

    def _shows_more(self) -> bool:
        """Return whether there are so many new epochs that the lines would look different."""
        return self.history.rows - self._drawn > NEWS * self._drawn

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of the shares."""
        for share in SHARES:
            color = getattr(theme, share)
            self._lines[share].set_color(color)
            self._raw[share].set_color(with_alpha(color, 0.35))
            self._dots[share].setBrush(color)
        self._grid.set_color(theme.line)
        self._best.set_color(theme.val)
        self._after.set_color(with_alpha(theme.val, 0.1 if theme.dark else 0.07))
        self._note.set_color(theme.ink2)
        self._hair.set_color(theme.ink3)
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Draw everything again from the history."""
        self._name_axes()
        self._set_range()
        self._drawn = self.history.rows
        for share in SHARES:
            self._draw(share)
        self._mark_best()
        self._list_values()
        self._mark_cursor()

    def table(self) -> Table:
        """Return one row per epoch with every recorded value."""
        columns: dict[str, Floats] = {name: self.history[name] for name in self.history}
        return Table("curves", {"epoch": np.arange(self.history.rows), **columns})

    def hover(self, place: QPointF) -> str:
        """Return epoch and values under the mouse, and mark them."""
        if not self.history.rows:
            return ""
        self._cursor = int(min(max(round(place.x()), 0), self.history.rows - 1))
        self._mark_cursor()
        return self._cursor_text(self._cursor)

    def unhover(self) -> None:
        """Take the marks away."""
        super().unhover()
        self._cursor = None
        self._mark_cursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the mark along the curves with the arrow keys."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        last = self.history.rows - 1
        if event.key() not in steps or last < 0:
            return super().keyPressEvent(event)
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        at = last if self._cursor is None else self._cursor + far * steps[event.key()]
        self._cursor = min(max(at, 0), last)
        self._mark_cursor()
        pixel = self.plot.pixel_at(self._cursor, self._middle())
        self.readout.show_at(self._cursor_text(self._cursor), pixel)
        return None

    def _make_items(self) -> None:
        self._grid = Grid(self.plot.left)
        self._after = Band()
        self._best = Rule(dashed=True)
        self._note = Note()
        self._hair = Rule()
        self._raw = {share: Line(heavy=False) for share in SHARES}
        self._lines = {share: Line(dashed=share == "val") for share in SHARES}
        self._dots = {share: pg.ScatterPlotItem(size=7, pen=None) for share in SHARES}
        fixed = (self._grid, self._after, self._best, self._hair, self._note)
        moving = (*self._raw.values(), *self._lines.values(), *self._dots.values())
        for item in (*fixed, *moving):
            self.plot.addItem(item, ignoreBounds=True)
        for item in (self._after, self._best, self._note, self._hair):
            item.hide()

    def _score_name(self) -> str:
        return self.tr("R²") if self._is_regression() else self.tr("accuracy")

    def _is_regression(self) -> bool:
        return self._scene is not None and self._scene.task == "regression"

    def _column(self, share: str) -> str:
        if self.chosen("measure") == "loss":
            return f"{share}_loss"
        return f"{share}_r2" if self._is_regression() else f"{share}_accuracy"

    def _is_log(self) -> bool:
        return self.chosen("measure") == "loss" and self.chosen("scale") == "log"

    def _scaled(self, values: Floats) -> Floats:
        values = np.where(np.isfinite(values), values, np.nan)
        if not self._is_log():
            return values
        return np.log10(values, out=np.full(len(values), np.nan), where=values > 0)

    def _draw(self, share: str) -> None:
        values = self.history[self._column(share)]
        weight = SMOOTHING[self.chosen("smoothing")]
        self._raw[share].setVisible(weight > 0)
        if weight > 0:
            self._put(self._raw[share], values)
            values = Smoother(weight).push(values)
        self._put(self._lines[share], values)

    def _put(self, line: Line, values: Floats) -> None:
        scaled = self._scaled(values)
        keep = thin_indices(scaled, max(int(self.plot.box.width()), 50))
        line.set_data(keep.astype(float), scaled[keep])

    def _set_range(self) -> None:
        low, high = self._values_between()
        if self._range is not None:
            low, high = min(low, self._range[2]), max(high, self._range[3])
        right = nice_ceiling(max(self.history.rows - 1, 10))
        wanted = (0.0, right, low, high)
        if wanted != self._range:
            # Before the first epoch there is nothing to hold on to.
            self._range = wanted if self.history.rows else None
            self.plot.left.log = self._is_log()
            self.plot.set_range(*wanted)

    def _values_between(self) -> tuple[float, float]:
        values = np.concatenate([self._scaled(self.history[self._column(s)]) for s in SHARES])
        values = values[np.isfinite(values)]
        low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
        if self._is_log():
            return np.floor(low * 2) / 2, max(np.ceil(high * 4) / 4, np.floor(low * 2) / 2 + 1)
        if self.chosen("measure") == "loss":
            return 0.0, grown(0.0, high)[1] if high > 0 else 1.0
        # R² has no lower bound: one poor first epoch must not flatten all the others.
        return grown(max(min(low, 0.9), -1.0), 1.0)[0], 1.0

    def _name_axes(self) -> None:
        name = self._score_name() if self.chosen("measure") == "score" else self.tr("loss")
        if self._scene is not None and self.chosen("measure") == "loss":
            title = getattr(LOSSES[self._scene.loss], "title", self._scene.loss)
            name = QCoreApplication.translate("specs", title)
        if (name, self.theme) != self._named:
            self._named = (name, self.theme)
            self.plot.left.name(name, self.theme)
            self.plot.bottom.name(self.tr("epoch"), self.theme)

    def _mark_best(self) -> None:
        frame, last = self._frame, self.history.rows - 1
        watched = frame is not None and isfinite(frame.scores.get("val_loss", nan))
        shown = watched and 0 < frame.best_epoch <= last
        for item in (self._after, self._best, self._note):
            item.setVisible(shown)
        if not shown or self._range is None:
            return
        best = frame.best_epoch
        self._best.set_x(best)
        self._after.set_span(best, last)
        # Where losses are low, above is free; where scores are high, below is.
        self._note.set_note(self._note_text(frame), best, bottom=self.chosen("measure") == "score")

    def _note_text(self, frame: Frame) -> str:
        lines = [self.tr("best epoch {n}").format(n=count(frame.best_epoch))]
        patience = self._scene.experiment.stopping.patience if self._scene else 0
        if patience:
            text = self.tr("patience {n} / {limit}")
            lines.append(text.format(n=count(frame.waited), limit=count(patience)))
        elif frame.waited:
            lines.append(self.tr("{n} epochs since").format(n=count(frame.waited)))
        return "\n".join(lines)

    def _list_values(self) -> None:
        names = {"train": self.tr("train"), "val": self.tr("validation")}
        self.legend.set_entries(
            tuple(
                Entry(names[s], getattr(self.theme, s), self._shown(s), dashed=s == "val")
                for s in SHARES
            )
        )

    def _shown(self, share: str) -> str:
        """Return the score of the network that is on show."""
        scores = self._frame.scores if self._frame else {}
        return self._text(scores.get(self._column(share), float("nan")))

    def _text(self, value: float) -> str:
        if not np.isfinite(value):
            return "–"
        if self.chosen("measure") == "score" and not self._is_regression():
            return self.tr("{percent} %").format(percent=f"{100 * value:.1f}")
        return fixed_text(value)

    def _cursor_text(self, epoch: int) -> str:
        train, val = (float(self.history[self._column(s)][epoch]) for s in SHARES)
        return self.tr("epoch {n}\ntrain {train}\nvalidation {val}").format(
            n=epoch, train=self._text(train), val=self._text(val)
        )

    def _mark_cursor(self) -> None:
        at = self._cursor
        shown = at is not None and at < self.history.rows
        self._hair.setVisible(shown)
        for share in SHARES:
            values = self._scaled(self.history[self._column(share)][at : at + 1]) if shown else []
            self._dots[share].setData([at] if len(values) else [], values)
        if shown:
            self._hair.set_x(at)

    def _middle(self) -> float:
        return (self._range[2] + self._range[3]) / 2 if self._range else 0.5


def _told(frame: Frame) -> tuple[object, ...]:
    """Return what the view says of a frame besides its history."""
    return (frame.best_epoch, frame.waited, tuple(frame.scores.values()))
