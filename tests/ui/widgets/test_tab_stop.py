import pytest
from PySide6.QtCore import Qt

from visualnn.ui.widgets.segmented import SegmentedControl

OPTIONS = (("a", "A", "first"), ("b", "B", "second"), ("c", "C", "third"))


@pytest.fixture
def control(qtbot):
    control = SegmentedControl(OPTIONS, "b")
    qtbot.addWidget(control)
    with qtbot.waitExposed(control):
        control.show()
    return control


def stops(control):
    return [
        key
        for key, segment in control._segments.items()
        if segment.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def test_that_tab_stops_at_the_chosen_option_only(control):
    assert stops(control) == ["b"]
    control.set_value("c")
    assert stops(control) == ["c"]


def test_that_a_click_takes_the_stop_along(control):
    control._segments["a"].click()
    assert stops(control) == ["a"]


def test_that_the_arrow_keys_take_the_stop_along(control, qtbot):
    control.activateWindow()
    control._segments["b"].setFocus()
    qtbot.keyClick(control._segments["b"], Qt.Key.Key_Right)
    assert control.value == "c"
    assert stops(control) == ["c"]
