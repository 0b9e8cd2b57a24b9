"""The curves are the engine's own functions, and the bars the network's own sums."""

import fakes
import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.insights import Sums
from visualnn.nn.activations import ACTIVATIONS
from visualnn.ui.views.activation import ActivationView


def sums(*layers):
    """Return sums of layers, each given as its values and each unit's flat share."""
    return tuple(Sums(np.array(values, float), np.array(flat, float)) for values, flat in layers)


PLAIN = sums(([-1, 0, 1], [0.0, 0.5]), ([2, 3], [1.0, 0.0]), ([0.5], [0.0]))


@pytest.fixture
def view(qtbot):
    view = ActivationView()
    qtbot.addWidget(view)
    view.resize(390, 340)
    view.show_scene(fakes.scene(hidden=(2, 2)))
    view.show_frame(fakes.frame(sums=PLAIN))
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_that_it_asks_for_sums_and_nothing_else(view):
    assert view.wants() == Wants(sums=True)


@pytest.mark.parametrize("key", [key for key in ACTIVATIONS if key != "softmax"])
def test_that_the_curves_are_the_engine_s(view, key):
    view.show_scene(fakes.scene(generation=2, hidden=(2, 2), activation=key))
    columns = view.table().columns
    assert (columns["g"] == ACTIVATIONS[key].value(columns["z"])).all()
    assert (columns["slope"] == ACTIVATIONS[key].derivative(columns["z"])).all()
    assert ACTIVATIONS[key].formula in view._formula.text()


def test_that_every_sum_is_in_a_bar(view):
    assert view._bars.counts.sum() == 3
    view.choose("layer", "2")
    assert view._bars.counts.sum() == 2


def test_that_saturated_units_are_counted_in_words(view):
    assert view._words.text().endswith("0 of 2 units saturated")
    view.choose("layer", "2")
    assert view._words.text().startswith("50.0")
    assert view._words.text().endswith("1 of 2 units saturated")


def test_that_a_relu_without_slope_is_called_dead(view):
    view.show_scene(fakes.scene(hidden=(2, 2), activation="relu"))
    view.choose("layer", "2")
    assert view._words.text().endswith("1 of 2 units dead")


def test_that_a_step_is_said_to_pass_no_gradient(view):
    view.show_scene(fakes.scene(hidden=(2, 2), activation="step"))
    assert view._words.text().endswith("pass no gradient")


def test_that_flat_stretches_are_where_the_slope_is_small(view):
    (left, first), (second, right) = view._curves.flat
    assert (left, right) == (-4, 4)
    assert 1 - np.tanh(first) ** 2 <= 0.01 < 1 - np.tanh(first + 0.05) ** 2
    assert second == pytest.approx(-first)


def test_that_large_sums_widen_the_range_and_small_changes_do_not_move_it(view):
    view.show_frame(fakes.frame(sums=(sums(([-37.0], [0.0]))[0], *PLAIN[1:])))
    assert view.plot.box.viewRange()[0] == [-40, 40]
    view.show_frame(fakes.frame(sums=(sums(([20.0], [0.0]))[0], *PLAIN[1:])))
    assert view.plot.box.viewRange()[0] == [-40, 40]


def test_that_the_output_of_a_network_without_hidden_layers_is_shown(view):
    view.show_scene(fakes.scene(generation=2, hidden=()))
    assert view.chosen("layer") == "output"
    assert "1 / (1 + e⁻ᶻ)" in view._formula.text()


def test_that_softmax_has_words_and_no_curve(view):
    view.show_scene(fakes.scene(generation=1, data="iris", hidden=(2, 2)))
    view.choose("layer", "output")
    assert view._words.text().startswith("No one curve")
    assert view.table().rows == 0


def test_that_sums_that_are_no_numbers_do_no_harm(view):
    view.show_frame(fakes.frame(sums=(sums(([np.nan, np.inf], [0.0]))[0], *PLAIN[1:])))
    assert view._bars.counts.sum() == 0


def test_that_the_keyboard_reads_values_off_the_curves(view):
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert f"{np.tanh(0.1):.4f}" in view.readout.text()
    assert "0.5000" in view.hover(QPointF(0.5, 0))
