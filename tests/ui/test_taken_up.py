"""A run that gave way to another experiment, and comes back by undo as it was."""

import os
import signal
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.training.forking import MOST
from visualnn.ui.engine import ProcessPort
from visualnn.ui.intents import SetWeights
from visualnn.ui.words import percent


def edited(window, **names):
    document = window.session.document
    window.session.propose(
        document.edited(experiment=document.experiment.edited(**names)), next(iter(names))
    )


def settled(window, qtbot):
    qtbot.waitUntil(lambda: window.engine.idle, timeout=20_000)


def told(frame):
    """Return what a person sees of a run in words and numbers."""
    names = ("state", "step", "latest", "epoch", "scored_epoch", "best_epoch", "waited")
    scores = [frame.scores[name] for name in ("train_loss", "val_loss", "val_accuracy")]
    return scores, {name: getattr(frame, name) for name in names}


def said(playground):
    """Return what the panel says of the samples."""
    return playground.panel.findChild(QLabel, "shares").text()


@pytest.fixture
def stopped(window, qtbot):
    """Return a window whose run has stopped early."""
    edited(window, patience=2, min_delta=0.1)
    window.laboratory.toggle()
    qtbot.waitUntil(lambda: window.laboratory.frame.state == "stopped early", timeout=20_000)
    settled(window, qtbot)
    return window


@pytest.mark.parametrize(
    "change", [{"hidden": (9, 4)}, {"data": "xor"}, {"seed": 7}, {"loss": "mse"}], ids=str
)
def test_that_undo_brings_back_a_run_that_a_change_put_an_end_to(stopped, qtbot, change):
    laboratory, curves = stopped.laboratory, stopped.playground.curves
    before, theta, rows = told(laboratory.frame), laboratory.frame.theta.copy(), curves.history.rows
    edited(stopped, **change)
    qtbot.waitUntil(lambda: laboratory.frame.latest == 0, timeout=20_000)
    laboratory.step("epoch")
    settled(stopped, qtbot)
    other = told(laboratory.frame)
    stopped.actions_by_key["undo"].trigger()
    settled(stopped, qtbot)
    assert told(laboratory.frame) == before
    assert (laboratory.frame.theta == theta).all()
    assert curves.history.rows == rows
    stopped.actions_by_key["redo"].trigger()
    settled(stopped, qtbot)
    assert told(laboratory.frame) == other


def test_that_a_run_that_was_held_comes_back_held_though_another_is_running(window, qtbot):
    laboratory = window.laboratory
    laboratory.step("epoch")
    settled(window, qtbot)
    before = told(laboratory.frame)
    edited(window, seed=7)
    laboratory.toggle()
    qtbot.waitUntil(lambda: laboratory.frame.state == "running", timeout=20_000)
    window.session.undo()
    settled(window, qtbot)
    assert told(laboratory.frame) == before
    assert not laboratory.running


def test_that_an_experiment_that_is_chosen_once_more_begins_anew(stopped, qtbot):
    laboratory = stopped.laboratory
    seed, before = stopped.session.document.experiment.seed, told(laboratory.frame)
    for chosen in (seed + 1, seed):
        edited(stopped, seed=chosen)
        settled(stopped, qtbot)
        assert (laboratory.frame.latest, laboratory.frame.state) == (0, "ready")
    stopped.session.undo()
    stopped.session.undo()
    settled(stopped, qtbot)
    assert told(laboratory.frame) == before


def test_that_header_and_status_name_the_epoch_whose_weights_are_restored(stopped, qtbot):
    frame, playground = stopped.laboratory.frame, stopped.playground
    assert frame.best_epoch < frame.epoch
    accuracy = percent(frame.scores["val_accuracy"])
    best = f"best epoch {frame.best_epoch} of {frame.epoch}"
    assert stopped.top_bar.counter.replace("\u2007", "") == f"val accuracy {accuracy} · {best}"
    status = playground.status
    assert status.field("kept") == f"weights of epoch {frame.best_epoch}"
    assert accuracy in status.field("val")
    stopped.laboratory.seek(frame.latest - 1)
    qtbot.waitUntil(lambda: stopped.laboratory.frame.step == frame.latest - 1, timeout=20_000)
    assert "best epoch" not in stopped.top_bar.counter
    assert status.field("kept") == ""


def test_that_training_again_after_the_end_is_said_and_can_be_undone(stopped, qtbot):
    laboratory = stopped.laboratory
    before, theta = told(laboratory.frame), laboratory.frame.theta.copy()
    laboratory.toggle()
    qtbot.waitUntil(
        lambda: laboratory.frame.state == "running" and laboratory.frame.latest > 0, timeout=20_000
    )
    assert "from its first weights. Undo brings back the one of" in stopped.messages.text
    stopped.session.undo()
    settled(stopped, qtbot)
    assert told(laboratory.frame) == before
    assert (laboratory.frame.theta == theta).all()
    assert not laboratory.running


