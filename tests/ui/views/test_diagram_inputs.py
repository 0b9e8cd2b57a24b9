"""Inputs chosen in the diagram: by click, by key, by menu, as intents."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMenu
from test_diagram import make_frame

from visualnn.data import INPUTS
from visualnn.errors import InputError
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.figures.diagram import Box, arrange
from visualnn.ui.diagram.selection import Neuron
from visualnn.ui.views.diagram import DiagramView

BOX = Box(40.0, 40.0, 600.0, 440.0)


@pytest.fixture
def view(qtbot):
    view = DiagramView()
    qtbot.addWidget(view)
    view.heard = []
    view.gestures.intent.connect(view.heard.append)
    view.resize(640, 480)
    view.show()
    qtbot.waitExposed(view)
    return view


def show(view, *inputs, data="circle"):
    scene = resolve(Experiment(data=data, samples=40, hidden=(3,), inputs=inputs)).scene(1)
    view.show_scene(scene)
    view.show_frame(make_frame(scene))
    view.grab()
    return scene


def click(view, qtbot, place):
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPointF(*place).toPoint())


def test_that_inputs_keep_their_places_whichever_are_read():
    everything = arrange((7, 3, 1), BOX).columns[0].y
    some = arrange((2, 3, 1), BOX, ((1, 4), 7))
    assert some.columns[0].y.tolist() == everything[[1, 4]].tolist()
    assert list(some.spare) == everything[[0, 2, 3, 5, 6]].tolist()
    assert arrange((2, 3, 1), BOX).spare == ()


def test_that_a_click_on_an_unused_input_lets_the_network_read_it(view, qtbot):
    show(view)
    squares = view.picture._palette.squares
    assert tuple(squares) == tuple(INPUTS)[2:]
    click(view, qtbot, squares["x1_x2"].center().toTuple())
    (intent,) = view.heard
    assert intent.leaves_of(view._scene.experiment) == {"inputs": ("x1", "x2", "x1_x2")}
    assert "x₁ · x₂" in intent.name


def test_that_a_click_on_an_input_leaves_it_out(view, qtbot):
    show(view, "x1", "x2", "sin_x2")
    click(view, qtbot, view.picture.diagram.center(0, 2))
    assert view.heard[0].leaves_of(view._scene.experiment) == {"inputs": ()}
    click(view, qtbot, view.picture.diagram.center(0, 0))
    assert view.heard[1].leaves_of(view._scene.experiment) == {"inputs": ("x2", "sin_x2")}


def test_that_the_last_input_stays(view, qtbot):
    show(view, "x1_squared")
    click(view, qtbot, view.picture.diagram.center(0, 0))
    (intent,) = view.heard
    with pytest.raises(InputError, match="One input has to stay"):
        intent.leaves_of(view._scene.experiment)


def test_that_delete_leaves_the_selected_input_out(view, qtbot):
    show(view, "x1", "x1_squared")
    view._select(Neuron(0, 1))
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert view.heard[0].leaves_of(view._scene.experiment) == {"inputs": ("x1",)}


def test_that_ctrl_with_delete_on_an_input_is_about_a_layer(view, qtbot):
    show(view, "x1", "x1_squared")
    view._select(Neuron(0, 1))
    qtbot.keyClick(view, Qt.Key.Key_Insert, Qt.KeyboardModifier.ControlModifier)
    assert len(view.heard[0].leaves_of(view._scene.experiment)["hidden"]) == 2


def test_that_the_menu_checks_the_inputs_that_are_read(view):
    show(view, "x2", "sin_x1")
    menu = QMenu(view)
    view.gestures.inputs.fill_menu(menu)
    actions = {action.objectName(): action for action in menu.actions()}
    assert [key for key, action in actions.items() if action.isChecked()] == ["x2", "sin_x1"]
    actions["x1"].trigger()
    assert view.heard[0].leaves_of(view._scene.experiment) == {"inputs": ("x1", "x2", "sin_x1")}


def test_that_inputs_are_named_in_the_diagram_and_its_description(view):
    show(view, "x1_squared")
    view._select(Neuron(0, 0))
    assert "x₁²" in view.describe_selection()


def test_that_a_set_with_more_features_offers_no_inputs(view, qtbot):
    show(view, data="iris")
    assert view.picture._palette is None
    click(view, qtbot, view.picture.diagram.center(0, 0))
    assert view.heard == []
    assert view.selected == Neuron(0, 0)


def test_that_an_unused_input_says_what_a_click_does(view):
    show(view)
    place = view.picture._palette.squares["x1_squared"].center()
    assert view.gestures.hint(place) == "x₁²: click to let the network read it, too."
    assert view.gestures.hint(QPointF(1, 1)) == ""
