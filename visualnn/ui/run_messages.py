"""Says in words how a run ended, and that it begins again."""

from __future__ import annotations

from math import isfinite, nan
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from visualnn.experiment.frames import Frame
from visualnn.experiment.training.forking import MOST
from visualnn.ui.words import count

if TYPE_CHECKING:
    from visualnn.ui.main_window import MainWindow

READ = 8000
"""Milliseconds until what is only news is gone."""


class RunMessages(QObject):
    """Watches the frames and shows one sentence when a run ends, or begins again."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._told: dict[int, tuple[str, int]] = {}
        self._said = ""
        window.laboratory.began_again.connect(self._say_again)
        window.engine.lost.connect(self._say_lost)
        window.laboratory.gone.connect(self._inform)

    def follow(self, frame: Frame) -> None:
        """Take note of a frame; an end is told once, and only where the training is on show.

        A run that undo takes up again is told no more: it has been.
        """
        if self._window.workspace is not self._window.playground:
            return
        ended = {
            "stopped early": ("good", self._stopped),
            "finished": ("info", self._finished),
            "diverged": ("bad", self._diverged),
            "waits": ("info", self._waiting),
        }
        state = "waits" if self._waits(frame) else frame.state
        run, now = self._window.engine.run_of(frame.generation), (state, frame.latest)
        if state not in ended:
            self._take_back(run)
            return
        if now == self._told.get(run):
            return
        self._told[run] = now
        kind, sentence = ended[state]
        self._said = sentence(frame)
        self._window.messages.show_message(kind, self._said)

    def _waits(self, frame: Frame) -> bool:
        """Return whether training is on and has no sample to train on."""
        scene = self._window.laboratory.scene
        return frame.state == "running" and scene is not None and not (scene.part == 0).any()

    def _waiting(self, frame: Frame) -> str:
        return self.tr(
            "There is nothing to train on yet: draw some points of two classes, "
            "and training begins with them."
        )

    def _take_back(self, run: int) -> None:
        """Take the sentence away when it is true no more; another message stays."""
        if self._said and self._window.messages.text == self._said:
            self._window.messages.dismiss()
        self._said = ""
        self._told.pop(run, None)

    def _say_again(self, ended: Frame) -> None:
        """Say where Train goes on from after a run has ended."""
        text = self.tr(
            "The run had ended, so it is trained again from its first weights. "
            "Undo brings back the one of {epoch} epochs."
        )
        origin = self._window.session.document.experiment.origin
        if origin:
            text = self.tr(
                "The run had ended, so it is trained again from its fork at step {step}. "
                "Undo brings back the one of {epoch} epochs."
            )
        said = text.format(epoch=count(ended.last_epoch), step=count(origin.step if origin else 0))
        self._window.messages.show_message("info", said, overtaken_after=READ)

    def _say_lost(self, updates: int) -> None:
        """Say that undo has brought settings back, but not their run, and what helps."""
        text = self.tr(
            "The settings are back, but not their run of {n} steps: of the runs before only "
            "{most} are kept, the latest and the longest. Train makes it anew from the same "
            "first weights."
        )
        self._inform(text.format(n=count(updates), most=MOST))

    def _inform(self, sentence: str) -> None:
        """Say what became of an undo: nothing is wrong, and the next act makes it old."""
        self._window.messages.show_message("info", sentence, until_next_act=True)

    def _stopped(self, frame: Frame) -> str:
        restored = self._window.session.document.experiment.stopping.restore_best
        text = self.tr(
            "Stopped early at epoch {epoch}: no better training loss for {waited} epochs."
        )
        if isfinite(frame.scores.get("val_loss", nan)):
            text = self.tr(
                "Stopped early at epoch {epoch}: no better validation loss for {waited} epochs."
            )
        sentence = text.format(epoch=count(frame.last_epoch), waited=count(frame.waited))
        kept = self.tr("The best weights (epoch {best}) are restored.")
        return f"{sentence} {kept.format(best=count(frame.best_epoch))}" if restored else sentence

    def _finished(self, frame: Frame) -> str:
        text = self.tr(
            "Finished after {epoch} epochs. Raise the number of epochs to go on, "
            "or press Train to see the same run again."
        )
        return text.format(epoch=count(frame.last_epoch))

    def _diverged(self, frame: Frame) -> str:
        text = self.tr(
            "The run diverged at step {step}: the loss blew up. Lower the learning rate; "
            "the best weights before it (epoch {best}, step {at}) are shown and scored."
        )
        return text.format(
            step=count(frame.diverged_at or 0),
            best=count(frame.best_epoch),
            at=count(frame.best_step),
        )