def test_that_a_weight_set_by_hand_is_undone_in_the_run_that_came_back(window, qtbot):
    laboratory = window.laboratory
    laboratory.step("epoch")
    settled(window, qtbot)
    frame = laboratory.frame
    before = float(frame.theta[3])
    window.playground.diagram.intent.emit(
        SetWeights(frame.generation, (3,), (2.5,), (before,), "w by hand", True)
    )
    settled(window, qtbot)
    edited(window, seed=7)
    settled(window, qtbot)
    window.session.undo()
    window.session.undo()  # before the engine has answered the first
    settled(window, qtbot)
    assert (laboratory.frame.latest, laboratory.frame.theta[3]) == (frame.latest, before)
    window.session.redo()
    settled(window, qtbot)
    assert laboratory.frame.theta[3] == 2.5


def test_that_after_a_crash_of_the_engine_a_run_that_gave_way_begins_anew(make_window, qtbot):
    window = make_window(port=ProcessPort)
    laboratory = window.laboratory
    laboratory.step("epoch")
    settled(window, qtbot)
    edited(window, seed=7)
    laboratory.step("epoch")
    settled(window, qtbot)
    step = laboratory.frame.step
    with qtbot.waitSignal(window.engine.died, timeout=20_000):
        os.kill(window.engine.port.process.pid, signal.SIGKILL)
    settled(window, qtbot)
    assert laboratory.frame.step == step
    window.session.undo()
    settled(window, qtbot)
    assert (laboratory.frame.latest, laboratory.frame.state) == (0, "ready")
    laboratory.step("epoch")
    settled(window, qtbot)
    assert laboratory.frame.latest == step


def test_that_undo_of_a_fork_where_points_were_brings_the_run_back_without_them(window, qtbot):
    laboratory, playground = window.laboratory, window.playground
    plain = window.session.document.experiment
    point = PointEdit("add", x=(0.5, 0.5), y=0)
    for edits in ((), (point,), ()):
        edited(window, data=replace(plain.data, edits=edits))
        laboratory.step("epoch")
        settled(window, qtbot)
    latest, counted = laboratory.frame.latest, said(playground)
    laboratory.seek(laboratory.scene.steps_per_epoch + 1)  # when the point was there
    settled(window, qtbot)
    window.actions_by_key["fork"].trigger()
    qtbot.waitUntil(lambda: playground.forks._origin is not None, timeout=20_000)
    playground.forks.strip.findChild(QPushButton, "fork_go").click()
    qtbot.waitUntil(lambda: laboratory.frame.latest > latest, timeout=20_000)
    laboratory.pause()
    settled(window, qtbot)
    window.session.undo()
    settled(window, qtbot)
    assert laboratory.frame.latest == latest
    assert len(laboratory.scene.part) == plain.data.samples
    assert said(playground) == counted
    assert window.session.document.experiment == plain


def test_that_undo_goes_back_over_a_change_of_data_a_comparison_and_a_fork(window, qtbot):
    laboratory, playground = window.laboratory, window.playground
    for _ in range(4):
        laboratory.step("epoch")
    settled(window, qtbot)
    laboratory.seek(3)
    settled(window, qtbot)
    parent = told(laboratory.frame)
    window.actions_by_key["fork"].trigger()
    qtbot.waitUntil(lambda: playground.forks._origin is not None, timeout=20_000)
    strip = playground.forks.strip
    strip.rate.set_value(5.0)
    strip.findChild(QPushButton, "fork_go").click()
    qtbot.waitUntil(lambda: laboratory.frame.latest > 12, timeout=20_000)
    laboratory.pause()
    settled(window, qtbot)
    fork, rows = told(laboratory.frame), playground.curves.history.rows
    window.actions_by_key["compare"].trigger()
    edited(window, data="xor")
    laboratory.step("epoch")
    settled(window, qtbot)
    window.session.undo()
    settled(window, qtbot)
    assert told(laboratory.frame) == fork
    assert playground.curves.history.rows == rows
    assert "from step 3 with Adam" in playground.curves.lines.ghosts.words
    window.session.undo()
    window.session.undo()
    settled(window, qtbot)
    assert told(laboratory.frame) == parent
    assert laboratory.frame.learning_rate != 5.0


def test_that_an_undo_that_cannot_bring_the_run_back_says_so(window, qtbot):
    def train(steps):
        while window.laboratory.frame.latest < steps:
            window.laboratory.step("epoch")
            settled(window, qtbot)

    train(1)
    shortest = window.laboratory.frame.latest
    for seed in range(1, MOST + 2):
        edited(window, seed=seed)
        qtbot.waitUntil(lambda: window.laboratory.frame.latest == 0, timeout=20_000)
        train(2 * shortest)
    for seed in reversed(range(1, MOST + 1)):
        window.actions_by_key["undo"].trigger()
        settled(window, qtbot)
        assert window.session.document.experiment.seed == seed
        assert "The settings are back" not in window.messages.text
        assert window.laboratory.frame.latest == 2 * shortest
    window.actions_by_key["undo"].trigger()
    settled(window, qtbot)
    assert window.laboratory.frame.latest == 0
    assert f"not their run of {shortest} steps" in window.messages.text
    assert "Train makes it anew" in window.messages.text
    assert window.messages.kind == "info"
    window.actions_by_key["step_epoch"].trigger()
    assert not window.messages.text
