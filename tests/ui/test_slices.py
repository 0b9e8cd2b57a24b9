"""The window shows slices through the loss of the network on show, and how far to trust them."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

PATIENCE = 20_000


def choose(qtbot, window, plane):
    window.show_workspace("landscape")
    window.landscape.panel.findChild(QWidget, "surface").edited.emit(plane)
    return window.landscape.slice


def shown(qtbot, view, step):
    qtbot.waitUntil(
        lambda: view.cut is not None and view.cut.step == step and "off the plane" in view.words,
        timeout=PATIENCE,
    )


@pytest.mark.parametrize("plane", ["weights", "random"])
def test_that_choosing_a_plane_shows_the_present_network_and_the_numbers(qtbot, window, plane):
    view = choose(qtbot, window, plane)
    shown(qtbot, view, 0)
    landscape = view.cut.landscape
    assert landscape.losses.shape == (41, 41)
    frame = window.laboratory.frame
    assert landscape.losses[20, 20] == pytest.approx(frame.scores["train_loss"], rel=1e-4)
    assert landscape.center == pytest.approx(frame.scores["train_loss"], rel=1e-9)
    assert view.isVisible()
    assert not window.landscape.map.isVisible()
    assert "Slice through the network at step 0." in view.words
    assert view.path.tolist() == [[0.0, 0.0]] or view.path == pytest.approx(np.zeros((1, 2)))


def test_that_training_moves_the_run_off_the_slice_until_a_person_looks_again(qtbot, window):
    view = choose(qtbot, window, "weights")
    shown(qtbot, view, 0)
    window.actions_by_key["step"].trigger()
    qtbot.waitUntil(lambda: "it is at step 1 now" in view.words, timeout=PATIENCE)
    table = view.table().columns
    assert table["step"].tolist() == [0, 1]
    assert table["distance"][1] > 0
    assert table["loss"][1] != table["slice_loss"][1]
    np.testing.assert_array_equal(view.path[-1], [table["u"][1], table["v"][1]])
    qtbot.keyClick(window.landscape, Qt.Key.Key_R)
    shown(qtbot, view, 1)
    assert view.table().columns["distance"][1] == pytest.approx(0, abs=1e-9)


def test_that_the_plane_of_a_run_that_has_not_begun_says_why_there_is_none(qtbot, window):
    view = choose(qtbot, window, "pca")
    qtbot.waitUntil(lambda: "at least 3 recorded places" in view.words, timeout=PATIENCE)
    assert view.cut is None
    assert window.landscape.panel.findChild(QWidget, "surface").value == "pca"
    assert not view.plot.isVisible()
    for _ in range(4):
        window.laboratory.step("epoch")
    qtbot.waitUntil(lambda: window.laboratory.frame.epoch == 4, timeout=PATIENCE)
    window.landscape.panel.slices.again.click()
    shown(qtbot, view, window.laboratory.frame.step)
    assert "% of the run’s variance" in view.words


def test_that_a_weight_can_be_named_and_an_unknown_one_is_refused(qtbot, window):
    view = choose(qtbot, window, "weights")
    shown(qtbot, view, 0)
    line = window.landscape.panel.findChild(QLineEdit, "slice_weight_2")
    with qtbot.waitSignal(window.landscape.refused):
        line.setText("W9[0,0]")
        line.editingFinished.emit()
    assert line.text() == "W1[0,1]"
    line.setText("b1[2]")
    line.editingFinished.emit()
    qtbot.waitUntil(
        lambda: view.cut.landscape.plane.axes == ("ΔW1[0,0]", "Δb1[2]"), timeout=PATIENCE
    )


def test_that_another_draw_gives_other_directions(qtbot, window):
    view = choose(qtbot, window, "random")
    shown(qtbot, view, 0)
    first = view.cut.landscape.losses
    window.landscape.panel.findChild(QWidget, "slice_draw").edited.emit(1)
    qtbot.waitUntil(lambda: not np.array_equal(view.cut.landscape.losses, first), timeout=PATIENCE)


def test_that_another_network_gets_a_slice_of_its_own(qtbot, window):
    view = choose(qtbot, window, "weights")
    shown(qtbot, view, 0)
    before = view.cut
    window.actions_by_key["reseed"].trigger()
    qtbot.waitUntil(lambda: view.cut.generation != before.generation, timeout=PATIENCE)
    assert view.cut.landscape.center != before.landscape.center


def test_that_the_race_comes_back_as_it_was_and_no_undo_is_spent(qtbot, window):
    document = window.session.document
    view = choose(qtbot, window, "random")
    shown(qtbot, view, 0)
    panel = window.landscape.panel
    assert panel.findChild(QWidget, "no_race").isVisible()
    assert not panel.rows[0].isVisible()
    assert window.landscape.runner is window.laboratory
    panel.findChild(QWidget, "surface").edited.emit("beale")
    assert window.landscape.map.isVisible()
    assert panel.rows[0].isVisible()
    assert window.landscape.runner is window.landscape.playback
    assert window.session.document == document
    assert not window.session.undo_stack.canUndo()
