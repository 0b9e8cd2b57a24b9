"""What is worked through: an example, or the network of the Playground on one sample or all."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpinBox, QWidget

from visualnn.experiment.explain import OfBatch, OfExample, OfSample, Subject
from visualnn.ui import fonts
from visualnn.ui.theme import sizes
from visualnn.ui.widgets.choice import FlatCombo

SAMPLE, BATCH = "sample", "batch"


class SubjectBar(QWidget):
    """A list of subjects, and the number of the sample where one is looked at.

    Signals
    -------
    chosen : Subject
        What a person wants to see worked through.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("subject_bar")
        self.list = FlatCombo(self._subjects(), "two-layer")
        self.list.setObjectName("subject")
        self.list.setAccessibleName(self.tr("Subject"))
        idea = self.tr(
            "Work through a small published example, or through your own network: the numbers are "
            "those of one step of gradient descent, θ ← θ − η ∂L/∂θ."
        )
        self.list.setToolTip(f"<qt>{idea}</qt>")
        self.list.setAccessibleDescription(idea)
        self.sample = self._make_sample()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes().space_1)
        row.addWidget(self.list)
        row.addWidget(self.sample)
        self.list.chosen.connect(self._choose)
        self.sample.valueChanged.connect(lambda _: self._choose(SAMPLE))

    @property
    def subject(self) -> Subject:
        """What is chosen."""
        match self.list.value:
            case "sample":
                return OfSample(self.sample.value() - 1)
            case "batch":
                return OfBatch()
            case key:
                return OfExample(key)

    def show_subject(self, subject: Subject) -> None:
        """Show what is worked through, without saying so."""
        match subject:
            case OfSample(index):
                self.list.set_value(SAMPLE)
                with QSignalBlocker(self.sample):
                    self.sample.setValue(index + 1)
            case OfBatch():
                self.list.set_value(BATCH)
            case OfExample(key):
                self.list.set_value(key)
        self.sample.setVisible(isinstance(subject, OfSample))

    def set_samples(self, count: int) -> None:
        """Let one of so many samples be chosen."""
        with QSignalBlocker(self.sample):
            self.sample.setMaximum(max(count, 1))
        self.sample.setSuffix(self.tr(" of {n}").format(n=count))

    def _subjects(self) -> list[tuple[str, str]]:
        return [
            ("two-layer", self.tr("Worked example 2–2–2")),
            ("chain", self.tr("One weight each: x → z₁ → ŷ → J")),
            (SAMPLE, self.tr("Current network, one sample")),
            (BATCH, self.tr("Current network, the coming batch")),
        ]

    def _make_sample(self) -> QSpinBox:
        box = QSpinBox()
        box.setObjectName("sample")
        box.setAccessibleName(self.tr("Sample"))
        idea = self.tr(
            "Which sample goes through the network; a click on a point of the Playground brings "
            "it here too."
        )
        box.setToolTip(f"<qt>{idea}</qt>")
        box.setAccessibleDescription(idea)
        box.setFont(fonts.numbers(fonts.small()))
        box.setRange(1, 1)
        box.setWrapping(True)
        box.setKeyboardTracking(False)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        box.setFixedSize(96, sizes().control)
        box.hide()
        return box

    def _choose(self, key: str) -> None:
        self.sample.setVisible(key == SAMPLE)
        self.chosen.emit(self.subject)
