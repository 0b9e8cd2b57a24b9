from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QMainWindow, QPushButton, QSlider

from visualnn.ui.actions import ACTIONS, MENUS, dress, keys_of, make_actions, show_running
from visualnn.ui.widgets.shortcuts_sheet import ShortcutsSheet

TIME = {
    "step_back", "step_sample", "epoch_back", "play_back", "hold", "play_forward", "best", "fork",
    "compare", "flip",
}  # fmt: skip

KEYS = TIME | {
    "train", "step", "step_epoch", "reset", "reseed", "undo", "redo", "open_experiment",
    "save_experiment", "open_csv", "csv_columns", "export", "theme", "workspace_playground",
    "worksheet", "copy_text", "copy_latex", "copy_csv", "workspace_backprop",
    "workspace_landscape", "next_region", "previous_region", "menu", "shortcuts", "quit",
}  # fmt: skip


@pytest.fixture
def window(qtbot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


def test_that_the_table_has_every_action_once():
    assert Counter(spec.key for spec in ACTIONS) == Counter(KEYS)


def test_that_no_two_actions_share_a_key():
    keys = Counter(keys.toString() for spec in ACTIONS for keys in keys_of(spec))
    assert max(keys.values()) == 1


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.key)
def test_that_an_action_stands_in_a_menu_and_explains_itself(spec):
    assert spec.menu in MENUS
    assert spec.idea.endswith(".")
    assert keys_of(spec)
    assert all(not keys.isEmpty() for keys in keys_of(spec))


def test_that_actions_are_made_with_icon_text_and_tooltip(window):
    actions = make_actions(window)
    assert set(actions) == KEYS
    assert actions["undo"].text() == "Undo"
    assert not actions["undo"].icon().isNull()
    assert "Ctrl+Z" in actions["undo"].toolTip()
    assert [keys.toString() for keys in actions["redo"].shortcuts()] == ["Ctrl+Shift+Z", "Ctrl+Y"]


def test_that_train_offers_to_pause_while_it_runs(window):
    actions = make_actions(window)
    show_running(actions["train"], True)
    assert actions["train"].text() == "Pause"
    show_running(actions["train"], False)
    assert actions["train"].text() == "Train"
    dress(actions)


def shown(qtbot, window, widget):
    window.setCentralWidget(widget)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(widget.hasFocus)
    return make_actions(window)["train"]


def test_that_space_plays_from_a_slider(window, qtbot):
    slider = QSlider(Qt.Orientation.Horizontal)
    train = shown(qtbot, window, slider)
    with qtbot.waitSignal(train.triggered):
        qtbot.keyClick(slider, Qt.Key.Key_Space)


@pytest.mark.parametrize("kind", [QPushButton, QCheckBox])
def test_that_a_focused_button_keeps_its_space(window, qtbot, kind):
    button = kind()
    train = shown(qtbot, window, button)
    with qtbot.assertNotEmitted(train.triggered), qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_that_a_text_field_writes_a_space(window, qtbot):
    field = QLineEdit("a")
    train = shown(qtbot, window, field)
    with qtbot.assertNotEmitted(train.triggered):
        qtbot.keyClick(field, Qt.Key.Key_End)
        qtbot.keyClick(field, Qt.Key.Key_Space)
    assert field.text() == "a "


def test_that_the_shortcut_page_lists_every_action(qtbot):
    page = ShortcutsSheet(more=[("B", "To the best epoch")])
    qtbot.addWidget(page)
    listed = dict((text, keys) for keys, text in page.rows())
    assert listed["Train"] == "Space"
    assert listed["To the best epoch"] == "B"
    assert {spec.text for spec in ACTIONS} <= set(listed)
