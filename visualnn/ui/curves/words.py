"""What is said of the scores: names of the curves, values, and notes at the marks."""

from __future__ import annotations

from math import isfinite, nan

from PySide6.QtCore import QObject

from visualnn.experiment.frames import Branch, Frame
from visualnn.figures.curves import Measure
from visualnn.figures.ticks import fixed_text
from visualnn.ui.curves.reading import Reading
from visualnn.ui.plots.legend import Entry
from visualnn.ui.theme import Theme
from visualnn.ui.words import count


class CurveWords(QObject):
    """Names curves, scores and epochs."""

    def measure(self, measure: Measure) -> str:
        """Return what a measure is called at the axis."""
        names = {"loss": self.tr("loss"), "accuracy": self.tr("accuracy"), "r2": self.tr("R²")}
        return names[measure]

    def value(self, measure: Measure, value: float) -> str:
        """Return a score."""
        if not isfinite(value):
            return "–"
        if measure == "accuracy":
            return self.tr("{percent} %").format(percent=f"{100 * value:.1f}")
        return fixed_text(value)

    def entries(self, reading: Reading, frame: Frame | None, theme: Theme) -> tuple[Entry, ...]:
        """Return the legend: each share with the score of the network that is on show."""
        names = self._shares() | self._dated(frame)
        entries = [
            Entry(
                names[share],
                getattr(theme, share),
                self._shown(reading, share, frame),
                dashed=share == "val",
                dotted=share == "test",
            )
            for share in reading.shares
        ]
        if reading.seeds:
            entries.append(Entry(self._seeds(reading), theme.ink2, dotted=True))
        return tuple(entries)

    def _seeds(self, reading: Reading) -> str:
        text = self.tr("mean of {n} seeds")
        if reading.lost:
            text = self.tr("mean of {n} seeds, {lost} lost")
        return text.format(n=reading.seeds, lost=reading.lost)

    def at(self, reading: Reading, epoch: int, *, edited: bool = False) -> str:
        """Return an epoch's scores, and whether it was the first on ``edited`` samples."""
        names = self._shares()
        lines = [self.tr("epoch {n}").format(n=epoch)]
        for share in reading.shares:
            values = reading.values(share)
            value = float(values[epoch]) if epoch < len(values) else nan
            lines.append(f"{names[share]} {self.value(reading.measure, value)}")
        if edited:
            lines.append(self.tr("the first on the changed samples"))
        return "\n".join(lines)

    def best(self, frame: Frame, patience: int, last: float) -> str:
        """Return the note at the best epoch, in a plot that ends at the epoch ``last``."""
        lines = [self.tr("best epoch {n}").format(n=count(frame.best_epoch))]
        if frame.edited_at:
            lines.append(self.tr("since the samples changed"))
        if patience:
            text = self.tr("patience {n} / {limit}")
            if frame.waits_from > frame.best_epoch:
                text = self.tr("patience {n} / {limit} since the fork")
            lines.append(text.format(n=count(frame.waited), limit=count(patience)))
            until = frame.waits_from + patience
            seen = until <= last
            end = self.tr("solid line: it ends at {n}") if seen else self.tr("it ends at {n}")
            if frame.state == "stopped early" and frame.waited == patience:
                end = self.tr("solid line: stopped at {n}")
            lines.append(end.format(n=count(until)))
        elif since := frame.waits_from + frame.waited - frame.best_epoch:
            lines.append(self.tr("{n} epochs since").format(n=count(since)))
        return "\n".join(lines)

    def branch(self, branch: Branch) -> str:
        """Return what another future went on with."""
        optimizer = branch.experiment.optimizer
        return self.tr("faint: from step {step} with {optimizer}, η {rate}").format(
            step=count(branch.step), optimizer=optimizer.title, rate=f"{optimizer.lr:g}"
        )

    def _shares(self) -> dict[str, str]:
        return {
            "train": self.tr("train"),
            "val": self.tr("validation"),
            "test": self.tr("test"),
        }

    def _dated(self, frame: Frame | None) -> dict[str, str]:
        """Name the epoch of the scores where the network on show is of another step.

        Losses and accuracies are taken at the ends of epochs.  While training
        runs the name would change faster than it can be read.
        """
        if frame is None or frame.state == "running" or frame.scored_epoch == frame.epoch:
            return {}
        epoch = count(frame.scored_epoch)
        return {
            "train": self.tr("train, epoch {n}").format(n=epoch),
            "val": self.tr("validation, epoch {n}").format(n=epoch),
        }

    def _shown(self, reading: Reading, share: str, frame: Frame | None) -> str:
        """Return the score of the network that is on show."""
        if frame is None:
            return self.value(reading.measure, nan)
        score = frame.scores.get(f"{share}_{reading.measure}", nan)
        if share == "test":
            score = _test_score(reading, frame)
        return self.value(reading.measure, score)


def _test_score(reading: Reading, frame: Frame) -> float:
    """Return the test score of the network on show: at the end the frame's own."""
    ended = frame.test_loss if reading.measure == "loss" else frame.test_score
    known = reading.values("test")
    if isfinite(ended) or not len(known):
        return ended
    return float(known[min(frame.epoch, len(known) - 1)])
