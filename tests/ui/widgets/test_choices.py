from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton

from visualnn.ui.theme import ThemeSource
from visualnn.ui.widgets.choice import ChoiceRow, FlatCombo
from visualnn.ui.widgets.segmented import SegmentedControl
from visualnn.ui.widgets.switch import FlagRow, Switch
from visualnn.ui.widgets.thumbnail_grid import Thumbnail, ThumbnailGrid

OPTIONS = [("w", "Weights", "The weights."), ("g", "Gradients", ""), ("a", "Activations", "")]


def shown(qtbot, widget):
    ThemeSource("light")
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


@pytest.fixture
def segments(qtbot) -> SegmentedControl:
    return shown(qtbot, SegmentedControl(OPTIONS, "w", name="Show"))


def button(widget, name: str) -> QRadioButton:
    return widget.findChild(QRadioButton, name)


def test_that_choosing_a_segment_by_code_is_silent(segments, qtbot):
    with qtbot.assertNotEmitted(segments.changed):
        segments.set_value("a")
    assert segments.value == "a"


def test_that_a_click_on_a_segment_is_told_once(segments, qtbot):
    said: list[str] = []
    segments.changed.connect(said.append)
    qtbot.mouseClick(button(segments, "segment_g"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(segments, "segment_g"), Qt.MouseButton.LeftButton)
    assert said == ["g"]


def test_that_an_arrow_key_moves_the_segment(segments, qtbot):
    first = button(segments, "segment_w")
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(first.hasFocus)
    with qtbot.waitSignal(segments.changed) as told:
        qtbot.keyClick(first, Qt.Key.Key_Right)
    assert told.args == ["g"]
    assert segments.value == "g"


def test_that_choosing_does_not_change_the_width(segments):
    before = segments.sizeHint().width()
    segments.set_value("a")
    assert segments.sizeHint().width() == before


def test_that_an_unknown_segment_is_an_error(segments):
    with pytest.raises(KeyError):
        segments.set_value("nothing")


@pytest.fixture
def methods(qtbot) -> ChoiceRow:
    options = [("sgd", "SGD"), ("adam", "Adam")]
    return shown(qtbot, ChoiceRow("Method", options, "adam", tip="Which rule."))


def test_that_a_list_chooses_by_key_in_silence(methods, qtbot):
    with qtbot.assertNotEmitted(methods.edited):
        methods.set_value("sgd")
    assert methods.value == "sgd"
    with pytest.raises(KeyError):
        methods.set_value("adamw")


def test_that_the_keyboard_chooses_from_a_list(methods, qtbot):
    combo = methods.findChild(FlatCombo)
    combo.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(combo.hasFocus)
    with qtbot.waitSignal(methods.edited) as told:
        qtbot.keyClick(combo, Qt.Key.Key_Up)
    assert told.args == ["sgd"]


def test_that_a_list_has_a_name_and_the_idea(methods):
    combo = methods.findChild(FlatCombo)
    assert combo.accessibleName() == "Method"
    assert combo.accessibleDescription() == methods.toolTip() == "Which rule."


@pytest.fixture
def flag(qtbot) -> FlagRow:
    return shown(qtbot, FlagRow("Restore best weights", True))


def test_that_a_flag_set_by_code_is_silent(flag, qtbot):
    with qtbot.assertNotEmitted(flag.edited):
        flag.set_value(False)
    assert flag.value is False


def test_that_space_turns_a_switch(flag, qtbot):
    switch = flag.findChild(Switch)
    switch.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(switch.hasFocus)
    with qtbot.waitSignal(flag.edited) as told:
        qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert told.args == [False]


def test_that_a_click_on_the_name_turns_the_switch(flag, qtbot):
    with qtbot.waitSignal(flag.edited):
        qtbot.mouseClick(flag, Qt.MouseButton.LeftButton, pos=flag.rect().center())


def data(key: str, values) -> Thumbnail:
    values = np.asarray(values)
    points = np.random.default_rng(0).uniform(-1, 1, (len(values), 2))
    return Thumbnail(key, key.title(), points, values, "An idea.")


@pytest.fixture
def grid(qtbot) -> ThumbnailGrid:
    sets = [
        data("two", [0, 1] * 20),
        data("three", [0, 1, 2] * 20),
        data("slope", np.linspace(-1, 1, 30)),
        data("level", np.zeros(5)),
        data("mine", np.zeros(0, int)),
    ]
    grid = ThumbnailGrid(sets, "two", name="Data set")
    grid.resize(228, 110)
    return shown(qtbot, grid)


def test_that_a_data_set_chosen_by_code_is_silent(grid, qtbot):
    with qtbot.assertNotEmitted(grid.chosen):
        grid.set_value("slope")
    assert grid.value == "slope"
    grid.set_value("a file")
    assert grid.value == ""


def test_that_clicks_and_arrow_keys_choose_a_data_set(grid, qtbot):
    with qtbot.waitSignal(grid.chosen) as told:
        qtbot.mouseClick(button(grid, "data_three"), Qt.MouseButton.LeftButton)
    assert told.args == ["three"]
    button(grid, "data_three").setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(grid.chosen) as told:
        qtbot.keyClick(button(grid, "data_three"), Qt.Key.Key_Right)
    assert told.args == ["slope"]


def test_that_a_thumbnail_is_read_out_by_its_title(grid):
    assert button(grid, "data_three").accessibleName() == "Three"
    assert "An idea." in button(grid, "data_three").toolTip()


def test_that_two_classes_are_drawn_in_their_colors(grid):
    image = button(grid, "data_two").grab().toImage()
    seen = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
    theme = ThemeSource("light").current
    assert {theme.pos.name(), theme.neg.name(), theme.accent.name()} <= seen


def test_that_other_data_sets_can_be_shown(grid):
    grid.set_thumbnails([data("new", [0, 1])], "new")
    assert grid.value == "new"
