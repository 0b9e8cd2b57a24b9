"""Asks about what comes next, marks the answers, and keeps count."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from visualnn.errors import InputError
from visualnn.experiment.explain import Place, Question, ask, mark
from visualnn.figures.veil import hidden_by
from visualnn.figures.worked import Sheet
from visualnn.ui.backprop.predict_bar import PredictBar
from visualnn.ui.backprop.saying import said


class Predictor(QObject):
    """Stands between the stages and the person who wants to predict.

    Signals
    -------
    revealed
        The question has been answered: what it was about may be seen.
    """

    revealed = Signal()

    def __init__(self, bar: PredictBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bar = bar
        self.right = self.asked = 0
        self.question: Question | None = None
        self._sheet: Sheet | None = None
        self._seen = 0
        self._read = False
        self._generator = np.random.default_rng(0)
        bar.answered.connect(self.answer)
        bar.skipped.connect(self.skip)

    @property
    def hidden(self) -> frozenset[Place]:
        """What must not be seen."""
        return hidden_by(self.question) if self.question else frozenset()

    @property
    def holds(self) -> bool:
        """Whether the step on show must stay: a question stands, or its answer is being read."""
        return self.question is not None or self._read

    def begin(self, index: int) -> None:
        """Ask about the stages after this one."""
        self._seen, self.question, self._read = index, None, False
        self.bar.rest()
        self.bar.set_score(self.right, self.asked)

    def arrive(self, sheet: Sheet) -> bool:
        """Take note of the stage on show; return whether a question about it stands.

        Who goes back is asked again: what lies ahead is hidden again, too.
        """
        self._sheet = sheet
        fresh = sheet.index == self._seen + 1
        self._seen = sheet.index
        self.question = ask(sheet.names, sheet.stage, self._generator) if fresh else None
        self._read = False
        if self.question:
            self.bar.ask(self.question)
        else:
            self.bar.rest()
        return self.question is not None

    def answer(self, text: str | int) -> None:
        """Mark an answer; one that cannot be read leaves the question standing."""
        if self.question is None or self._sheet is None:
            return
        try:
            verdict = mark(self.question, text, self._sheet.names)
        except InputError:
            unread = self.tr("“{text}” is not a number: write one such as 0.25.")
            empty = self.tr("Write a number such as 0.25, or have it shown.")
            self.bar.complain(unread.format(text=text) if str(text).strip() else empty)
            return
        self.asked += 1
        self.right += verdict.right
        self.bar.show_verdict(verdict)
        self._close()

    def skip(self) -> None:
        """Give the answer away; it does not count."""
        if self.question is None or self._sheet is None:
            return
        question, names = self.question, self._sheet.names
        right = (
            said(question.options[int(question.answer)])
            if question.options
            else names.number(question.answer)
        )
        self.bar.reveal(self.tr("It is {answer}.").format(answer=right))
        self._close()

    def _close(self) -> None:
        self.question, self._read = None, True
        self.bar.set_score(self.right, self.asked)
        self.revealed.emit()
