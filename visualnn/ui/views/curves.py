"""The scores by epoch: where learning turns into memorizing, and where to stop."""

from __future__ import annotations

from math import isfinite, nan

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from visualnn.experiment.frames import Branch, Frame, Scene, Wants
from visualnn.figures.curves import Measure, scaled, span_of
from visualnn.figures.history import History
from visualnn.figures.table import Floats, Table
from visualnn.figures.ticks import fixed_text, nice_ceiling
from visualnn.nn.losses import LOSSES
from visualnn.ui.ghosts import Ghost, Ghosts
from visualnn.ui.legend import Entry
from visualnn.ui.plot_items import Grid, Rule, with_alpha
from visualnn.ui.seed_band import SeedBand
from visualnn.ui.share_curve import ShareCurve
from visualnn.ui.stop_marks import StopMarks
from visualnn.ui.theme import Theme
from visualnn.ui.views.plot_view import PlotView
from visualnn.ui.views.view import Switch
from visualnn.ui.what_if import WhatIf
from visualnn.ui.words import count

SMOOTHING = {"off": 0.0, "light": 0.6, "strong": 0.9}
SHARES = ("train", "val", "test")
SEEDS = (3, 8, 20)
"""From how many first weights an experiment can be shown."""

NEWS = 0.004
"""While it runs the lines are drawn anew when so much of them is new: about a pixel."""


