"""Whatever a control changes, one step of undo brings back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QComboBox,
    QRadioButton,
    QSpinBox,
    QWidget,
)

from visualnn.experiment.spec import Experiment

KEYS = {
    QComboBox: Qt.Key.Key_Down,
    QAbstractSlider: Qt.Key.Key_Right,
    QSpinBox: Qt.Key.Key_Up,
    QAbstractButton: Qt.Key.Key_Space,
}
"""What a person presses on a control to change what it stands for."""

ASKING = ("button_open_csv", "button_reseed", "add_optimizer", "fold")
"""Buttons that only show more or less, and one that is an action with a test below."""


def controls(panel):
    """Return the controls of a panel by their places in it, with the key that changes each."""
    return [
        (widget, next(key for kind, key in KEYS.items() if isinstance(widget, kind)))
        for widget in panel.findChildren(QWidget)
        if isinstance(widget, tuple(KEYS))
        and widget.isEnabled()
        and widget.isVisibleTo(panel)
        and (widget.focusPolicy() & Qt.FocusPolicy.TabFocus or isinstance(widget, QRadioButton))
        and widget.objectName() not in ASKING
        and not widget.objectName().startswith("normalization")  # opens a list
    ]


@pytest.mark.parametrize(("workspace", "fewest"), [("playground", 36), ("landscape", 6)])
def test_that_every_control_of_the_panel_is_one_step_of_undo(window, qtbot, workspace, fewest):
    window.activateWindow()
    window.show_workspace(workspace)
    panel, before = window.workspace.panel, window.session.document
    changed, lasting = [], []
    offered = [widget.objectName() for widget, _ in controls(panel)]
    for place in range(len(offered)):
        widget, key = controls(panel)[place]  # found anew: a change may exchange controls
        name = widget.objectName() or type(widget).__name__
        widget.setFocus()
        QTest.keyClick(widget, key)
        if window.session.document == before:
            continue
        changed.append(name)
        window.actions_by_key["undo"].trigger()
        if window.session.document != before:
            lasting.append(name)
            while window.session.document != before:
                window.actions_by_key["undo"].trigger()
        qtbot.waitUntil(lambda: [w.objectName() for w, _ in controls(panel)] == offered)
    assert lasting == []
    assert len(changed) >= fewest


@pytest.mark.parametrize("key", ["reseed", "compare"])
def test_that_every_action_that_changes_the_document_is_one_step_of_undo(window, key):
    before = window.session.document
    window.actions_by_key[key].trigger()
    assert window.session.document != before
    window.actions_by_key["undo"].trigger()
    assert window.session.document == before
    window.actions_by_key["redo"].trigger()
    assert window.session.document != before


@pytest.mark.parametrize(
    ("keys", "modifiers"),
    [
        ((Qt.Key.Key_Insert,), Qt.KeyboardModifier.NoModifier),
        ((Qt.Key.Key_Delete,), Qt.KeyboardModifier.NoModifier),
        ((Qt.Key.Key_Insert,), Qt.KeyboardModifier.ControlModifier),
        ((Qt.Key.Key_Delete,), Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_that_every_key_that_changes_the_network_is_one_step_of_undo(window, keys, modifiers):
    before, diagram = window.session.document, window.playground.diagram
    diagram.setFocus()
    for key in keys:
        QTest.keyClick(diagram, key, modifiers)
    assert window.session.document != before
    window.actions_by_key["undo"].trigger()
    assert window.session.document == before


def test_that_undo_brings_a_data_set_back_with_its_noise_in_one_step(make_window):
    window = make_window(Experiment(data="pass", noise=0.3, samples=60))
    window.playground.panel.findChild(QWidget, "data_grid").chosen.emit("spiral")
    assert window.session.document.experiment.data.noise == 0.1
    window.actions_by_key["undo"].trigger()
    data = window.session.document.experiment.data
    assert (data.name, data.noise) == ("pass", 0.3)
