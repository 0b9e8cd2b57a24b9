"""The numbers of the run: in the status line, and in the top bar's counter."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from visualnn.experiment.frames import TRAIN, Frame, Rival, Scene
from visualnn.experiment.meter import Meter
from visualnn.nn.activations import ACTIVATIONS
from visualnn.ui.laboratory import ENDED
from visualnn.ui.widgets.status_line import StatusLine
from visualnn.ui.words import count, magnitude, percent, signed

FIELDS = (
    ("network", 150),
    ("train", 130),
    ("val", 150),
    ("kept", 0),
    ("test", 0),
    ("rival", 0),
    ("speed", 100),
    ("fps", 0),
    ("check", 0),
)
"""Of the status line, each with its least width in pixels."""

FIGURE_SPACE = "\u2007"
WIDEST = {"val_accuracy": len(percent(1.0)), "val_r2": len(signed(-1.0, 3))}
"""So many characters a score has at most, as a rule: filled up, nothing behind it moves."""

RIGHT = 1e-6
"""A gradient check below this says that the gradient is right."""


class RunNumbers(QObject):
    """Writes the numbers of a run into a status line that has the `FIELDS`.

    Attributes
    ----------
    stride
        While training runs they change every so many frames: nobody reads them faster.
    """

    stride = 3

    def __init__(self, status: StatusLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._status = status
        self._frames = Meter()
        self._steps = self._nothing = False
        self._side = ""

    def set_side(self, side: str) -> None:
        """Say whose numbers these are; of one experiment alone nobody's."""
        self._side = f"{side} · " if side else ""

    def show_scene(self, scene: Scene) -> None:
        """Take note of the activations of another network, and whether there is data to fit."""
        self._steps = any(ACTIVATIONS[key].flat for key in scene.activations)
        self._nothing = not (scene.part == TRAIN).any()

    def note_frame(self, frame: Frame) -> None:
        """Count a frame that was shown."""
        if frame.state == "running":
            self._frames.count(1)
        else:
            self._frames.restart()

    def counter(self, frame: Frame) -> tuple[str, ...]:
        """Return validation score, epoch and step, in ever fewer words, for the top bar."""
        numbers = {
            "epoch": count(frame.epoch),
            "step": count(frame.step),
            "best": count(frame.best_epoch),
        }
        long, short = self.tr("epoch {epoch} · step {step}"), self.tr("epoch {epoch}")
        if _restored(frame):
            long, short = self.tr("best epoch {best} of {epoch}"), self.tr("best {best} of {epoch}")
        long, short = long.format(**numbers), short.format(**numbers)
        named, brief = self._val_score(frame)
        texts = [f"{named} · {long}", f"{brief} · {long}", f"{brief} · {short}"]
        if frame.glance:
            sample = self.tr("sample {place} / {batch}")
            place = sample.format(place=frame.glance.place + 1, batch=frame.glance.batch)
            texts = [f"{long} · {place}", f"{short} · {place}"]
        elif not named:
            texts = [long, short]
        return tuple(f"{self._side}{text}" for text in texts)

    def _val_score(self, frame: Frame) -> tuple[str, str]:
        """Return the validation score with its name, and shorter; empty where there is none."""
        words = {
            "val_accuracy": (self.tr("val accuracy {n}"), self.tr("val {n}")),
            "val_r2": (self.tr("val R² {n}"), self.tr("R² {n}")),
        }
        for name, (long, short) in words.items():
            if np.isfinite(score := frame.scores.get(name, np.nan)):
                text = _quality_text(name, score).rjust(WIDEST[name], FIGURE_SPACE)
                return long.format(n=text), short.format(n=text)
        return "", ""

    def note_scores(self, frame: Frame) -> None:
        """Show the scores of the training and of the validation share, and the speed."""
        quality = {
            "train_accuracy": self.tr("train accuracy"),
            "val_accuracy": self.tr("validation accuracy"),
            "train_r2": self.tr("train R²"),
            "val_r2": self.tr("validation R²"),
        }
        for share in ("train", "val"):
            names = [name for name in quality if name.startswith(share) and name in frame.scores]
            for name in names:
                text = f"{self._side}{quality[name]}"
                self._status.set_field(share, text, _quality_text(name, frame.scores[name]))
        kept = count(frame.best_epoch) if _restored(frame) else ""
        self._status.set_field("kept", self.tr("weights of epoch") if kept else "", kept)
        speed = count(round(frame.steps_per_second)) if frame.steps_per_second else ""
        self._status.set_field("speed", self.tr("steps/s") if speed else "", speed)
        fps = count(round(self._frames.rate)) if self._frames.rate else ""
        self._status.set_field("fps", self.tr("frames/s") if fps else "", fps)
        self._note_check(frame.check)

    def _note_check(self, error: float) -> None:
        """Show how far the gradient is from central differences, once that is known."""
        if self._nothing:
            tip = self.tr("There is no training sample, so there is no gradient to check.")
            self._status.set_field("check", self.tr("gradient check"), "–", tip)
            return
        if not np.isfinite(error):
            self._status.set_field("check", "")
            return
        if self._steps and error >= RIGHT:
            self._note_jump(error)
            return
        sign = "✓ " if error < RIGHT else ""
        tip = self.tr(
            "The gradient of the coming batch beside central differences of the loss, over all"
            " parameters: ‖g − n‖ / max(‖g‖, ‖n‖, f), n = (L(w + h) − L(w − h)) / 2h, h = 1e-5."
            " The floor f = 4·√P·2⁻⁵²·|L| / (h·1e-6) lets pass what rounding of L makes of a"
            " gradient that is 0. Below 1e-6 the gradient is right; a bend of ReLU within h"
            " makes it larger."
        )
        self._status.set_field("check", self.tr("gradient check"), sign + magnitude(error), tip)

    def _note_jump(self, error: float) -> None:
        """Say why the check of a network with steps is no verdict on its gradient."""
        tip = self.tr(
            "The step has no useful slope: backpropagation takes g′ = 0 by definition, and the"
            " difference quotient sees the jump of a unit whose z lies within h = 1e-5 of 0."
            " Both are right, and descent cannot use either: choose sigmoid or tanh."
        )
        text = self.tr("{n}: the step has no slope").format(n=magnitude(error))
        self._status.set_field("check", self.tr("gradient check"), text, tip)

    def note_rival(self, rival: Rival | None) -> None:
        """Show how A does, where there is one."""
        if rival and rival.refused:
            self._status.set_field("rival", self.tr("A"), self.tr("does not fit"), rival.refused)
            return
        scores = rival.frame.scores if rival and rival.frame else {}
        words = {
            "train_accuracy": self.tr("train {n}"),
            "val_accuracy": self.tr("validation {n}"),
            "train_r2": self.tr("train R² {n}"),
            "val_r2": self.tr("validation R² {n}"),
        }
        shown = [
            text.format(n=_quality_text(name, scores[name]))
            for name, text in words.items()
            if name in scores
        ]
        self._status.set_field("rival", self.tr("A") if shown else "", " · ".join(shown), "")

    def note_test(self, frame: Frame, task: str) -> None:
        """Show the score on the test share, which exists once a run has ended."""
        if not np.isfinite(frame.test_score):
            self._status.set_field("test", "")
        elif task == "regression":
            self._status.set_field("test", self.tr("test R²"), signed(frame.test_score, 3))
        else:
            self._status.set_field("test", self.tr("test accuracy"), percent(frame.test_score))


def _restored(frame: Frame) -> bool:
    """Return whether the network on show is that of the best epoch, and not of the last."""
    return frame.state in ENDED and frame.scored_epoch != frame.epoch


def _quality_text(name: str, value: float) -> str:
    if not np.isfinite(value):
        return "–"
    return percent(value) if name.endswith("accuracy") else signed(value, 3)
