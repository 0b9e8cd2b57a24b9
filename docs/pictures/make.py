"""Makes the README's pictures: the window itself, on a run that anyone can repeat.

Run it as ``python docs/pictures/make.py``; it needs no display.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer

from visualnn.ui.app import application, first_document, open_window
from visualnn.ui.main_window import MainWindow
from visualnn.ui.settings import Settings

HERE = Path(__file__).parent
STEPS = 420
BACKWARD = 7
"""The stage of the backward pass at the second layer's weights."""

SIZE = (1440, 900)


def wait(done: Callable[[], bool]) -> None:
    """Let the window work until ``done``."""
    loop, clock = QEventLoop(), QTimer()
    clock.timeout.connect(lambda: loop.quit() if done() else None)
    clock.start(10)
    loop.exec()


def settle() -> None:
    """Let everything that is due be painted."""
    loop = QEventLoop()
    QTimer.singleShot(1600, loop.quit)
    loop.exec()


def train(window: MainWindow) -> None:
    """Train to a step that is the same in every picture."""
    laboratory = window.laboratory
    wait(lambda: laboratory.frame is not None)
    for _ in range(STEPS // laboratory.scene.steps_per_epoch):
        laboratory.step("epoch")
    wait(lambda: laboratory.frame.step >= STEPS)


def race(window: MainWindow) -> None:
    """Show the whole race."""
    wait(lambda: window.landscape.map.pin is not None)
    window.landscape.playback.step("epoch")


def explain(window: MainWindow) -> None:
    """Show the worked example in the middle of its backward pass."""
    wait(lambda: window.backprop.sheet is not None)
    window.backprop.playback.go(BACKWARD)


def shoot(theme: str, workspace: str, prepare: Callable[[MainWindow], None]) -> None:
    """Write one picture."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder))
        settings.edit(theme=theme)
        window = open_window(first_document(), settings)
        window.resize(*SIZE)
        window.show()
        window.show_workspace(workspace)
        prepare(window)
        settle()
        window.grab().save(str(HERE / f"{workspace}-{theme}.png"))
        window.close()


if __name__ == "__main__":
    app = application()
    for theme in ("light", "dark"):
        shoot(theme, "playground", train)
        shoot(theme, "backprop", explain)
        shoot(theme, "landscape", race)
