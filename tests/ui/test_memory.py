"""The memory of the recording: chosen at the timeline, remembered, and told to the engine."""

from __future__ import annotations

import numpy as np

from visualnn.experiment.messages import Remember
from visualnn.ui.settings import Settings


def sizes(window):
    menu = window.playground.timeline.menu()
    (memory,) = [action.menu() for action in menu.actions() if action.menu()]
    return {action.objectName(): action for action in memory.actions()}


def recording(window):
    return window.engine.port._engine._training.recording


def test_that_the_memory_chosen_at_the_timeline_reaches_the_recording_and_the_disk(window):
    assert recording(window)._budget == 64 * 2**20
    assert sizes(window)["memory_64"].isChecked()
    sizes(window)["memory_16"].trigger()
    assert Settings().preferences.memory == 16
    assert recording(window)._budget == 16 * 2**20
    assert sizes(window)["memory_16"].isChecked()


def test_that_a_later_training_has_the_same_memory(window, qtbot):
    sizes(window)["memory_256"].trigger()
    before = recording(window)
    window.laboratory.reset()
    qtbot.waitUntil(lambda: window.engine.idle, timeout=20_000)
    assert recording(window) is not before
    assert recording(window)._budget == 256 * 2**20


def test_that_an_engine_that_takes_over_has_the_same_memory(window):
    sent = []

    class Listening:
        alive = True

        def send(self, command):
            sent.append(command)

        def replies(self):
            return []

        def close(self):
            pass

    window.engine.remember(5)
    window.engine._open_port = Listening
    window.engine._start_again()
    assert sent[0] == Remember(5)
    window.engine.close()


def test_that_the_views_of_a_run_share_its_scores(window, qtbot):
    for _ in range(3):
        window.actions_by_key["step_epoch"].trigger()
    curves, timeline = window.playground.curves, window.playground.timeline
    qtbot.waitUntil(lambda: curves.history.rows == 4, timeout=20_000)
    kept = window.engine._loading.keepsake.scores
    for shown in (curves.history, timeline._history):
        assert shown.rows == 4
        assert np.shares_memory(shown["train_loss"], kept["train_loss"])
