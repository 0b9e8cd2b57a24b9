"""What if early stopping had followed another rule: two numbers to try, and a sentence."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from visualnn.experiment.frames.insights import Judged
from visualnn.experiment.spec import StoppingSpec
from visualnn.experiment.training.stopping import Verdict, patience_near, what_if
from visualnn.figures.table import Floats
from visualnn.figures.ticks import fixed_text
from visualnn.specs import specs_of
from visualnn.ui import fonts
from visualnn.ui.theme import sizes
from visualnn.ui.widgets import number_scale
from visualnn.ui.widgets.slider import NumberRow
from visualnn.ui.words import count, percent

Begun = tuple[int, tuple[int, ...]]
"""At which epoch a fork began, and which were the first on samples changed by hand."""

FIRST_PATIENCE = 10
"""Where the slider stands at first when the run itself has no patience."""


class WhatIf(QWidget):
    """A rule of early stopping to try out on a run that has been; the run stays as it is.

    Signals
    -------
    changed
        The rule is another one.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("what_if")
        self.setAccessibleName(self.tr("What if early stopping had followed another rule"))
        self.rule = StoppingSpec(patience=FIRST_PATIENCE)
        self.verdict: Verdict | None = None
        self._judged: Judged | None = None
        self._tests = True
        self._replayed: tuple[StoppingSpec, Floats, Begun] | None = None
        specs = specs_of(StoppingSpec)
        self.rows = {
            name: NumberRow(specs[name], getattr(self.rule, name), label=label)
            for name, label in (
                ("patience", self.tr("Patience")),
                ("min_delta", self.tr("Improvement")),
            )
        }
        self.words = self._make_words()
        self._lay_out()

    @property
    def epoch(self) -> int | None:
        """The epoch whose network the rule would have kept; None before the first is over."""
        verdict = self.verdict
        if verdict is None:
            return None
        if self.rule.restore_best or verdict.stopped_at is None:
            return verdict.best_epoch
        return verdict.stopped_at

    @property
    def missing(self) -> int | None:
        """The epoch whose test score is needed, or None where it is known."""
        known = self._judged.epoch if self._judged else None
        return None if self.epoch == known else self.epoch

    @property
    def threshold(self) -> float | None:
        """Below which loss another epoch would have counted as better, at the end."""
        best = self._best
        return None if best is None else best - self.rule.min_delta

    @property
    def end(self) -> int | None:
        """The epoch at which patience ends, reached or not."""
        verdict = self.verdict
        return None if verdict is None else verdict.waits_from + self.rule.patience

    @property
    def _best(self) -> float | None:
        if self.verdict is None or self._replayed is None:
            return None
        return float(self._replayed[1][self.verdict.best_epoch])

    def stop_near(self, epoch: float) -> None:
        """Try the patience that stops as near to an epoch as one can."""
        if self._replayed is not None:
            _, values, begun = self._replayed
            self._set("patience", patience_near(values, epoch, self.rule, *begun))

    def improve_below(self, loss: float) -> None:
        """Try the minimum improvement that asks for a loss below this one."""
        best = self._best
        if best is not None:
            self._set("min_delta", float(f"{max(best - loss, 0.0):.2g}"))

    def nudge(self, name: str, steps: int) -> None:
        """Try the next patience, or the next stop of the other slider."""
        value = getattr(self.rule, name)
        if name == "patience":
            self._set(name, value + steps)
            return
        stops = number_scale.stops(self.rows[name].spec)
        place = number_scale.nearest(stops, value) + steps
        self._set(name, stops[min(max(place, 0), len(stops) - 1)])

    def _set(self, name: str, value: float) -> None:
        """Try a value as the slider would, within what is allowed; patience stays on."""
        spec = self.rows[name].spec
        low = 1 if name == "patience" else spec.low
        value = min(max(value, low), spec.high)
        self.rows[name].set_value(value)
        if value != getattr(self.rule, name):
            self._change(name, value)

    def start_from(self, rule: StoppingSpec) -> None:
        """Take the run's own rule to begin with."""
        self.rule = replace(rule, patience=rule.patience or FIRST_PATIENCE)
        for name, row in self.rows.items():
            row.set_value(getattr(self.rule, name))

    def forget(self, *, running: bool = False) -> None:
        """Know nothing of a run that is over, or whose first epoch is under way."""
        self.verdict = self._judged = self._replayed = None
        text = self.tr("Train first: a rule is tried on epochs that have been.")
        if running:
            text = self.tr("Epoch 1 is under way: the rule is tried as soon as it is over.")
        self.words.setText(text)

    def replay(
        self,
        values: Floats,
        task: str,
        begun: Begun = (0, ()),
        *,
        running: bool = False,
        tests: bool = True,
    ) -> None:
        """Try the rule on the monitored losses so far.

        ``begun`` says at which epoch a fork began, and which were the first on
        samples changed by hand; ``tests`` whether there are test samples.
        """
        self._tests = tests
        if len(values) < 2:
            self.forget(running=running)
            return
        if not self._has_replayed(values, begun):
            self._replayed = self.rule, values.copy(), begun
            self.verdict = what_if(values, self.rule, *begun)
        self.say(task)

    def _has_replayed(self, values: Floats, begun: Begun) -> bool:
        """Return whether the verdict is that on these losses: a view is drawn anew often."""
        if self._replayed is None:
            return False
        rule, before, known = self._replayed
        same = (rule, known) == (self.rule, begun)
        return same and np.array_equal(before, values, equal_nan=True)

    def take(self, judged: Judged | None, task: str) -> None:
        """Take the test score of an epoch."""
        if judged is not None:
            self._judged = judged
            self.say(task)

    def say(self, task: str) -> None:
        """Say where the run would have stopped, and with what test loss."""
        verdict = self.verdict
        if verdict is None:
            return
        if verdict.stopped_at is None:
            text = self.tr("Would not have stopped by now; best epoch {best}: {test}")
        else:
            text = self.tr("Would have stopped at epoch {stop}; best epoch {best}: {test}")
        stop = count(verdict.stopped_at or 0)
        words = text.format(stop=stop, best=count(verdict.best_epoch), test=self._test(task))
        self.words.setText(words)

    def note(self, task: str) -> str:
        """Return the answer as lines, to stand beside the line that is dragged."""
        verdict, rule = self.verdict, self.rule
        assert verdict
        first = self.tr("patience {n}, improvement {delta}")
        stop = self.tr("stop at {stop}, best epoch {best}")
        if verdict.stopped_at is None:
            stop = self.tr("no stop by now, best epoch {best}")
        where = {"stop": count(verdict.stopped_at or 0), "best": count(verdict.best_epoch)}
        delta = number_scale.write(rule.min_delta, self.rows["min_delta"].spec)
        first = first.format(n=count(rule.patience), delta=delta)
        return "\n".join((first, stop.format(**where), self._test(task)))

    def _test(self, task: str) -> str:
        judged = self._judged
        if judged is None or judged.epoch != self.epoch:
            return self._no_test()
        if not isfinite(judged.loss):
            return self._no_test()
        quality = (
            self.tr("R² {n}").format(n=fixed_text(judged.quality, 3))
            if task == "regression"
            else self.tr("accuracy {n}").format(n=percent(judged.quality))
        )
        loss = fixed_text(judged.loss)
        return self.tr("test loss {loss}, {quality}").format(loss=loss, quality=quality)

    def _no_test(self) -> str:
        """Say why there is no test loss."""
        if not self._tests:
            return self.tr("no test loss, as there are no test samples")
        if self._judged and self._judged.epoch == self.epoch:
            return self.tr("its test loss is not a number")
        return self.tr("its test loss is being computed")

    def paint_into(self, painter: QPainter, at: QPointF) -> None:
        """Draw the sentence for a picture; the sliders are not part of it."""
        painter.setFont(self.words.font())
        box = QRectF(self.words.geometry()).translated(at + QPointF(self.pos()))
        painter.drawText(box, int(Qt.TextFlag.TextWordWrap), self.words.text())

    def _change(self, name: str, value: float) -> None:
        self.rule = replace(self.rule, **{name: value})
        self.changed.emit()

    def _make_words(self) -> QLabel:
        words = QLabel()
        words.setObjectName("what_if_words")
        words.setFont(fonts.numbers(fonts.small()))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setToolTip(
            self.tr(
                "The rule is replayed over the recorded losses, exactly as training follows it. "
                "The test loss is that of the network it would have kept. The run itself is "
                "not changed."
            )
        )
        return words

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes().space_1)
        across = QHBoxLayout()
        across.setSpacing(sizes().space_4)
        for name, row in self.rows.items():
            row.setObjectName(f"what_if_{name}")
            row.edited.connect(lambda value, name=name: self._change(name, value))
            across.addWidget(row, 1)
        column.addLayout(across)
        column.addWidget(self.words)
        self.forget()
