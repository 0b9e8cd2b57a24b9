"""Layers and units edited in the diagram: by button, by key, by menu, as intents."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QToolButton
from test_diagram import make_frame

from visualnn.errors import InputError
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import MAX_HIDDEN_LAYERS, MAX_UNITS, Experiment, LayerSpec
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.normalization import NORMALIZATIONS
from visualnn.ui.diagram import layer_edits
from visualnn.ui.diagram.selection import Neuron
from visualnn.ui.intents import EditExperiment
from visualnn.ui.views.diagram import DiagramView

TWO = (LayerSpec(8), LayerSpec(4, "relu"))


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


def show(view, experiment):
    scene = resolve(experiment).scene(1)
    view.show_scene(scene)
    view.show_frame(make_frame(scene))
    view.grab()
    return scene


def hidden(view, intent):
    assert isinstance(intent, EditExperiment)
    return intent.leaves_of(view._scene.experiment)["hidden"]


def units(view, intent):
    return [layer.units for layer in hidden(view, intent)]


def press(view, deed):
    button = view.findChild(QToolButton, f"layer_{deed}")
    assert button.isVisible()
    button.click()


def focus(view, qtbot, thing):
    view.activateWindow()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.hasFocus)
    view._select(thing)


def test_that_units_and_layers_stay_in_their_ranges():
    assert [layer.units for layer in layer_edits.with_units(TWO, 2, 1)] == [8, 5]
    assert layer_edits.with_units(TWO, 3, 1) is None
    assert layer_edits.with_units(TWO, 0, 1) is None
    assert layer_edits.with_units((LayerSpec(1),), 1, -1) is None
    assert layer_edits.with_units((LayerSpec(MAX_UNITS),), 1, 1) is None
    assert layer_edits.with_layer(TWO, 2) == (*TWO, TWO[1])
    assert layer_edits.with_layer(TWO, 0) == (TWO[0], *TWO)
    assert layer_edits.with_layer(TWO, 3) == (*TWO, TWO[1])
    assert layer_edits.with_layer((), 1) == (LayerSpec(),)
    assert layer_edits.with_layer((LayerSpec(2),) * MAX_HIDDEN_LAYERS, 1) is None
    assert layer_edits.without_layer(TWO, 1) == TWO[1:]
    assert layer_edits.without_layer(TWO, 3) is None


@pytest.mark.parametrize(
    ("key", "modifiers", "expected"),
    [
        (Qt.Key.Key_Insert, Qt.KeyboardModifier.NoModifier, [3, 5]),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, [3, 3]),
        (Qt.Key.Key_Insert, Qt.KeyboardModifier.ControlModifier, [3, 4, 4]),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier, [3]),
    ],
)
def test_that_keys_change_the_layer_of_the_selected_neuron(view, qtbot, key, modifiers, expected):
    show(view, Experiment(samples=40, hidden=(3, 4)))
    focus(view, qtbot, Neuron(2, 1))
    qtbot.keyClick(view, key, modifiers)
    (intent,) = view.heard
    assert units(view, intent) == expected


def test_that_the_buttons_over_a_layer_change_it(view, qtbot):
    show(view, Experiment(samples=40, hidden=(3, 4)))
    focus(view, qtbot, Neuron(1, 0))
    for deed in ("more_units", "fewer_units", "add_layer", "remove_layer"):
        press(view, deed)
    assert [units(view, intent) for intent in view.heard] == [[4, 4], [2, 4], [3, 3, 4], [4]]
    bar = view.gestures.layers.bar
    assert view.rect().contains(bar.geometry())
    assert "Hidden 1" in view.findChild(QToolButton, "layer_more_units").accessibleName()


def test_that_the_buttons_come_up_under_the_mouse_only(view, qtbot):
    show(view, Experiment(samples=40, hidden=(3, 4)))
    bar = view.gestures.layers.bar
    assert not bar.isVisible()
    focus(view, qtbot, Neuron(2, 0))
    assert bar.isVisible()
    assert bar.layer == 2
    view.clearFocus()
    assert not bar.isVisible()


def test_that_input_and_output_offer_a_layer_only(view, qtbot):
    show(view, Experiment(samples=40, hidden=(3,)))
    for layer in (0, 2):
        focus(view, qtbot, Neuron(layer, 0))
        assert not view.findChild(QToolButton, "layer_more_units").isVisible()
        assert not view.findChild(QToolButton, "layer_remove_layer").isVisible()
        press(view, "add_layer")
    qtbot.keyClick(view, Qt.Key.Key_Insert)
    assert [units(view, intent) for intent in view.heard[:2]] == [[3, 3], [3, 3]]
    with pytest.raises(InputError, match="outputs there are"):
        units(view, view.heard[2])


def test_that_a_network_without_hidden_layers_gets_its_first_one(view, qtbot):
    show(view, Experiment(samples=40, hidden=()))
    focus(view, qtbot, None)
    qtbot.keyClick(view, Qt.Key.Key_Insert, Qt.KeyboardModifier.ControlModifier)
    assert units(view, view.heard[0]) == [8]


def test_that_the_most_layers_are_told_in_a_sentence(view, qtbot):
    show(view, Experiment(samples=40, hidden=(2,) * MAX_HIDDEN_LAYERS))
    focus(view, qtbot, Neuron(1, 0))
    assert not view.findChild(QToolButton, "layer_add_layer").isEnabled()
    qtbot.keyClick(view, Qt.Key.Key_Insert, Qt.KeyboardModifier.ControlModifier)
    with pytest.raises(InputError, match="the most"):
        units(view, view.heard[0])


def kinds_of(view, layer):
    menu = view.gestures.layers.kinds_menu(layer)
    return {action.objectName(): action for action in menu.actions() if action.objectName()}


def test_that_a_heading_is_found_under_the_mouse(view):
    show(view, Experiment(samples=40, hidden=(3, 4)))
    for layer in range(4):
        above = view.picture.above(layer)
        assert view.picture.heading_at(above - QPointF(0, 6)) == layer
        assert view.picture.heading_at(above + QPointF(0, 6)) is None


def test_that_a_heading_offers_activations_and_normalizations_of_its_layer(view):
    scene = show(view, Experiment(samples=40, hidden=(3, 4)))
    kinds = kinds_of(view, 2)
    assert set(ACTIVATIONS) | set(NORMALIZATIONS) == set(kinds)
    assert kinds["tanh"].isChecked()
    kinds["relu"].trigger()
    kinds["batch"].trigger()
    assert hidden(view, view.heard[0])[1].activation == "relu"
    assert hidden(view, view.heard[1])[1].normalization == "batch"
    assert hidden(view, view.heard[0])[0] == scene.experiment.network.hidden[0]


def test_that_the_output_heading_offers_the_outputs_activation(view):
    show(view, Experiment(samples=40, hidden=(3,)))
    kinds = kinds_of(view, 2)
    assert kinds["auto"].isChecked()
    kinds["tanh"].trigger()
    assert view.heard[0].leaves == {"output": "tanh"}


def test_that_the_menu_names_what_can_be_done_to_a_layer(view, qtbot):
    show(view, Experiment(samples=40, hidden=(3,)))
    focus(view, qtbot, Neuron(1, 0))
    menu = view.menu()
    deeds = {action.objectName(): action for action in menu.actions()}
    deeds["remove_layer"].trigger()
    assert units(view, view.heard[0]) == []


def test_that_another_network_keeps_the_selection_so_that_keys_go_on(view, qtbot):
    show(view, Experiment(samples=40, hidden=(3,)))
    focus(view, qtbot, Neuron(1, 2))
    show(view, Experiment(samples=40, hidden=(2,)))
    qtbot.keyClick(view, Qt.Key.Key_Insert)
    assert units(view, view.heard[0]) == [3]
