"""The controls of a slice tell how far a scan is, and offer a way out."""

import pytest

from visualnn.nn.layout import Layout
from visualnn.ui.workspaces.slice_controls import SliceControls


@pytest.fixture
def controls(qtbot):
    controls = SliceControls()
    qtbot.addWidget(controls)
    with qtbot.waitExposed(controls):
        controls.show()
    return controls


def test_that_a_scan_over_at_once_is_not_spoken_of(controls):
    controls.show_progress(10, 100)
    controls.end_progress()
    assert not controls.progress.isVisible()


def test_that_a_long_scan_shows_its_progress_and_can_be_canceled(qtbot, controls):
    controls.show_progress(10, 100)
    qtbot.waitUntil(controls.progress.isVisible)
    controls.show_progress(60, 100)
    assert (controls.progress.value(), controls.progress.maximum()) == (60, 100)
    with qtbot.waitSignal(controls.canceled):
        controls.cancel.click()
    controls.end_progress()
    assert not controls.progress.isVisible()


def type_names(controls, *names):
    for line, name in zip(controls._names, names, strict=True):
        line.setText(name)
    line.editingFinished.emit()


@pytest.fixture(params=[False, True], ids=["slice", "race"])
def named(qtbot, request):
    """Return controls of either kind, in which two weights were named by hand."""
    controls = SliceControls(racing=request.param)
    qtbot.addWidget(controls)
    controls.show_layout(Layout((2, 8, 1)))
    controls.choose("weights")
    type_names(controls, "W1[1,3]", "b1[2]")
    assert controls.survey.weights == ("W1[1,3]", "b1[2]")
    return controls


def test_that_names_stay_with_the_same_layers(named):
    named.show_layout(Layout((2, 8, 1)))
    assert named.survey.weights == ("W1[1,3]", "b1[2]")
    assert named._renamed.isHidden()


@pytest.mark.parametrize("sizes", [(2, 3, 1), (2, 8, 8, 1)], ids=str)
def test_that_names_give_way_in_another_network_with_a_sentence(named, sizes):
    named.show_layout(Layout(sizes))
    assert named.survey.weights == (() if named._racing else ("W1[0,0]", "W1[0,1]"))
    assert "W1[1,3] and b1[2] were weights of another network" in named._renamed.text()
    assert not named._renamed.isHidden()


def test_that_the_sentence_goes_when_weights_are_named_anew(named):
    named.show_layout(Layout((2, 3, 1)))
    type_names(named, "b1[0]", "W2[1,0]")
    assert named.survey.weights == ("b1[0]", "W2[1,0]")
    assert named._renamed.isHidden()


def test_that_weights_nobody_has_named_change_without_a_word(controls):
    controls.show_layout(Layout((2, 8, 1)))
    controls.show_layout(Layout((2, 3, 1)))
    assert controls._renamed.isHidden()
