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
    qtbot.waitUntil(lambda: "as it was" in window.messages.text, timeout=20_000)
    window.actions_by_key["step"].trigger()
    qtbot.waitUntil(lambda: window.laboratory.frame.step == 1, timeout=20_000)
    assert window.laboratory.frame.generation == frame.generation


def test_that_canceling_takes_back_what_was_changed_during_the_replay_too(window, qtbot, open_fork):
    document = window.session.document
    open_fork(window, 10**7)
    qtbot.waitUntil(window.replay.isVisible, timeout=20_000)
    quicker = window.session.document.experiment.edited(lr=0.2)
    window.session.propose(window.session.document.edited(experiment=quicker), "rate")
    window.replay.cancel_button.click()
    qtbot.waitUntil(lambda: window.engine.idle, timeout=20_000)
    assert window.session.document == document
    assert window.engine.experiment == document.experiment
    assert not window.replay.isVisible()


def test_that_canceling_a_replay_that_was_reset_meanwhile_leaves_the_run_as_it_was(
    window, qtbot, open_fork
):
    document, laboratory = window.session.document, window.laboratory
    laboratory.step("epoch")
    qtbot.waitUntil(lambda: laboratory.frame.latest > 1, timeout=20_000)
    generation = laboratory.frame.generation
    open_fork(window, 10**7)
    qtbot.waitUntil(window.replay.isVisible, timeout=20_000)
    laboratory.reset()
    window.replay.cancel_button.click()
    qtbot.waitUntil(lambda: window.engine.idle, timeout=20_000)
    assert window.session.document == document
    assert (laboratory.frame.generation, laboratory.frame.latest > 1) == (generation, True)


def test_that_a_run_that_was_held_for_a_canceled_replay_is_seen_to_go_on(window, qtbot, open_fork):
    laboratory = window.laboratory
    laboratory.toggle()
    qtbot.waitUntil(lambda: laboratory.frame.step > 1, timeout=20_000)
    open_fork(window, 10**7)
    qtbot.waitUntil(window.replay.isVisible, timeout=20_000)
    window.replay.cancel_button.click()
    qtbot.waitUntil(lambda: laboratory.frame.state == "running", timeout=20_000)
    step = laboratory.frame.step
    qtbot.waitUntil(lambda: laboratory.frame.step > step, timeout=20_000)


def test_that_nothing_is_said_of_a_replay_that_was_there_before_it_was_canceled(
    window, qtbot, open_fork
):
    open_fork(window, 40)
    qtbot.waitUntil(lambda: window.laboratory.frame.step == 40, timeout=20_000)
    window.replay.canceled.emit()
    assert "canceled" not in window.messages.text


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
    qtbot.waitUntil(lambda: not window.replay.isVisible(), timeout=20_000)
    qtbot.waitUntil(lambda: "press Train" in window.messages.text, timeout=20_000)
    window.actions_by_key["train"].trigger()
    qtbot.waitUntil(window.replay.isVisible, timeout=20_000)