class CurvesView(PlotView):
    """The loss, or accuracy, of the shares by epoch, and what early stopping makes of them."""

    key = "curves"
    stride = 3
    reads_history = True
    forgets = frozenset({"test", "what_if", "seeds"})
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
        self.history, self.tests = History(), History()
        self._frame: Frame | None = None
        self._range: tuple[float, float, float, float] | None = None
        self._cursor: int | None = None
        self._drawn = 0
        self._named: tuple[str, Theme] | None = None
        self.what_if = WhatIf()
        self.what_if.changed.connect(self._try_rule)
        self.what_if.hide()
        self.column.addWidget(self.what_if)
        self._make_items()
        self.apply_theme(self.theme)

    @property
    def title(self) -> str:
        """Loss, accuracy or R²."""
        if self.chosen("measure") == "loss":
            return self.tr("Loss")
        return self.tr("R²") if self._is_regression() else self.tr("Accuracy")

    @property
    def shares(self) -> tuple[str, ...]:
        """The shares on show; the test share only where it is asked for."""
        return SHARES if self.chosen("test") == "shown" else SHARES[:2]

    def switches(self) -> tuple[Switch, ...]:
        """Return measure, scale, smoothing, the test share, and what-if."""
        return (
            self._measure_switch(),
            self._scale_switch(),
            self._smoothing_switch(),
            self._test_switch(),
            self._what_if_switch(),
            self._seeds_switch(),
        )

    def _measure_switch(self) -> Switch:
        if self._is_regression():
            tip = self.tr("The share of the variance explained, 1 − Σ(y − a)² / Σ(y − ȳ)².")
            score = ("score", self.tr("R²"), tip)
        else:
            tip = self.tr("The share of samples put in their class.")
            score = ("score", self.tr("Accuracy"), tip)
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
        tip = self.tr(
            "A running mean of the past, s ← w·s + (1 − w)·x, shown as s / (1 − wᵗ); it never "
            "changes what was drawn before."
        )
        return Switch(
            "smoothing",
            self.tr("Smoothing"),
            tip,
            (
                ("off", self.tr("Raw"), self.tr("The values as they are.")),
                ("light", self.tr("Smooth"), self.tr("A short memory of the past, w = 0.6.")),
                ("strong", self.tr("Smoother"), self.tr("A long memory of the past, w = 0.9.")),
            ),
        )

    def _test_switch(self) -> Switch:
        tip = self.tr(
            "The test share judges a network once, at the end: whoever picks by it has trained "
            "on it. So it stays hidden, and is not scored, until you ask."
        )
        return Switch(
            "test",
            self.tr("Test share"),
            tip,
            (("hidden", self.tr("Hide test"), tip), ("shown", self.tr("Show test"), tip)),
        )

    def _what_if_switch(self) -> Switch:
        tip = self.tr(
            "Try another patience on this run: where would it have stopped, and with what test "
            "loss? Nothing is trained and nothing is changed."
        )
        return Switch(
            "what_if",
            self.tr("What if"),
            tip,
            (("off", self.tr("As it was"), tip), ("on", self.tr("What if it had stopped…"), tip)),
        )

    def _seeds_switch(self) -> Switch:
        tip = self.tr(
            "The same experiment from other first weights, trained at once on the same batches: "
            "from the least to the largest, and their mean dotted. What lies in the band is luck."
        )
        texts = (self.tr("This seed alone"), self.tr("{n} seeds"))
        options = [("1", texts[0], tip)]
        options += [(str(n), texts[1].format(n=n), tip) for n in SEEDS]
        return Switch("seeds", self.tr("Seeds"), tip, tuple(options))

    @property
    def seeds(self) -> int:
        """From how many first weights the experiment is shown; 0 for its own alone."""
        chosen = int(self.chosen("seeds"))
        return chosen if chosen > 1 else 0

    def choose(self, switch: str, option: str) -> None:
        """Set a switch; another measure or scale starts with its own range."""
        self._range = None
        if switch == "what_if" and option == "on" and self._scene:
            self.what_if.start_from(self._scene.experiment.stopping)
        super().choose(switch, option)
        self.retitled.emit(self.title)

    def wants(self) -> Wants:
        """Return the first epochs that are missing, and the one to judge."""
        return Wants(
            history_from=self.history.rows,
            test_from=self.tests.rows if "test" in self.shares else None,
            judge=self.what_if.missing if self.chosen("what_if") == "on" else None,
            seeds=self.seeds,
            band_from=self.band.rows,
        )

    def show_scene(self, scene: Scene) -> None:
        """Forget the curves of another run; a live edit of the same run keeps them."""
        before, self._scene = self._scene, scene
        same = before is not None and scene.generation == before.generation
        if same and not (scene.branches or before.branches):
            self._mark_best()  # patience may be another; all else stays as it is drawn
            return
        if not same:
            self.history, self.tests = History(), History()
            self.what_if.forget()
            self.band.forget()
            self._range = self._frame = self._cursor = None
        task_changed = before is None or before.task != scene.task
        self._show_ghosts()
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
        if frame.test_scores is not None:
            new |= self.tests.take(frame.test_scores.columns, frame.test_scores.start)
        self.what_if.take(frame.judged, self._scene.task)
        new |= self.band.take(frame.band)
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
        for share, curve in self.curves.items():
            curve.set_color(getattr(theme, share))
        self._grid.set_color(theme.line)
        self._hair.set_color(theme.ink3)
        self.ghosts.apply_theme(theme)
        self.band.apply_theme(theme)
        strength = 0.1 if theme.dark else 0.07
        self.marks.set_colors(theme.val, with_alpha(theme.val, strength), theme.ink2)
        self.other_marks.set_colors(theme.accent, with_alpha(theme.accent, strength), theme.ink)
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Draw everything again from the history."""
        self._name_axes()
        self._set_range()
        self._drawn = self.history.rows
        for share, curve in self.curves.items():
            curve.set_visible(share in self.shares)
        for share in self.shares:
            self._draw(share)
        self._draw_band()
        self.ghosts.draw(self._measure(), int(self.plot.box.width()), self._scaled)
        self.what_if.setVisible(self.chosen("what_if") == "on")
        self._mark_best()
        self._try_rule()
        self._list_values()
        self._mark_cursor()

    def table(self) -> Table:
        """Return one row per epoch with every recorded value."""
        columns: dict[str, Floats] = {name: self.history[name] for name in self.history}
        if "test" in self.shares:
            rows = self.history.rows
            columns |= {name: _padded(self.tests[name], rows) for name in self.tests}
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

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the plot, and below it what would have been."""
        super().paint_body(painter, at)
        if self.chosen("what_if") == "on":
            painter.setPen(self.theme.ink2)
            self.what_if.paint_into(painter, at)

    def _make_items(self) -> None:
        self._grid, self._hair = Grid(self.plot.left), Rule()
        self.marks, self.other_marks = StopMarks(), StopMarks()
        self.ghosts, self.band = Ghosts(), SeedBand()
        self._rival: Ghost | None = None
        self.curves = {
            share: ShareCurve(dashed=share == "val", dotted=share == "test") for share in SHARES
        }
        # The raw lines lie below all others.
        layers = zip(*(curve.items for curve in self.curves.values()), strict=True)
        moving = [item for layer in layers for item in layer]
        fixed = (self._grid, self._hair, *self.marks.items, *self.other_marks.items)
        for item in (*fixed, *self.band.items, *self.ghosts.items, *moving):
            self.plot.addItem(item, ignoreBounds=True)
        self._hair.hide()

    def show_rival(self, rival: Ghost | None) -> None:
        """Draw the curves of experiment A behind those of B, or (None) no more."""
        self._rival = rival
        self._show_ghosts()
        self.refresh()

    def _show_ghosts(self) -> None:
        branches = self._scene.branches if self._scene else ()
        rivals = [self._rival] if self._rival else []
        self.ghosts.show([*rivals, *(self._ghost(branch) for branch in branches)])

    def _ghost(self, branch: Branch) -> Ghost:
        """Return another future, with what it went on with."""
        optimizer = branch.experiment.optimizer
        text = self.tr("faint: from step {step} with {optimizer}, η {rate}").format(
            step=count(branch.step), optimizer=optimizer.title, rate=f"{optimizer.lr:g}"
        )
        return Ghost.of(branch, text)

    def _is_regression(self) -> bool:
        return self._scene is not None and self._scene.task == "regression"

    def _measure(self) -> Measure:
        if self.chosen("measure") == "loss":
            return "loss"
        return "r2" if self._is_regression() else "accuracy"

    def _values(self, share: str) -> Floats:
        known = self.tests if share == "test" else self.history
        return known[f"{share}_{self._measure()}"]

    def _is_log(self) -> bool:
        return self.chosen("measure") == "loss" and self.chosen("scale") == "log"

    def _scaled(self, values: Floats) -> Floats:
        return scaled(values, self._is_log())

    def _draw(self, share: str) -> None:
        weight = SMOOTHING[self.chosen("smoothing")]
        columns = int(self.plot.box.width())
        self.curves[share].draw(self._values(share), weight, columns, self._scaled)

    def _draw_band(self) -> None:
        if not self.seeds:
            self.band.hide()
            return
        self.band.draw(self._measure(), int(self.plot.box.width()), self._scaled)

    def _set_range(self) -> None:
        shown = [self._scaled(self._values(share)) for share in self.shares]
        shown += [self._scaled(values) for values in self.ghosts.values(self._measure())]
        if self.seeds:
            shown += [self._scaled(values) for values in self.band.values(self._measure())]
        low, high = span_of(shown, self._measure(), self._is_log())
        if self._range is not None:
            low, high = min(low, self._range[2]), max(high, self._range[3])
        right = nice_ceiling(max(self.history.rows - 1, self.ghosts.last, 10))
        wanted = (0.0, right, low, high)
        if wanted != self._range:
            # Before the first epoch there is nothing to hold on to.
            self._range = wanted if self.history.rows else None
            self.plot.left.log = self._is_log()
            self.plot.set_range(*wanted)

    def _name_axes(self) -> None:
        names = {"loss": self.tr("loss"), "accuracy": self.tr("accuracy"), "r2": self.tr("R²")}
        name = names[self._measure()]
        if self._scene is not None and self._measure() == "loss":
            title = getattr(LOSSES[self._scene.loss], "title", self._scene.loss)
            name = QCoreApplication.translate("specs", title)
        if (name, self.theme) != self._named:
            self._named = (name, self.theme)
            self.plot.left.name(name, self.theme)
            self.plot.bottom.name(self.tr("epoch"), self.theme)

    def _mark_best(self) -> None:
        frame, last = self._frame, self.history.rows - 1
        watched = frame is not None and isfinite(frame.scores.get("val_loss", nan))
        if not watched or not 0 < frame.best_epoch <= last or self._range is None:
            self.marks.hide()
            return
        patience = self._patience()
        end = frame.best_epoch + patience if patience else None
        # Where losses are low, above is free; where scores are high, below is.
        bottom = self.chosen("measure") == "score"
        self.marks.show_at(frame.best_epoch, last, end, self._note_text(frame), bottom=bottom)
        # Two notes would stand on top of each other, and what-if says its own in words.
        self.marks.note.setVisible(self.chosen("what_if") == "off")

    def _patience(self) -> int:
        return self._scene.experiment.stopping.patience if self._scene else 0

    def _note_text(self, frame: Frame) -> str:
        lines = [self.tr("best epoch {n}").format(n=count(frame.best_epoch))]
        patience = self._patience()
        if patience:
            text = self.tr("patience {n} / {limit}")
            lines.append(text.format(n=count(frame.waited), limit=count(patience)))
        elif frame.waited:
            lines.append(self.tr("{n} epochs since").format(n=count(frame.waited)))
        return "\n".join(lines)

    def _try_rule(self) -> None:
        """Replay the rule that is tried out, and mark where it would have stopped."""
        if self.chosen("what_if") == "off" or self._scene is None:
            self.other_marks.hide()
            return
        watched = np.isfinite(self.history["val_loss"]).any()
        values = self.history["val_loss" if watched else "train_loss"]
        self.what_if.replay(values, self._scene.task)
        if self.what_if.missing is not None:
            self.wanting.emit()
        self._mark_verdict()

    def _mark_verdict(self) -> None:
        verdict = self.what_if.verdict
        if verdict is None or verdict.stopped_at is None:
            self.other_marks.hide()
            return
        stop, best = verdict.stopped_at, verdict.best_epoch
        text = self.tr("what if: stop at {n}").format(n=count(stop))
        bottom = self.chosen("measure") == "score"
        self.other_marks.show_at(best, stop, stop, text, bottom=bottom)

    def _list_values(self) -> None:
        names = self._share_names() | self._dated_names()
        entries = [
            Entry(
                names[share],
                getattr(self.theme, share),
                self._shown(share),
                dashed=share == "val",
                dotted=share == "test",
            )
            for share in self.shares
        ]
        if self.seeds:
            text = self.tr("mean of {n} seeds").format(n=self.seeds)
            entries.append(Entry(text, self.theme.ink2, dotted=True))
        self.legend.set_entries(tuple(entries))

    def _dated_names(self) -> dict[str, str]:
        """Name the epoch of the scores where the network on show is of another step.

        Losses and accuracies are taken at the ends of epochs.  While training
        runs the name would change faster than it can be read.
        """
        frame = self._frame
        if frame is None or frame.state == "running" or frame.scored_epoch == frame.epoch:
            return {}
        epoch = count(frame.scored_epoch)
        return {
            "train": self.tr("train, epoch {n}").format(n=epoch),
            "val": self.tr("validation, epoch {n}").format(n=epoch),
        }

    def _share_names(self) -> dict[str, str]:
        return {
            "train": self.tr("train"),
            "val": self.tr("validation"),
            "test": self.tr("test"),
        }

    def _shown(self, share: str) -> str:
        """Return the score of the network that is on show."""
        frame, name = self._frame, f"{share}_{self._measure()}"
        if frame is None:
            return self._text(nan)
        if share != "test":
            return self._text(frame.scores.get(name, nan))
        return self._text(self._test_score(frame))

    def _test_score(self, frame: Frame) -> float:
        """Return the test score of the network on show: at the end the frame's own."""
        ended = frame.test_loss if self._measure() == "loss" else frame.test_score
        known = self._values("test")
        if isfinite(ended) or not len(known):
            return ended
        return float(known[min(frame.epoch, len(known) - 1)])

    def _text(self, value: float) -> str:
        if not np.isfinite(value):
            return "–"
        if self._measure() == "accuracy":
            return self.tr("{percent} %").format(percent=f"{100 * value:.1f}")
        return fixed_text(value)

    def _cursor_text(self, epoch: int) -> str:
        names = self._share_names()
        lines = [self.tr("epoch {n}").format(n=epoch)]
        for share in self.shares:
            values = self._values(share)
            value = float(values[epoch]) if epoch < len(values) else nan
            lines.append(f"{names[share]} {self._text(value)}")
        return "\n".join(lines)

    def _mark_cursor(self) -> None:
        at = self._cursor
        shown = at is not None and at < self.history.rows
        self._hair.setVisible(shown)
        for share in self.shares:
            self.curves[share].mark(at if shown else None, self._scaled(self._values(share)))
        if shown:
            self._hair.set_x(at)

    def _middle(self) -> float:
        return (self._range[2] + self._range[3]) / 2 if self._range else 0.5


def _padded(values: Floats, rows: int) -> Floats:
    """Return a column of so many rows, the missing ones NaN."""
    column = np.full(rows, nan)
    column[: len(values)] = values[:rows]
    return column


def _told(frame: Frame) -> tuple[object, ...]:
    """Return what the view says of a frame besides its history."""
    return (frame.best_epoch, frame.waited, tuple(frame.scores.values()))
