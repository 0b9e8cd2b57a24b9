"""The scores by epoch: where learning turns into memorizing, and where to stop."""

from __future__ import annotations

from math import isfinite, nan

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from visualnn.experiment.frames import TEST, Frame, Scene, Wants
from visualnn.experiment.training.stopping import monitored
from visualnn.figures.curves import Measure
from visualnn.figures.history import History
from visualnn.figures.table import Floats, Table
from visualnn.nn.losses import LOSSES
from visualnn.ui.curves.ghosts import Ghost
from visualnn.ui.curves.lines import Lines
from visualnn.ui.curves.reading import SHARES, Reading
from visualnn.ui.curves.rule_hand import RuleHand
from visualnn.ui.curves.switches import switches
from visualnn.ui.curves.what_if import WhatIf
from visualnn.ui.curves.words import CurveWords
from visualnn.ui.theme import Theme
from visualnn.ui.views.plot_view import PlotView
from visualnn.ui.views.view import Switch
from visualnn.ui.widgets.card import caption_label

LEAST_HEIGHT = 112
"""Pixels that the plot keeps, axis included, however much stands below it."""

SMOOTHING = {"off": 0.0, "light": 0.6, "strong": 0.9}

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
        self.plot.setMinimumHeight(LEAST_HEIGHT)
        self.history, self.tests = History(), History()
        self._frame: Frame | None = None
        self._cursor: int | None = None
        self._drawn = 0
        self._named: tuple[str, Theme] | None = None
        self.what_if = WhatIf()
        self.what_if.changed.connect(self._try_rule)
        self.what_if.hide()
        self._caption = caption_label()
        self.column.addWidget(self._caption)
        self.column.addWidget(self.what_if)
        self.lines, self._words = Lines(self.plot), CurveWords(self)
        self.hand = self._make_hand()
        self._rival: Ghost | None = None
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
        """Return measure, scale, smoothing, the test share, what-if and seeds."""
        return switches(regression=self._is_regression())

    @property
    def seeds(self) -> int:
        """From how many first weights the experiment is shown; 0 for its own alone."""
        chosen = int(self.chosen("seeds"))
        return chosen if chosen > 1 else 0

    def choose(self, switch: str, option: str) -> None:
        """Set a switch; another measure or scale starts with its own range."""
        if self.choices.get(switch) == option:
            return
        self.lines.range = None
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
            band_from=self.lines.band.rows,
        )

    def show_scene(self, scene: Scene) -> None:
        """Forget the curves of another run."""
        before, self._scene = self._scene, scene
        same = before is not None and scene.generation == before.generation
        if not same:
            self.history, self.tests = History(), History()
            self.what_if.forget()
            self.lines.mark_step(None)
            self.lines.band.forget()
            self.lines.range = self._frame = self._cursor = None
        task_changed = before is None or before.task != scene.task
        self._show_ghosts()
        if task_changed:
            self.switched.emit()
            self.retitled.emit(self.title)
        self.refresh()

    def show_settings(self, scene: Scene) -> None:
        """Take another patience; all else stays as it is drawn."""
        self._scene = scene
        self._mark_best()
        self._try_rule()

    def show_frame(self, frame: Frame) -> None:
        """Add the epochs that are new, and draw only if there are any."""
        if self._scene is None or frame.generation != self._scene.generation:
            return
        before = self._frame
        self._frame = frame
        new = self.history.take(frame.history, frame.history_from)
        if frame.test_scores is not None:
            new |= self.tests.take(frame.test_scores.columns, frame.test_scores.start)
        self.lines.mark_step(frame.scored_epoch if frame.step < frame.latest else None)
        self.what_if.take(frame.judged, self._scene.task)
        new |= self.lines.band.take(frame.band)
        stays = before is not None and before.state == frame.state == "running"
        if not stays or self._shows_more():
            self.refresh()
        elif new or _told(before) != _told(frame):
            self._mark_best()
            self.lines.edits.show_at(frame.edited_at)
            self._list_values(self._reading)

    def _shows_more(self) -> bool:
        """Return whether there are so many new epochs that the lines would look different."""
        return self.history.rows - self._drawn > NEWS * self._drawn

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of the shares."""
        self.lines.apply_theme(theme)
        self.hand.level.set_color(theme.accent)
        super().apply_theme(theme)

    def refresh(self) -> None:
        """Draw everything again from the history."""
        reading = self._reading
        self._name_axes()
        self._drawn = reading.rows
        self._say_below()
        self.lines.draw(reading)
        self.what_if.setVisible(self.chosen("what_if") == "on")
        self._mark_best()
        self._try_rule()
        self.lines.edits.show_at(self._frame.edited_at if self._frame else ())
        self._list_values(reading)
        self.lines.mark_cursor(reading, self._cursor)

    @property
    def _reading(self) -> Reading:
        """The scores as the switches want them drawn."""
        return Reading(
            self.history,
            self.tests,
            self._measure(),
            self.chosen("measure") == "loss" and self.chosen("scale") == "log",
            self.shares,
            SMOOTHING[self.chosen("smoothing")],
            self.seeds,
            self.lines.band.lost,
        )

    def _list_values(self, reading: Reading) -> None:
        self.legend.set_entries(self._words.entries(reading, self._frame, self.theme))

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
        return self._point_at(self._cursor)

    def unhover(self) -> None:
        """Take the marks away."""
        super().unhover()
        self._cursor = None
        self.lines.mark_cursor(self._reading, None)

    def _point_at(self, epoch: int) -> str:
        """Mark an epoch, and return what there is to say of it."""
        reading = self._reading
        self.lines.mark_cursor(reading, epoch)
        edited = self._frame is not None and epoch in self._frame.edited_at
        return self._words.at(reading, epoch, edited=edited)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the mark along the curves with the arrow keys."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        last = self.history.rows - 1
        if event.key() not in steps or last < 0:
            return super().keyPressEvent(event)
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        at = last if self._cursor is None else self._cursor + far * steps[event.key()]
        self._cursor = min(max(at, 0), last)
        pixel = self.plot.pixel_at(self._cursor, self.lines.middle)
        self.readout.show_at(self._point_at(self._cursor), pixel)
        return None

    def paint_body(self, painter: QPainter, at: QPointF) -> None:
        """Draw the plot, and below it what the faint lines are and what would have been."""
        super().paint_body(painter, at)
        painter.setPen(self.theme.caption)
        painter.setFont(self._caption.font())
        box = QRectF(self._caption.geometry()).translated(at)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, self._caption.text())
        if self.chosen("what_if") == "on":
            painter.setPen(self.theme.ink2)
            self.what_if.paint_into(painter, at)

    def show_rival(self, rival: Ghost | None) -> None:
        """Draw the curves of experiment A behind those of B, or (None) no more."""
        self._rival = rival
        self._show_ghosts()
        self.refresh()

    def _show_ghosts(self) -> None:
        branches = self._scene.branches if self._scene else ()
        rivals = [self._rival] if self._rival else []
        others = [Ghost.of(branch, self._words.branch(branch)) for branch in branches]
        self.lines.ghosts.show([*rivals, *others])

    def _say_below(self) -> None:
        """Say what the faint lines are, or, as long as there are no lines, what will be drawn."""
        words = self.lines.ghosts.words
        if not words and self.history.rows < 2:
            words = self.tr("Train: every epoch adds a point to these curves.")
        if words != self._caption.text():
            self._caption.setText(words)
            self._caption.setToolTip(words)
            self._caption.setVisible(bool(words))

    def _is_regression(self) -> bool:
        return self._scene is not None and self._scene.task == "regression"

    def _measure(self) -> Measure:
        if self.chosen("measure") == "loss":
            return "loss"
        return "r2" if self._is_regression() else "accuracy"

    def _name_axes(self) -> None:
        name = self._words.measure(self._measure())
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
        if not watched or not 0 < frame.best_epoch <= last or self.lines.range is None:
            self.lines.marks.hide()
            return
        patience = self._patience()
        end = frame.waits_from + patience if patience else None
        # Where losses are low, above is free; where scores are high, below is.
        bottom = self.chosen("measure") == "score"
        words = self._words.best(frame, patience, self.lines.range[1])
        self.lines.marks.show_at(frame.best_epoch, last, end, words, bottom=bottom)
        # Two notes would stand on top of each other, and what-if says its own in words.
        self.lines.marks.note.setVisible(self.chosen("what_if") == "off")

    def _patience(self) -> int:
        return self._scene.experiment.stopping.patience if self._scene else 0

    def _try_rule(self) -> None:
        """Replay the rule that is tried out, and mark where it would have stopped."""
        if self.chosen("what_if") == "off" or self._scene is None:
            self.lines.other_marks.hide()
            self.hand.show_at(self._own_end(), None)
            return
        values = monitored(self.history["train_loss"], self.history["val_loss"])
        begun = (self._frame.forked_at, self._frame.edited_at) if self._frame else (0, ())
        running = self._frame is not None and self._frame.state == "running"
        tests = bool((self._scene.part == TEST).any())
        self.what_if.replay(values, self._scene.task, begun, running=running, tests=tests)
        if self.what_if.missing is not None:
            self.wanting.emit()
        self._mark_verdict()

    def _mark_verdict(self) -> None:
        """Mark where the rule would have stopped, or would stop if the run went on."""
        verdict, end = self.what_if.verdict, self.what_if.end
        if verdict is None or end is None or self._scene is None:
            self.lines.other_marks.hide()
            self.hand.show_at(None, None)
            return
        bottom = self.chosen("measure") == "score"
        text, marks = self.what_if.note(self._scene.task), self.lines.other_marks
        last = min(end, self.history.rows - 1)
        marks.show_at(verdict.best_epoch, last, end, text, bottom=bottom)
        marks.note.set_note(text, min(end, self.lines.right), bottom=bottom)
        self.hand.show_at(end, self._height_of_threshold())

    def _own_end(self) -> float | None:
        """Return where the patience of a run that holds ends, so that it can be taken."""
        marks, frame = self.lines.marks, self._frame
        holds = frame is not None and frame.state != "running"
        return marks.end.x if holds and marks.end.isVisible() else None

    def _height_of_threshold(self) -> float | None:
        """Return where the threshold is on the left axis; at its foot where a log has no place."""
        threshold = self.what_if.threshold
        if threshold is None or self.chosen("measure") == "score":
            return None
        height = float(self._reading.scaled(np.array([threshold]))[0])
        return height if isfinite(height) else self.lines.low

    def _make_hand(self) -> RuleHand:
        hand = RuleHand(self.plot)
        # The run's own line, when it is taken, becomes one to try.
        hand.taken.connect(lambda: self.choose("what_if", "on"))
        hand.stop_wanted.connect(self.what_if.stop_near)
        hand.patience_nudged.connect(lambda steps: self.what_if.nudge("patience", steps))
        hand.level_wanted.connect(lambda y: self.what_if.improve_below(self._reading.unscaled(y)))
        hand.improvement_nudged.connect(lambda steps: self.what_if.nudge("min_delta", steps))
        return hand


def _padded(values: Floats, rows: int) -> Floats:
    """Return a column of so many rows, the missing ones NaN."""
    column = np.full(rows, nan)
    column[: len(values)] = values[:rows]
    return column


def _told(frame: Frame) -> tuple[object, ...]:
    """Return what the view says of a frame besides its history."""
    return (frame.best_epoch, frame.waited, tuple(frame.scores.values()))
