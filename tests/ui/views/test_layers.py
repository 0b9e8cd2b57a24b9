"""The table of layers counts every parameter, and the rules are those in use."""

import fakes
import numpy as np
import pytest
from PySide6.QtGui import QTextCursor

from visualnn.experiment.frames import Wants
from visualnn.figures.layers import variant
from visualnn.nn.losses import LOSSES
from visualnn.nn.optim import OPTIMIZERS
from visualnn.nn.schedules import SCHEDULES
from visualnn.ui.views.layers import LayersView


@pytest.fixture
def view(qtbot):
    view = LayersView()
    qtbot.addWidget(view)
    view.resize(390, 340)
    with qtbot.waitExposed(view):
        view.show()
    return view


def text_of(view):
    return view.page.toPlainText().replace("\u00a0", " ").replace("\u202f", " ")


def test_that_the_arithmetic_of_each_layer_is_shown(view):
    view.show_scene(fakes.scene(hidden=(8, 8)))
    text = text_of(view)
    for sum_of in ("2·8 + 8 = 24", "8·8 + 8 = 72", "8·1 + 1 = 9"):
        assert sum_of in text
    assert text.split("total")[1].split()[0] == "105"


def test_that_normalization_has_a_column_where_there_is_some(view):
    view.show_scene(fakes.scene(hidden=(8,)))
    assert "norm." not in text_of(view)
    view.show_scene(fakes.scene(hidden=(8,), normalization="batch"))
    assert "norm." in text_of(view)
    assert "2·8 + 3·8 = 40" in text_of(view)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_that_each_optimizer_shows_formula_and_variant(view, optimizer):
    view.show_scene(fakes.scene(optimizer=optimizer))
    rule = OPTIMIZERS[optimizer]
    assert rule.formula in text_of(view)
    assert variant(rule, rule.formula) in text_of(view)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_that_each_schedule_shows_its_formula(view, schedule):
    view.show_scene(fakes.scene(schedule=schedule))
    assert SCHEDULES[schedule].formula in text_of(view)


@pytest.mark.parametrize("loss", ["mse", "huber", "binary_crossentropy", "half_squared_error"])
def test_that_the_loss_shows_its_formula(view, loss):
    view.show_scene(fakes.scene(loss=loss))
    assert LOSSES[loss].formula in text_of(view)


def test_that_penalties_are_named_with_the_loss(view):
    view.show_scene(fakes.scene(l2=0.01))
    assert "½λ·Σw² (λ = 0.01)" in text_of(view)


def test_that_an_activation_explains_itself_by_its_formula(view):
    view.show_scene(fakes.scene())
    cursor = view.page.document().find("tanh")
    cursor.movePosition(QTextCursor.MoveOperation.Left)
    cursor.movePosition(QTextCursor.MoveOperation.Right)
    assert cursor.charFormat().toolTip() == "g(z) = tanh z"


def test_that_weights_are_wanted_for_a_linear_stack_only(view):
    view.show_scene(fakes.scene())
    assert view.wants() == Wants()
    view.show_scene(fakes.scene(generation=2, activation="linear"))
    assert view.wants() == Wants(weights=True)


def test_that_a_linear_stack_is_shown_as_one_layer(view):
    scene = fakes.scene(activation="linear", hidden=(3,))
    view.show_scene(scene)
    values = np.zeros(scene.layout.size)
    scene.layout["W1"].view(values)[0, 0] = 2.0
    scene.layout["W2"].view(values)[0, 0] = 3.0
    scene.layout["b2"].view(values)[0, 0] = -0.5
    view.show_frame(fakes.frame(theta=values))
    text = text_of(view)
    assert "The stack as one layer" in text
    assert "6.00" in text
    assert "−0.500" in text


def test_that_computed_inputs_are_named_where_they_bend_the_boundary_of_a_linear_stack(view):
    inputs = ("x1", "x2", "x1_squared")
    view.show_scene(fakes.scene(activation="linear", hidden=(3,), inputs=inputs))
    assert "stays straight" not in text_of(view)
    assert "If its boundary bends, x₁² bend it" in text_of(view)


def test_that_the_one_layer_is_up_to_date_at_rest(view):
    scene = fakes.scene(activation="linear", hidden=(3,))
    view.show_scene(scene)
    view.show_frame(fakes.frame(theta=np.zeros(scene.layout.size)))
    scene.layout["b2"].view(latest := np.zeros(scene.layout.size))[...] = 1.25
    view.show_frame(fakes.frame(theta=latest, state="paused"))
    assert "1.25" in text_of(view)


def test_that_the_layers_come_out_as_a_table(view):
    view.show_scene(fakes.scene(hidden=(8, 8)))
    table = view.table()
    assert table.columns["parameters"].tolist() == [0, 24, 72, 9]
    assert table.columns["terms"].tolist()[2] == "8·8 + 8"


def test_that_every_layer_is_shown_in_matrix_form(view):
    view.show_scene(fakes.scene(hidden=(8, 4), batch=10))
    text = text_of(view)
    assert "Z = X·W + b" in text
    for form in ("(10, 2)·(2, 8) + (8) = (10, 8)", "(10, 8)·(8, 4) + (4) = (10, 4)"):
        assert form in text
