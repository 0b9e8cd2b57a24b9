from dataclasses import replace

import pytest


@pytest.fixture
def frame(window):
    return window.laboratory.frame


def test_that_an_end_is_told_once(window, frame):
    ended = replace(frame, state="finished", epoch=1200, best_epoch=1100, waited=100)
    window.run_messages.follow(ended)
    assert "1\u202f200 epochs" in window.messages.text
    window.messages.dismiss()
    window.run_messages.follow(ended)
    assert not window.messages.text


def test_that_the_sentence_goes_when_the_run_goes_on(window, frame):
    window.run_messages.follow(replace(frame, state="diverged", diverged_at=7))
    assert "step 7" in window.messages.text
    window.run_messages.follow(replace(frame, state="running"))
    assert not window.messages.text


def test_that_an_end_is_told_with_the_epoch_where_the_run_ended_while_a_person_looks_back(
    window, frame
):
    back = replace(frame, epoch=27, best_epoch=37, waited=50, latest=400)
    for state in ("stopped early", "finished"):
        window.run_messages.follow(replace(back, state=state))
        assert "epoch 87" in window.messages.text or "87 epochs" in window.messages.text
        assert "27" not in window.messages.text


@pytest.fixture
def stopped(window, qtbot):
    """Return a window whose run has stopped early, and said so."""
    document = window.session.document
    experiment = document.experiment.edited(patience=2, min_delta=0.1)
    window.session.propose(document.edited(experiment=experiment), "patience")
    window.laboratory.toggle()
    qtbot.waitUntil(lambda: "Stopped early" in window.messages.text, timeout=20_000)
    qtbot.waitUntil(lambda: window.engine.idle, timeout=20_000)
    return window


def test_that_undo_of_a_change_does_not_tell_once_more_how_the_run_ended(stopped, qtbot):
    laboratory, document = stopped.laboratory, stopped.session.document
    before = laboratory.frame.generation
    laboratory.seek(1)
    experiment = document.experiment.edited(hidden=(4, 3))
    stopped.session.propose(document.edited(experiment=experiment), "add a layer")
    qtbot.waitUntil(lambda: laboratory.frame.state == "ready", timeout=20_000)
    assert not stopped.messages.text
    stopped.actions_by_key["undo"].trigger()
    qtbot.waitUntil(lambda: laboratory.frame.state == "stopped early", timeout=20_000)
    assert laboratory.frame.generation > before
    assert not stopped.messages.text


def test_that_the_same_run_trained_once_more_is_told_once_more(stopped, qtbot):
    latest = stopped.laboratory.frame.latest
    stopped.messages.dismiss()
    stopped.laboratory.start_over()
    stopped.laboratory.toggle()
    qtbot.waitUntil(lambda: "Stopped early" in stopped.messages.text, timeout=20_000)
    assert stopped.laboratory.frame.latest == latest


def test_that_training_without_a_sample_says_what_is_missing(window, frame, monkeypatch):
    scene = window.laboratory.scene
    empty = replace(scene, part=scene.part[:0])
    monkeypatch.setattr(type(window.laboratory), "scene", property(lambda _: empty))
    window.run_messages.follow(replace(frame, state="running"))
    assert "draw some points of two classes" in window.messages.text
    monkeypatch.undo()
    window.run_messages.follow(replace(frame, state="running"))
    assert not window.messages.text


def test_that_a_stop_names_the_loss_that_was_watched(window, frame):
    stopped = replace(frame, state="stopped early")
    window.run_messages.follow(replace(stopped, scores={"val_loss": 0.2}))
    assert "no better validation loss" in window.messages.text
    window.run_messages.follow(replace(stopped, latest=5, scores={"val_loss": float("nan")}))
    assert "no better training loss" in window.messages.text


def test_that_a_divergence_names_the_step_of_the_weights_that_are_kept(window, frame):
    lost = replace(frame, state="diverged", diverged_at=70, best_epoch=3, best_step=24)
    window.run_messages.follow(replace(lost, scored_epoch=3))
    assert "(epoch 3, step 24)" in window.messages.text


def test_that_another_message_stays_when_the_run_goes_on(window, frame):
    window.run_messages.follow(replace(frame, state="finished"))
    window.complain("no such file")
    window.run_messages.follow(replace(frame, state="running"))
    assert window.messages.text == "no such file"


def test_that_an_end_is_told_when_the_training_is_on_show_again(window, frame):
    window.show_workspace("landscape")
    ended = replace(frame, state="stopped early", epoch=9, best_epoch=4, waited=5)
    window.run_messages.follow(ended)
    assert not window.messages.text
    window.show_workspace("playground")
    window.run_messages.follow(ended)
    assert "epoch 4" in window.messages.text


def test_that_a_message_leaves_the_focus_where_it_is(window, frame):
    window.top_bar.button("train").setFocus()
    before = window.focusWidget()
    window.run_messages.follow(replace(frame, state="finished"))
    assert window.focusWidget() is before
