"""The controls of a slice tell how far a scan is, and offer a way out."""

import pytest

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
