"""A race on a network's loss: the map, the paths over it, and what is said of both."""

import fakes
import numpy as np
import pytest
from PySide6.QtCore import QPointF

from visualnn.figures.ticks import fixed_text
from visualnn.ui.picture import to_svg
from visualnn.ui.views.network_race import NetworkRaceView


@pytest.fixture
def view(qtbot):
    view = NetworkRaceView()
    qtbot.addWidget(view)
    view.resize(420, 420)
    view.show_race(fakes.network_race())
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_that_the_map_covers_the_window_of_the_race(view):
    (left, right), (bottom, top) = view.plot.box.viewRange()
    assert (left, right, bottom, top) == pytest.approx(fakes.network_race().extent)


def test_that_it_says_who_is_ahead_and_how_far_to_trust_the_map(view):
    view.set_playhead(29)
    race = fakes.network_race()
    loss, seen, distance = (
        fixed_text(float(grid[2, 0])) for grid in (race.losses, race.slice_losses, race.distances)
    )
    assert f"SGD is ahead, {distance} off the plane: loss {loss}, on the map {seen}." in view.words
    assert "75.0 % and 12.5 % of the variance of all paths" in view.words


def test_that_a_plane_without_shares_says_where_it_goes_through(view):
    view.show_race(fakes.network_race(plane="random"))
    assert "The plane goes through the start" in view.words


def test_that_paths_are_drawn_up_to_the_latest_recorded_place(view):
    view.set_playhead(29)
    view.grab()
    assert view._paths._place == 2
    head = view._paths._head(0)
    wanted = view.plot.pixel_at(*fakes.network_race().paths[2, 0].tolist())
    scene = view.plot.mapToScene(wanted.toPoint())
    assert (head - scene).manhattanLength() < 3


def test_that_a_ring_stands_where_all_begin(view):
    assert (view._start.at.x(), view._start.at.y()) == tuple(fakes.network_race().paths[0, 0])


def test_that_hovering_reads_the_map_and_nothing_outside(view):
    assert "loss" in view.hover(QPointF(0.0, 0.0))
    assert view.hover(QPointF(9.0, 0.0)) == ""


def test_that_without_a_race_a_sentence_stands_alone(view):
    view.empty("Nothing to see.")
    assert view.words == "Nothing to see."
    assert not view.plot.isVisible()
    assert view.table().rows == 0
    view.show_race(fakes.network_race())
    assert view.plot.isVisible()


def test_that_the_whole_race_comes_out_as_a_table(view):
    columns = view.table().columns
    race = fakes.network_race()
    np.testing.assert_array_equal(columns["u"], race.paths[..., 0].T.ravel())
    np.testing.assert_array_equal(columns["distance"], race.distances.T.ravel())


def test_that_the_map_keeps_its_size_while_the_race_is_played(qtbot, view):
    view.resize(680, 520)
    qtbot.waitUntil(lambda: view.plot.width() > 600)
    size = view.plot.size()
    for step in range(0, 51, 10):
        view.set_playhead(step)
        view.column.activate()
        assert view.plot.size() == size


def test_that_a_picture_says_how_far_to_trust_the_map(view, tmp_path):
    view.set_playhead(29)
    text = to_svg(view, tmp_path / "race.svg").read_text("utf-8")
    assert "is ahead" in text
