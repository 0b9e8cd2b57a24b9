"""A sheet in the window: a table's first rows, and what each of its columns is for."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from visualnn.data.csv_columns import weighing
from visualnn.data.csv_facts import ColumnFacts, looking_over, suggested_roles
from visualnn.data.csv_file import reading
from visualnn.data.csv_table import Roles, Table
from visualnn.data.samples import Samples
from visualnn.ui import fonts
from visualnn.ui.background import Background
from visualnn.ui.table_sheet.grid import ColumnsGrid
from visualnn.ui.table_sheet.model import ColumnsModel
from visualnn.ui.theme import sizes
from visualnn.ui.widgets.card import Card, note_label
from visualnn.ui.widgets.segmented import SegmentedControl
from visualnn.ui.widgets.sheet_stack import Sheet
from visualnn.ui.words import count

READING = 0.8
"""The share of the whole work that reading the file takes, more or less."""

PATIENCE = 200
"""Milliseconds that a check may take before it is said that it goes on."""

MOST_NOTES = 6
STEPS = 1000


class TableSheet(Sheet):
    """Reads a table in the background, shows it, and asks for the roles of its columns.

    Signals
    -------
    read
        The table has been read: the sheet can be shown complete.
    failed : str
        A sentence: why the file is no table at all.
    chosen : Path, Roles
        The person wants to train on this table.
    """

    read = Signal()
    failed = Signal(str)
    chosen = Signal(object, object)

    def __init__(self, path: Path, roles: Roles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table_sheet")
        self.setAccessibleName(self.tr("Columns of {name}").format(name=path.name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._path, self._first_roles = path, roles
        self._table: Table | None = None
        self.model = ColumnsModel(self)
        self._reader, self._judge = Background(self), Background(self)
        self._waiting = QTimer(self, interval=PATIENCE, singleShot=True)
        self._make_widgets(roles)
        self._lay_out()
        for job in (self._reader, self._judge):
            job.progressed.connect(lambda share: self.progress.setValue(int(STEPS * share)))
        self._waiting.timeout.connect(self._show_checking)
        self._reader.done.connect(self._take_table)
        self._reader.failed.connect(self.failed)
        self._judge.done.connect(self._show_samples)
        self._judge.failed.connect(self._show_complaint)
        self.model.roles_changed.connect(self._weigh)
        self._reader.start(_read(path))

    @property
    def roles(self) -> Roles:
        """What the person has chosen so far."""
        kind = "auto" if self.model.target_is_text else self.kind.value
        return self.model.roles(self.missing.value, kind)

    @property
    def reading(self) -> bool:
        """Whether the file is still being read."""
        return self._reader.busy

    def accept(self) -> None:
        """Train on the table with these roles, if they fit."""
        if self.cancel_button.hasFocus():
            self.reject()
        elif self.accept_button.isEnabled():
            self.chosen.emit(self._path, self.roles)
            self._end()

    def reject(self) -> None:
        """Leave everything as it is; what is being read is given up."""
        self._end()

    def focusInEvent(self, event) -> None:
        """Let the grid have the focus as soon as there is a table."""
        super().focusInEvent(event)
        if self._table is not None:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self) -> None:
        self._reader.cancel()
        self._judge.cancel()
        self._waiting.stop()
        self.finished.emit()

    def _make_widgets(self, roles: Roles) -> None:
        self.grid = ColumnsGrid(self.model)
        self.progress = QProgressBar()
        self.progress.setObjectName("reading")
        self.progress.setAccessibleName(self.tr("Reading the file"))
        self.progress.setRange(0, STEPS)
        self.missing = self._missing_control(roles.missing)
        self.kind = self._kind_control(roles.kind)
        self.verdict, self.notes = QLabel(), QLabel()
        self.verdict.setObjectName("verdict")
        self.notes.setObjectName("sheet_notes")
        self.notes.setProperty("role", "caption")
        for label in (self.verdict, self.notes):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.setFont(fonts.medium())
        self.notes.setFont(fonts.status())
        self.accept_button = QPushButton(self.tr("Train on this table"))
        self.accept_button.setObjectName("train_on_table")
        self.accept_button.setProperty("primary", True)
        self.accept_button.setToolTip(
            self.tr("Start over with these columns; one step of undo brings the old data back.")
        )
        self.accept_button.setEnabled(False)
        self.accept_button.clicked.connect(self.accept)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setObjectName("cancel_table")
        self.cancel_button.setToolTip(self.tr("Leave everything as it is."))
        self.cancel_button.clicked.connect(self.reject)

    def _missing_control(self, value: str) -> SegmentedControl:
        control = SegmentedControl(
            (
                ("drop", self.tr("Leave rows out"), self.tr("Rows with a gap are not used.")),
                (
                    "mean",
                    self.tr("Fill with the mean"),
                    self.tr(
                        "A missing number becomes the mean of its column's other values, over "
                        "all rows; rows without a target or a text are left out."
                    ),
                ),
                ("refuse", self.tr("Refuse"), self.tr("No gap is allowed: its line is named.")),
            ),
            value,
            name=self.tr("Missing values"),
        )
        control.setObjectName("missing_values")
        control.changed.connect(lambda _: self._weigh())
        return control

    def _kind_control(self, value: str) -> SegmentedControl:
        control = SegmentedControl(
            (
                ("auto", self.tr("Found out"), self.tr("Few different whole numbers are classes.")),
                ("classes", self.tr("Classes"), self.tr("Each different number is a class.")),
                ("values", self.tr("Values"), self.tr("Numbers to predict: a regression.")),
            ),
            value,
            name=self.tr("Target is"),
        )
        control.setObjectName("target_kind")
        control.changed.connect(lambda _: self._weigh())
        return control

    def _lay_out(self) -> None:
        self._gaps = QLabel(self.tr("Missing values"))
        self._gaps.setProperty("role", "second")
        gaps = QHBoxLayout()
        gaps.setSpacing(sizes().space_3)
        self._kinds = QLabel(self.tr("Target is"))
        self._kinds.setProperty("role", "second")
        for widget in (self._kinds, self.kind, self._gaps, self.missing):
            gaps.addWidget(widget)
        gaps.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes().space_2)
        buttons.addWidget(self.progress, 1)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.accept_button)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes().space_3)
        column.addWidget(self.grid, 1)
        column.addLayout(gaps)
        column.addWidget(self.verdict)
        column.addWidget(self.notes)
        column.addLayout(buttons)
        card = Card(self.tr("Columns of the table"), body, note_label(self._path.name))
        page = QHBoxLayout(self)
        page.setContentsMargins(*[sizes().space_3] * 4)
        page.addWidget(card)
        self.verdict.setText(self.tr("Reading {name} …").format(name=self._path.name))
        self._show_gaps(False)
        self._show_kinds(False)

    def _take_table(self, read: tuple[Table, tuple[ColumnFacts, ...]]) -> None:
        self._table, facts = read
        self.progress.hide()
        roles = self._first_roles
        if roles == Roles():
            roles = suggested_roles(self._table, facts)
        self.model.set_table(self._table, facts, roles)
        if self.hasFocus():
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self._weigh()
        self.read.emit()

    def _weigh(self) -> None:
        """Find out what these roles make of the table."""
        if self._table is None:
            return
        self._show_gaps(self.model.gaps)
        self._show_kinds(not self.model.target_is_text)
        self.accept_button.setEnabled(False)
        self._waiting.start()
        self._judge.start(weighing(self._table, self.roles))

    def _show_gaps(self, on: bool) -> None:
        self._gaps.setVisible(on)
        self.missing.setVisible(on)

    def _show_kinds(self, on: bool) -> None:
        self._kinds.setVisible(on)
        self.kind.setVisible(on)

    def _show_checking(self) -> None:
        """Take down what is said of other roles, for the answer is late."""
        self.progress.setAccessibleName(self.tr("Checking the columns"))
        self.progress.show()
        self._set_verdict(self.tr("Checking the columns …"), "")
        self._set_notes("")

    def _hide_checking(self) -> None:
        self._waiting.stop()
        self.progress.hide()

    def _show_samples(self, samples: Samples) -> None:
        self._hide_checking()
        self._set_verdict(self._sentence(samples), "")
        more = len(samples.notes) - MOST_NOTES
        rest = [self.tr("… and {n} more notes").format(n=more)] if more > 0 else []
        self._set_notes("\n".join([*samples.notes[:MOST_NOTES], *rest]))
        self.accept_button.setEnabled(True)

    def _show_complaint(self, sentence: str) -> None:
        self._hide_checking()
        self._set_verdict(sentence, "bad")
        self._set_notes("")

    def _set_verdict(self, text: str, role: str) -> None:
        self.verdict.setText(text)
        self.verdict.setProperty("role", role)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)

    def _set_notes(self, text: str) -> None:
        self.notes.setText(text)
        self.notes.setVisible(bool(text))

    def _sentence(self, samples: Samples) -> str:
        rows, features = count(len(samples.x)), count(len(samples.features))
        words = {"rows": rows, "features": features, "target": samples.target}
        if samples.task == "regression":
            text = self.tr("{rows} rows, {features} inputs → the value of “{target}” (regression).")
            return text.format(**words)
        if samples.task == "binary":
            text = self.tr(
                "{rows} rows, {features} inputs → “{target}”: {first} or {second} (two classes)."
            )
            return text.format(**words, first=samples.classes[0], second=samples.classes[1])
        text = self.tr("{rows} rows, {features} inputs → one of {n} classes of “{target}”.")
        return text.format(**words, n=len(samples.classes))


def _read(path: Path) -> Generator[float, None, tuple[Table, tuple[ColumnFacts, ...]]]:
    """Read a table and look over its columns."""
    table = yield from _scaled(reading(path), 0.0, READING)
    facts = yield from _scaled(looking_over(table), READING, 1.0)
    return table, facts


def _scaled(job, low: float, high: float):
    """Run a job as the part of another that goes from ``low`` to ``high``."""
    while True:
        try:
            share = next(job)
        except StopIteration as end:
            return end.value
        yield low + (high - low) * share
