"""The losses of a race by step, with a playhead that can be moved."""

from dataclasses import replace

import fakes
import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from visualnn.ui.intents import MovePlayhead
from visualnn.ui.views.race_loss import RaceLossView


@pytest.fixture
def view(qtbot):
    view = RaceLossView()
    qtbot.addWidget(view)
    view.resize(360, 300)
    with qtbot.waitExposed(view):
        view.show()
    view.show_relief(fakes.relief())
    view.show_race(fakes.race())
    return view


def test_that_curves_run_up_to_the_playhead(view):
    view.set_playhead(20)
    last = view._past[0]._pieces[0].last()
    assert last.x() == 20
    assert last.y() == pytest.approx(np.log10(fakes.race().losses[20, 0]))
    assert view._playhead.x == 20


def test_that_the_linear_scale_shows_the_loss_itself(view):
    view.choose("scale", "linear")
    view.set_playhead(5)
    assert view._past[1]._pieces[0].last().y() == pytest.approx(fakes.race().losses[5, 1])


def test_that_losses_below_zero_on_a_surface_without_a_floor_have_no_log_and_say_so(view):
    view.show_relief(fakes.relief(surface="saddle", floor=-np.inf))
    assert view.plot.left.log
    low = view.plot.box.viewRange()[1][0]
    assert low <= np.log10(fakes.race().losses.min())
    race = fakes.race()
    view.show_race(replace(race, losses=race.losses - 1.0))
    assert not view.plot.left.log
    assert "no log" in view.plot.left.labelText


def test_that_a_diverged_contestant_does_not_flatten_the_others(view):
    race = fakes.race(lost_at=3)
    race.losses[2:, 1] = 1e30
    view.show_race(race)
    assert view.plot.box.viewRange()[1][1] < 5


def test_that_a_click_asks_for_that_step(qtbot, view):
    pos = view.plot.pixel_at(30, 0).toPoint()
    with qtbot.waitSignal(view.intent) as asked:
        qtbot.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=pos)
    assert asked.args == [MovePlayhead(30)]


@pytest.mark.parametrize(("key", "step"), [(Qt.Key.Key_Right, 11), (Qt.Key.Key_Left, 9)])
def test_that_arrow_keys_ask_for_the_neighboring_step(qtbot, view, key, step):
    view.set_playhead(10)
    with qtbot.waitSignal(view.intent) as asked:
        qtbot.keyClick(view, key)
    assert asked.args == [MovePlayhead(step)]


def test_that_the_playhead_stays_within_the_race(qtbot, view):
    view.set_playhead(0)
    with qtbot.waitSignal(view.intent) as asked:
        qtbot.keyClick(view, Qt.Key.Key_Left)
    assert asked.args == [MovePlayhead(0)]


def test_that_hovering_lists_the_contestants_with_the_lowest_loss_first(view):
    lines = view.hover(QPointF(10.2, 0)).split("\n")
    assert lines[0] == "step 10"
    assert lines[1].startswith("SGD")
    assert lines[2].startswith("Adam")


def test_that_the_whole_race_comes_out_as_a_table(view):
    assert view.table().rows == 2 * 51


def test_that_a_race_with_fewer_contestants_hides_the_other_lines(view):
    race = fakes.race()
    one = type(race)(
        1,
        ("SGD",),
        race.paths[:, :1],
        race.losses[:, :1],
        race.gradients[:, :1],
        race.diverged_at[:1],
        ("sgd",),
    )
    view.show_race(one)
    assert [line.isVisible() for line in view._past] == [True, False]


@pytest.fixture
def on_network(view):
    view.show_race(fakes.network_race())
    return view


def test_that_curves_on_a_network_run_over_the_steps_that_are_recorded(on_network):
    on_network.set_playhead(29)
    last = on_network._past[0]._pieces[0].last()
    assert last.x() == on_network._playhead.x == 20
    assert last.y() == pytest.approx(np.log10(fakes.network_race().losses[2, 0]))
    assert on_network.plot.box.viewRange()[0] == [0, 50]


def test_that_the_loss_of_a_network_is_named_and_has_no_floor(on_network):
    assert on_network.plot.left.labelText == "training loss"
    on_network.show_relief(fakes.relief(floor=-3.0))
    assert on_network._past[0]._pieces[0].first().y() == pytest.approx(
        np.log10(fakes.network_race().losses[0, 0])
    )


def test_that_hovering_on_a_network_adds_the_validation_loss(on_network):
    lines = on_network.hover(QPointF(20.4, 0)).split("\n")
    assert lines[0] == "step 20"
    assert "validation" in lines[1]


def test_that_an_arrow_key_goes_to_the_next_recorded_step(qtbot, on_network):
    on_network.set_playhead(20)
    with qtbot.waitSignal(on_network.intent) as asked:
        qtbot.keyClick(on_network, Qt.Key.Key_Right)
    assert asked.args == [MovePlayhead(30)]


def test_that_a_race_on_a_network_comes_out_with_distance_and_map(on_network):
    assert on_network.table().rows == 2 * 6
    assert "slice_loss" in on_network.table().columns
