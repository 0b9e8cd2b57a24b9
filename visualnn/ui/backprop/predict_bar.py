"""Predict first: the question about what comes next, and how the answer was."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from visualnn.experiment.explain import Question, Verdict
from visualnn.ui import fonts
from visualnn.ui.backprop.saying import said
from visualnn.ui.theme import current, sizes

OPTIONS = 4


class PredictBar(QWidget):
    """A prompt with a field for a number, or with a button for each option.

    Parameters
    ----------
    after
        What gets the keyboard's focus when a question is done with.

    Signals
    -------
    answered : str or int
        What a person typed, or the index of what was chosen.
    skipped
        The person wants to see the answer.
    """

    answered = Signal(object)
    skipped = Signal()

    def __init__(self, after: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("predict_bar")
        self._after = after
        self.prompt, self.verdict = QLabel(), QLabel()
        self.prompt.setObjectName("prompt")
        self.prompt.setFont(fonts.font(13, QFont.Weight.DemiBold))
        self.verdict.setObjectName("verdict")
        self.verdict.setFont(fonts.numbers(fonts.text()))
        self.score = QLabel()
        self.score.setObjectName("score")
        self.score.setProperty("role", "second")
        self.score.setFont(fonts.numbers(fonts.small()))
        self.field = self._make_field()
        self.buttons = [self._make_button(i) for i in range(OPTIONS)]
        self.skip = QPushButton(self.tr("Show"))
        self.skip.setObjectName("skip")
        self.skip.setToolTip(self.tr("Show the answer without guessing."))
        self.skip.clicked.connect(self.skipped)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes().space_2)
        for widget in (self.prompt, self.field, *self.buttons, self.skip, self.verdict):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.score)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.rest()

    def sizeHint(self) -> QSize:
        """Return room for field and button, whether they are shown or not."""
        height = max(self.field.sizeHint().height(), self.skip.sizeHint().height())
        return QSize(super().sizeHint().width(), height)

    def ask(self, question: Question) -> None:
        """Show a question, and take the keyboard's focus for a number."""
        self.prompt.setText(said(question.prompt))
        self.verdict.hide()
        self.field.setVisible(not question.options)
        self.field.clear()
        self.skip.show()
        for i, button in enumerate(self.buttons):
            button.setVisible(i < len(question.options))
            button.setText(said(question.options[i]) if i < len(question.options) else "")
        first = self.buttons[0] if question.options else self.field
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_verdict(self, verdict: Verdict) -> None:
        """Say whether the answer was right, by a sign and in words."""
        theme = current()
        ink = theme.good_ink if verdict.right else theme.bad_ink
        self.verdict.setText(f"{'✓' if verdict.right else '✗'} {said(verdict.sentence)}")
        self._close(ink.name())

    def complain(self, sentence: str) -> None:
        """Say why an answer cannot be read; the question stays."""
        self.verdict.setStyleSheet(f"color: {current().bad_ink.name()};")
        self.verdict.setText(sentence)
        self.verdict.show()

    def reveal(self, sentence: str) -> None:
        """Say the answer that nobody guessed."""
        self.verdict.setText(sentence)
        self._close(current().ink.name())

    def rest(self) -> None:
        """Wait for the next stage."""
        self.prompt.setText(self.tr("Go on to the next stage: what it shows is asked first."))
        self.verdict.hide()
        self._put_away()

    def type(self, text: str) -> None:
        """Begin an answer with what was typed elsewhere, where a number is asked for."""
        if self.field.isVisible():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.insert(text)

    def set_score(self, right: int, asked: int) -> None:
        """Show how many answers were right."""
        text = self.tr("{right} of {asked} right").format(right=right, asked=asked)
        self.score.setText(text if asked else "")

    def _close(self, ink: str) -> None:
        self.verdict.setStyleSheet(f"color: {ink};")
        self.verdict.show()
        self._put_away()

    def _put_away(self) -> None:
        """Hide what answers; Qt would give its focus to whatever comes next."""
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._after.setFocus(Qt.FocusReason.OtherFocusReason)
        for widget in (self.field, *self.buttons, self.skip):
            widget.hide()

    def _make_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName("answer")
        field.setAccessibleName(self.tr("Your answer"))
        field.setPlaceholderText(self.tr("a number"))
        field.setToolTip(self.tr("Within 1 % counts as right; Return hands it in."))
        field.setFixedWidth(110)
        field.setFont(fonts.numbers(fonts.text()))
        field.returnPressed.connect(lambda: self.answered.emit(field.text()))
        return field

    def _make_button(self, number: int) -> QPushButton:
        button = QPushButton()
        button.setObjectName(f"option_{number}")
        button.setToolTip(self.tr("Choose this answer."))
        button.clicked.connect(lambda: self.answered.emit(number))
        return button
