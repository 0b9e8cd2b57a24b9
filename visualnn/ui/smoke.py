"""Opens the window, uses everything that is shipped once, and closes: a check of the package."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from visualnn import assets
from visualnn.data import DATASETS
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.ui import icons, picture
from visualnn.ui.main_window import MainWindow

PATIENCE_MS = 60_000


def check(app: QApplication, window: MainWindow) -> int:
    """Show every workspace in every theme on a live engine; return the exit status.

    Raises
    ------
    Exception
        Whatever went wrong on the way.
    """
    _load_everything()
    window.show()
    journey = _Journey(window)
    clock, deadline = QTimer(), QTimer()
    clock.timeout.connect(lambda: journey.go_on() or app.exit(0))
    deadline.setSingleShot(True)
    deadline.timeout.connect(lambda: app.exit(1))
    clock.start(20)
    deadline.start(PATIENCE_MS)
    status = app.exec()
    clock.stop()
    deadline.stop()
    window.close()
    if journey.error:
        raise journey.error
    print("everything loads" if status == 0 else "the window did not get ready", file=sys.stderr)
    return status


class _Journey:
    """Goes through the window step by step; an error ends it and is kept.

    Raised into Qt's loop it would only be printed.
    """

    def __init__(self, window: MainWindow) -> None:
        self._steps = _journey(window)
        self.error: Exception | None = None

    def go_on(self) -> bool:
        """Take the next step; return whether there was one."""
        try:
            return next(self._steps, False)
        except Exception as error:
            self.error = error
            return False


def _load_everything() -> None:
    for file in sorted(assets.path("icons").glob("*.svg")):
        if icons.pixmap(file.stem, 16).isNull():
            raise RuntimeError(f"the icon {file.name} cannot be drawn")
    for key in DATASETS:
        resolve(Experiment(data=key))


def _journey(window: MainWindow) -> Iterator[bool]:
    """Go on whenever the window is ready for the next thing; true as long as there is one."""
    while window.laboratory.frame is None:
        yield True
    window.laboratory.toggle()
    while window.laboratory.frame.step < 10:
        yield True
    window.laboratory.pause()
    for theme in ("light", "dark"):
        window.themes.use(theme)
        for workspace in window.workspaces:
            window.show_workspace(workspace.key)
            yield True
            _export(window)
    window.show_workspace("landscape")
    while window.landscape.map.pin is None:
        yield True


def _export(window: MainWindow) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for view in window.views:
            picture.to_png(view, Path(folder) / f"{view.key}.png")
            picture.to_svg(view, Path(folder) / f"{view.key}.svg")
