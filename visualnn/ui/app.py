"""Starts the application."""

from __future__ import annotations

import gc
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from visualnn.errors import InputError
from visualnn.experiment.spec import FIRST
from visualnn.experiment.together.race import usual_race
from visualnn.ui import i18n, icons, motion
from visualnn.ui.main_window import MainWindow
from visualnn.ui.session import Document
from visualnn.ui.settings import Settings
from visualnn.ui.theme import ThemeSource

if TYPE_CHECKING:
    from visualnn.ui.engine import Port

FIRST_SURFACE = "beale"


AFTER_START = 1500
"""Milliseconds until the window is complete and the first frame has come."""


def first_document() -> Document:
    """Return what a new person sees: moons with early stopping, and a race on Beale's function."""
    return Document(FIRST, usual_race(FIRST_SURFACE))


def application() -> QApplication:
    """Return the process's application, made on the first call."""
    found = QCoreApplication.instance()
    if isinstance(found, QApplication):
        return found
    QCoreApplication.setApplicationName("VisualNN")
    made = QApplication(sys.argv[:1])
    made.setWindowIcon(icons.app_icon())
    return made


def run(file: str | None = None) -> int:
    """Open the window, with a saved experiment or a table, and return the exit status.

    Raises
    ------
    InputError
        If the file cannot be used; no window has been opened then.
    Exception
        Whatever kept the window from being furnished; it has gone again.
    """
    document = first_document()
    if file is not None:
        document = _opened(document, Path(file))
    app = application()
    window = open_window(document, furnished=False)
    failures: list[Exception] = []
    window.failed.connect(failures.append)
    window.show()
    if file is not None:
        window.furnished.connect(lambda: _show_columns(window, Path(file)))
    QTimer.singleShot(AFTER_START, _prepare)
    status = app.exec()
    if failures:
        raise failures[0]
    return status


def _show_columns(window: MainWindow, file: Path) -> None:
    """Show the columns of the file that was opened, if it is a table."""
    from visualnn.ui.files import is_table

    if is_table(file):
        window.desk.show_columns(file)


def _prepare() -> None:
    """Do what a person would wait for later, and what the garbage collector need not."""
    from visualnn.ui.backprop.typeset import prepare

    prepare()
    spare_the_collector()


def _opened(document: Document, file: Path) -> Document:
    """Return the document with the experiment in a file, or on the table in it.

    A table that cannot be trained on as it is stays away until its columns
    have their roles: the page that opens in the window asks for them.
    """
    from visualnn.data.csv_file import read_table
    from visualnn.experiment.plan import resolve
    from visualnn.ui.files import experiment_from, is_table

    experiment = experiment_from(file, document.experiment)
    try:
        resolve(experiment)
    except InputError:
        if not is_table(file):
            raise
        read_table(file)  # what is no table at all is refused
        return document
    return document.edited(experiment=experiment)


def spare_the_collector() -> None:
    """Take everything that stays for good out of the garbage collector's rounds.

    A full round over modules, widgets and actions takes 40 ms: two frames.
    """
    gc.collect()
    gc.freeze()


def open_window(
    document: Document, settings: Settings | None = None, *, furnished: bool = True
) -> MainWindow:
    """Return the window, ready to be shown; it can be furnished after its first painting."""
    settings = settings or Settings()
    i18n.install(settings.preferences.language)
    motion.set_reduced(settings.preferences.reduced_motion)
    settings.changed.connect(lambda now: motion.set_reduced(now.reduced_motion))
    themes = ThemeSource(settings.preferences.theme)
    window = MainWindow(document, settings, themes, _engine_process)
    if furnished:
        window.furnish()
    return window


def _engine_process() -> Port:
    """Start an engine; what that takes is loaded behind the window's first painting."""
    from visualnn.ui.engine import ProcessPort

    return ProcessPort()


def smoke() -> int:
    """Check that everything in the package loads and shows; return the exit status."""
    from visualnn.ui.smoke import check

    app = application()
    with tempfile.TemporaryDirectory() as folder:
        return check(app, open_window(first_document(), Settings(Path(folder))))
