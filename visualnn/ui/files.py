"""Files from and to the person: experiments, tables, pictures."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from visualnn.data import Roles
from visualnn.errors import InputError
from visualnn.experiment.spec import DataSpec, Experiment
from visualnn.experiment.spec.codec import decode
from visualnn.export.files import write_file
from visualnn.ui.export_panel import ExportPanel
from visualnn.ui.table_sheet.sheet import TableSheet
from visualnn.ui.views.view import View
from visualnn.ui.widgets.message_bar import DONE

if TYPE_CHECKING:
    from visualnn.ui.main_window import MainWindow

TABLES = (".csv", ".tsv", ".txt")
EXPERIMENT = ".json"
LARGEST_EXPERIMENT = 1_000_000
PATIENCE = 300
"""Milliseconds after which a table that is still being read shows how far it is."""


def experiment_from(path: Path, usual: Experiment) -> Experiment:
    """Return the experiment in a JSON file, or ``usual`` on the table in a CSV file.

    Raises
    ------
    InputError
        If the file cannot be read as either; the message names it.
    """
    ending, tr = path.suffix.lower(), QCoreApplication.translate
    if ending not in (*TABLES, EXPERIMENT):
        text = tr(
            "Files",
            "{name} is neither a table ({tables}) nor a saved experiment ({experiment}): "
            "choose another file.",
        )
        tables = ", ".join(TABLES)
        raise InputError(text.format(name=path.name, tables=tables, experiment=EXPERIMENT))
    if ending in TABLES:
        if not os.path.isfile(path):  # also where the name is too long for a file
            text = tr("Files", "{path}: there is no such file: check the name and the folder.")
            raise InputError(text.format(path=path))
        return usual.edited(data=DataSpec(str(path.absolute())), loss="auto", output="auto")
    return decode(_text(path), str(path))


def _text(path: Path) -> str:
    tr = QCoreApplication.translate
    try:
        if path.stat().st_size > LARGEST_EXPERIMENT:
            text = tr("Files", "{path} is too large for an experiment: choose the right file.")
            raise InputError(text.format(path=path))
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        text = tr("Files", "{path} is not text: choose an experiment that was saved.")
        raise InputError(text.format(path=path)) from None
    except OSError as error:
        text = tr("Files", "{path} cannot be read ({reason}): check the file.")
        raise InputError(text.format(path=path, reason=error.strerror)) from None


def is_table(path: Path) -> bool:
    """Return whether a file is a table by its name."""
    return path.suffix.lower() in TABLES


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the files of this computer in what is being dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class FileDesk(QObject):
    """Opens and saves for the window; failures are sentences in its message bar."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def open_experiment(self) -> None:
        """Ask for a saved experiment and load it."""
        kinds = self.tr("Experiments (*.json);;All files (*)")
        self._ask(self.tr("Open experiment"), kinds, self.show)

    def open_table(self) -> None:
        """Ask for a table, and what its columns are for."""
        kinds = self.tr("Tables (*.csv *.tsv *.txt);;All files (*)")
        self._ask(self.tr("Open table"), kinds, self.show)

    def takes(self, data: QMimeData) -> bool:
        """Return whether there are files of this computer in what is being dropped."""
        return bool(dropped_files(data))

    def open_dropped(self, data: QMimeData) -> None:
        """Load the file that was dropped on the window."""
        files = dropped_files(data)
        if len(files) > 1:
            self._window.complain(
                self.tr("{n} files were dropped: drop one at a time.").format(n=len(files))
            )
        elif files:
            self.show(files[0])

    def show(self, path: Path) -> None:
        """Load an experiment; of a table the columns are shown first."""
        if is_table(path):
            self.show_columns(path)
        else:
            self.open_file(path)

    def show_columns(self, path: Path | None = None) -> TableSheet:
        """Show the columns of a table (without a path: of the one in use) for their roles."""
        data = self._window.session.document.experiment.data
        path = path or Path(data.name)
        again = data.is_file and path.absolute() == Path(data.name).absolute()
        sheet = TableSheet(path, data.roles if again else Roles(), self._window)
        sheet.failed.connect(self._window.complain)
        sheet.failed.connect(sheet.reject)
        sheet.chosen.connect(self._train_on)
        sheet.finished.connect(sheet.deleteLater)
        # What is read at once is not shown half made.
        sheet.read.connect(lambda: self._window.sheets.lay(sheet))
        QTimer.singleShot(PATIENCE, sheet, lambda: sheet.reading and self._window.sheets.lay(sheet))
        return sheet

    def _train_on(self, path: Path, roles: Roles) -> None:
        """Train on a table whose columns have been given their roles."""
        data = self._window.session.document.experiment.data
        name = str(path.absolute())
        other = DataSpec(
            name,
            target=roles.target,
            ignore=roles.ignore,
            missing=roles.missing,
            target_kind=roles.kind,
        )
        if data.is_file:
            other = replace(other, seed=data.seed, train=data.train, validation=data.validation)
        self._load(path, lambda usual: usual.edited(data=other, loss="auto", output="auto"))

    def open_file(self, path: Path) -> None:
        """Load an experiment or a table; what is on show stays if that fails."""
        self._load(path, lambda usual: experiment_from(path, usual))

    def _load(self, path: Path, make: Callable[[Experiment], Experiment]) -> None:
        session = self._window.session
        try:
            experiment = make(session.document.experiment)
        except InputError as error:
            self._window.complain(str(error))
            return
        self._remember(path)
        self._window.messages.dismiss()
        text = self.tr("open {name}").format(name=path.name)
        session.propose(session.document.edited(experiment=experiment), text)
        self._window.laboratory.start_over()  # a file's run begins at its first step
        self._window.show_workspace("playground")

    def save_experiment(self) -> None:
        """Ask for a place and save the experiment there."""
        kinds = self.tr("Experiments (*.json)")
        dialog = self._ask(self.tr("Save experiment"), kinds, self.save_to)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(EXPERIMENT.removeprefix("."))
        dialog.selectFile(f"experiment{EXPERIMENT}")

    def save_to(self, path: Path) -> None:
        """Save the experiment."""
        try:
            write_file(path, self._window.session.document.experiment.to_json())
        except InputError as error:
            self._window.complain(str(error))
            return
        self._remember(path)
        self._say(self.tr("Saved {path}").format(path=path))

    def save_worksheet(self) -> None:
        """Ask for a place and write the worked step there, as a worksheet with its key."""
        sheet = self._window.backprop.sheet
        if sheet is not None and sheet.explanation.samples > 1:
            text = self.tr("A worksheet is about one sample: choose one as subject, not the batch.")
            self._window.complain(text)
            return
        kinds = self.tr("PDF (*.pdf)")
        dialog = self._ask(self.tr("Worksheet"), kinds, self.save_worksheet_to)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile("worksheet.pdf")

    def save_worksheet_to(self, path: Path) -> None:
        """Write the worksheet of what is worked through."""
        from visualnn.ui.backprop.worksheet_pdf import write_worksheet

        sheet = self._window.backprop.sheet
        if sheet is None:
            return
        try:
            write_worksheet(sheet, path, self.tr("One step of backpropagation"))
        except InputError as error:
            self._window.complain(str(error))
            return
        self._remember(path)
        self._say(self.tr("Wrote {path}").format(path=path))

    def export(self, view: View | None = None) -> ExportPanel:
        """Offer to export a view of the workspace on show; return the panel."""
        window = self._window
        for other in window.findChildren(ExportPanel):
            other.reject()
        panel = ExportPanel(window.views, window.settings, view, window.centralWidget())
        panel.written.connect(lambda path: self._say(self.tr("Wrote {path}").format(path=path)))
        panel.finished.connect(panel.deleteLater)
        for pages in (window.stack, window.sheets):
            pages.currentChanged.connect(panel.reject)  # other views are on show, or none
        panel.open()
        return panel

    def _ask(self, title: str, kinds: str, then: Callable[[Path], object]) -> QFileDialog:
        """Ask for a file while everything goes on, and do something with it."""
        dialog = QFileDialog(self._window, title, str(self._folder()), kinds)
        dialog.setObjectName("file_dialog")
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _folder(self) -> Path:
        last = Path(self._window.settings.preferences.last_folder or Path.home())
        return last if last.is_dir() else Path.home()

    def _remember(self, path: Path) -> None:
        self._window.settings.edit(last_folder=str(path.absolute().parent))

    def _say(self, sentence: str) -> None:
        self._window.messages.show_message("good", sentence, overtaken_after=DONE)
