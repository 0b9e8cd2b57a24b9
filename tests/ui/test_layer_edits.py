"""Layers edited from the diagram in the window: undoable, down to none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from visualnn.experiment.spec import MAX_UNITS
from visualnn.ui.diagram.selection import Neuron
from visualnn.ui.engine import LocalPort, ProcessPort
from visualnn.ui.intents import EditExperiment


def sizes(window):
    return window.laboratory.scene.sizes


def edit(window, **leaves):
    window.playground.diagram.intent.emit(EditExperiment("layers", leaves))


def test_that_a_layer_removed_in_the_diagram_comes_back_with_undo(window, qtbot):
    assert sizes(window) == (2, 4, 1)
    edit(window, hidden=())
    qtbot.waitUntil(lambda: sizes(window) == (2, 1), timeout=20_000)
    qtbot.waitUntil(lambda: window.engine.idle, timeout=20_000)
    for view in window.playground.views:
        view.grab()
    window.laboratory.step("epoch")
    qtbot.waitUntil(lambda: window.laboratory.frame.epoch == 1, timeout=20_000)
    window.session.undo()
    qtbot.waitUntil(lambda: sizes(window) == (2, 4, 1), timeout=20_000)


def test_that_every_view_shows_a_network_without_hidden_layers(window, qtbot):
    edit(window, hidden=())
    qtbot.waitUntil(lambda: sizes(window) == (2, 1), timeout=20_000)
    for view in window.playground.deck.views:
        window.playground.deck.show_view(view.key)
        window.laboratory.step("epoch")
        qtbot.waitUntil(lambda: window.engine.idle, timeout=20_000)
        assert view.isVisible()
        view.grab()


def test_that_what_cannot_be_is_refused_with_a_sentence(window, qtbot):
    before = window.session.document
    edit(window, hidden=(0,))
    assert "choose a value from 1 to 256" in window.messages.text
    assert window.session.document == before


def test_that_inputs_chosen_in_the_diagram_reach_every_view_and_come_back(window, qtbot):
    for inputs in (("x1_squared",), ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1")):
        edit(window, inputs=inputs)
        qtbot.waitUntil(lambda keys=inputs: sizes(window)[0] == len(keys), timeout=20_000)
        window.laboratory.step("epoch")
        for view in window.playground.deck.views:
            window.playground.deck.show_view(view.key)
            qtbot.waitUntil(lambda: window.engine.idle, timeout=20_000)
            view.grab()
            view.table()
    window.session.undo()
    window.session.undo()
    qtbot.waitUntil(lambda: sizes(window) == (2, 4, 1), timeout=20_000)


def test_that_another_data_set_forgets_inputs_that_it_cannot_have(window, qtbot):
    edit(window, inputs=("x1", "x1_squared"))
    qtbot.waitUntil(lambda: window.laboratory.scene.computed != (), timeout=20_000)
    window.playground.panel._choose_data("circle")
    assert window.session.document.experiment.data.inputs == ("x1", "x1_squared")
    window.playground.panel._choose_data("iris")
    assert window.session.document.experiment.data.inputs == ()
    qtbot.waitUntil(lambda: sizes(window)[0] == 4, timeout=20_000)


def test_that_the_sample_table_lists_computed_inputs(window, qtbot):
    table = next(view for view in window.playground.deck.views if view.key == "samples")
    window.playground.deck.show_view("samples")
    edit(window, inputs=("x1", "x1_x2"))
    qtbot.waitUntil(lambda: "x₁ · x₂" in table.table().columns, timeout=20_000)
    columns = table.table().columns
    assert {"x₁", "x₂"} < set(columns)


@pytest.mark.parametrize("port", [LocalPort, ProcessPort])
def test_that_no_press_is_lost_while_networks_are_loaded(make_window, qtbot, port):
    window = make_window(port=port)
    diagram = window.playground.diagram
    diagram._select(Neuron(1, 0))
    for _ in range(60):
        QTest.keyClick(diagram, Qt.Key.Key_Insert)
    assert window.session.document.experiment.network.hidden[0].units == 64
    qtbot.waitUntil(lambda: sizes(window) == (2, 64, 1), timeout=20_000)
    for _ in range(3):
        QTest.keyClick(diagram, Qt.Key.Key_Insert, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: sizes(window) == (2, 64, 64, 64, 64, 1), timeout=20_000)


def test_that_the_limit_of_units_is_said_when_a_key_reaches_it(make_window, qtbot):
    window = make_window()
    edit(window, hidden=(MAX_UNITS - 1,))
    for _ in range(2):
        QTest.keyClick(window.playground.diagram, Qt.Key.Key_Insert)
    assert window.session.document.experiment.network.hidden[0].units == MAX_UNITS
    assert f"{MAX_UNITS} units are the most" in window.messages.text


def test_that_inputs_clicked_faster_than_they_are_loaded_are_all_there(window, qtbot):
    for key in ("x1_squared", "x1_x2", "x1"):
        window.playground.diagram.gestures.inputs.toggle(key)
    assert window.session.document.experiment.data.inputs == ("x2", "x1_squared", "x1_x2")
    qtbot.waitUntil(lambda: sizes(window) == (3, 4, 1), timeout=20_000)
