"""Windows on an engine in this process, so that a test waits for nothing but its signals."""

from __future__ import annotations

import pytest

from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.race import usual_race
from visualnn.ui.engine import LocalPort
from visualnn.ui.main_window import MainWindow
from visualnn.ui.session import Document
from visualnn.ui.settings import Settings
from visualnn.ui.theme import ThemeSource

SMALL = Experiment(samples=60, hidden=(4,), epochs=100_000, noise=0.3)


@pytest.fixture
def make_window(qtbot, home):
    """Return a function that opens a window on an experiment; all are closed at the end."""
    windows = []

    def make(experiment=SMALL, port=LocalPort, theme="light", size=(1280, 720), filled=True):
        settings = Settings()
        settings.edit(theme=theme)
        document = Document(experiment, usual_race("beale"))
        window = MainWindow(document, settings, ThemeSource(theme), port)
        windows.append(window)
        window.furnish()
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        if filled:
            qtbot.waitUntil(lambda: window.laboratory.frame is not None, timeout=20_000)
        return window

    yield make
    for window in windows:
        window.close()


@pytest.fixture
def window(make_window):
    """Return a window in which nothing runs yet."""
    return make_window()
