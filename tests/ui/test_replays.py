"""A file whose experiment forks off a late step: its replay is shown, and can be canceled."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from visualnn.experiment import engine as engine_module
from visualnn.experiment.spec import Experiment
from visualnn.experiment.spec.origin import Change, Origin
from visualnn.ui.widgets import replay_strip
from visualnn.ui.words import count

PARENT = Experiment(samples=60, hidden=(4,), batch=16, epochs=100_000)


def fork_at(step):
    return PARENT.edited(lr=0.3, origin=Origin((Change(0, PARENT),), step))


@pytest.fixture
def open_fork(tmp_path, monkeypatch):
    """Return a function that opens the file of a fork in a window."""
    monkeypatch.setattr(engine_module, "AT_ONCE", 0.0)
    monkeypatch.setattr(replay_strip, "PATIENCE", 0)

    def open_file(window, step):
        path = tmp_path / "fork.json"
        path.write_text(fork_at(step).to_json(), "utf-8")
        window.desk.open_file(path)

    return open_file


def test_that_the_strip_counts_and_goes_when_the_fork_is_there(window, qtbot, open_fork):
    open_fork(window, 1500)
    strip, texts = window.replay, set()
    qtbot.waitUntil(strip.isVisible, timeout=20_000)
    window.engine.replayed.connect(lambda _: texts.add(strip.text))
    qtbot.waitUntil(lambda: window.laboratory.frame.step == 1500, timeout=20_000)
    assert not strip.isVisible()
    assert len(texts) > 2
    assert all(count(1500) in text for text in texts if text)
    assert window.session.document.experiment == fork_at(1500)


@pytest.mark.parametrize("way", ["button", "escape"])
def test_that_canceling_leaves_what_was_open_as_it_was(window, qtbot, open_fork, way):
    document, frame = window.session.document, window.laboratory.frame
    open_fork(window, 10**7)
    qtbot.waitUntil(window.replay.isVisible, timeout=20_000)
    if way == "button":
        window.replay.cancel_button.click()
    else:
        QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.replay.isVisible(), timeout=20_000)
    assert window.session.document == document
    assert "as it was" in window.messages.text
    window.actions_by_key["step"].trigger()
    qtbot.waitUntil(lambda: window.laboratory.frame.step == 1, timeout=20_000)
    assert window.laboratory.frame.generation == frame.generation


def test_that_another_experiment_ends_the_replay(window, qtbot, open_fork):
    open_fork(window, 10**7)
    qtbot.waitUntil(window.replay.isVisible, timeout=20_000)
    other = window.session.document.experiment.edited(seed=8, origin=None)
    window.session.propose(window.session.document.edited(experiment=other), "seed")
    qtbot.waitUntil(lambda: not window.replay.isVisible(), timeout=20_000)
    qtbot.waitUntil(lambda: window.laboratory.scene.experiment == other, timeout=20_000)


def test_that_a_first_replay_that_was_canceled_begins_again_with_train(
    make_window, qtbot, monkeypatch
):
    monkeypatch.setattr(engine_module, "AT_ONCE", 0.0)
    monkeypatch.setattr(replay_strip, "PATIENCE", 0)
    window = make_window(fork_at(10**7), filled=False)
    qtbot.waitUntil(window.replay.isVisible, timeout=20_000)
    window.replay.cancel_button.click()
    assert "press Train" in window.messages.text
    qtbot.waitUntil(lambda: not window.replay.isVisible(), timeout=20_000)
    window.actions_by_key["train"].trigger()
    qtbot.waitUntil(window.replay.isVisible, timeout=20_000)
