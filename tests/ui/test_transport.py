"""The keys and buttons of the time travel, in a window."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from visualnn.data.point_edits import PointEdit


@pytest.fixture
def trained(window, qtbot):
    """Return a window in which three epochs of twelve steps are recorded."""
    for _ in range(3):
        window.actions_by_key["step_epoch"].trigger()
    at_step(window, qtbot, 2 * length(window) + length(window))
    return window


def length(window):
    return window.laboratory.scene.steps_per_epoch


def at_step(window, qtbot, step):
    qtbot.waitUntil(lambda: window.laboratory.frame.step == step, timeout=20_000)


def test_that_a_step_back_shows_the_step_before_and_a_step_comes_back(trained, qtbot):
    latest = trained.laboratory.frame.latest
    trained.actions_by_key["step_back"].trigger()
    at_step(trained, qtbot, latest - 1)
    trained.actions_by_key["step"].trigger()
    at_step(trained, qtbot, latest)
    assert trained.laboratory.frame.latest == latest


def test_that_a_step_at_the_latest_trains_on(trained, qtbot):
    latest = trained.laboratory.frame.latest
    trained.actions_by_key["step"].trigger()
    qtbot.waitUntil(lambda: trained.laboratory.frame.latest == latest + 1, timeout=20_000)


def test_that_an_epoch_back_goes_to_the_end_of_the_epoch_before(trained, qtbot):
    epoch = length(trained)
    trained.actions_by_key["epoch_back"].trigger()
    at_step(trained, qtbot, 2 * epoch)
    trained.actions_by_key["step_back"].trigger()
    at_step(trained, qtbot, 2 * epoch - 1)
    trained.actions_by_key["epoch_back"].trigger()
    at_step(trained, qtbot, epoch)


def test_that_epochs_of_other_lengths_are_gone_through_end_by_end(trained, qtbot):
    document, length_before = trained.session.document, length(trained)
    puts = tuple(PointEdit("add", x=(0.1 * k, 0.0), y=k % 2) for k in range(40))
    data = replace(document.experiment.data, edits=puts)
    edited = document.edited(experiment=document.experiment.edited(data=data))
    trained.session.propose(edited, "put")
    trained.actions_by_key["step_epoch"].trigger()
    qtbot.waitUntil(lambda: trained.laboratory.frame.epoch == 4, timeout=20_000)
    latest = trained.laboratory.frame.latest
    assert latest - 3 * length_before > length_before
    trained.actions_by_key["epoch_back"].trigger()
    at_step(trained, qtbot, 3 * length_before)
    trained.actions_by_key["epoch_back"].trigger()
    at_step(trained, qtbot, 2 * length_before)
    for end in (3 * length_before, latest):
        trained.actions_by_key["step_epoch"].trigger()
        at_step(trained, qtbot, end)


@pytest.mark.parametrize(("key", "end"), [(Qt.Key.Key_J, 0), (Qt.Key.Key_L, None)])
def test_that_a_key_plays_the_recording_to_its_end(trained, qtbot, key, end):
    latest = trained.laboratory.frame.latest
    trained.set_speed("600")
    trained.laboratory.seek(latest // 2)
    at_step(trained, qtbot, latest // 2)
    QTest.keyClick(trained, key)
    at_step(trained, qtbot, latest if end is None else end)
    qtbot.waitUntil(lambda: trained.laboratory.rewind.direction == 0, timeout=20_000)
    assert trained.laboratory.frame.latest == latest


def test_that_the_button_of_what_plays_holds_it(trained, qtbot):
    trained.set_speed("1")
    action = trained.actions_by_key["play_back"]
    action.trigger()
    assert action.text() == "Hold"
    action.trigger()
    assert action.text() == "Play back"
    assert trained.laboratory.rewind.direction == 0


def test_that_training_on_holds_what_plays(trained, qtbot):
    trained.set_speed("1")
    trained.actions_by_key["play_back"].trigger()
    trained.actions_by_key["train"].trigger()
    assert trained.laboratory.rewind.direction == 0
    assert trained.laboratory.running


def test_that_b_looks_at_the_end_of_the_best_epoch(trained, qtbot):
    QTest.keyClick(trained, Qt.Key.Key_B)
    best = trained.laboratory.frame.best_epoch
    at_step(trained, qtbot, best * length(trained))


def test_that_the_keys_leave_the_training_alone_where_it_is_not_on_show(trained, qtbot):
    trained.show_workspace("landscape")
    QTest.keyClick(trained, Qt.Key.Key_J)
    assert trained.laboratory.rewind.direction == 0


def test_that_a_step_by_samples_shows_the_sample_and_trains_with_the_last(window, qtbot):
    window.set_unit("sample")
    window.actions_by_key["step"].trigger()
    qtbot.waitUntil(lambda: window.laboratory.frame.glance is not None, timeout=20_000)
    glance = window.laboratory.frame.glance
    assert f"sample 1 / {glance.batch}" in window.top_bar.counter
    mark = window.playground.boundary._glance
    assert mark.isVisible()
    at = window.laboratory.scene.points[glance.sample]
    assert (mark.at.x(), mark.at.y()) == tuple(at)
    for _ in range(glance.batch):
        window.actions_by_key["step"].trigger()
    at_step(window, qtbot, 1)
    assert window.laboratory.frame.glance is None
    assert not mark.isVisible()
    window.actions_by_key["step_back"].trigger()
    qtbot.waitUntil(lambda: window.laboratory.frame.glance is not None, timeout=20_000)
    assert window.laboratory.frame.glance.place == glance.batch - 1


def test_that_the_unit_is_remembered_and_offered_only_where_there_are_units(make_window):
    first = make_window()
    first.set_unit("epoch")
    first.close()
    second = make_window()
    unit = second.top_bar._unit
    assert unit.currentData() == "epoch"
    assert unit.isVisible()
    assert not second.top_bar.button("step_epoch").isVisible()
    second.show_workspace("landscape")
    assert not unit.isVisible()
    assert second.top_bar.button("step_epoch").isVisible()
    assert second.top_bar.button("step_epoch").text() == "End"


def test_that_a_step_of_an_epoch_goes_to_its_end(window, qtbot):
    window.set_unit("epoch")
    window.actions_by_key["step"].trigger()
    at_step(window, qtbot, length(window))
    window.actions_by_key["step_back"].trigger()
    at_step(window, qtbot, 0)


def test_that_the_neurons_show_the_numbers_of_the_sample_on_its_way_and_then_as_before(
    window, qtbot
):
    diagram = window.playground.diagram
    before = diagram.chosen("neurons")
    window.laboratory.step("sample")
    qtbot.waitUntil(lambda: window.laboratory.frame.glance is not None, timeout=20_000)
    assert diagram.chosen("neurons") == "sample"
    assert diagram.sample == window.laboratory.frame.glance.sample
    window.laboratory.seek(0)
    qtbot.waitUntil(lambda: window.laboratory.frame.glance is None, timeout=20_000)
    assert diagram.chosen("neurons") == before
