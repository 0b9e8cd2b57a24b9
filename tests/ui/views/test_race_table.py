"""The standings follow the playhead."""

import fakes
import numpy as np
import pytest
from PySide6.QtCore import Qt

from visualnn.figures.ticks import fixed_text
from visualnn.ui.views.race_table import RaceTableView


@pytest.fixture
def view(qtbot):
    view = RaceTableView()
    qtbot.addWidget(view)
    view.resize(340, 200)
    view.show_relief(fakes.relief())
    view.show_race(fakes.race(steps=200))
    with qtbot.waitExposed(view):
        view.show()
    return view


def cells(view) -> list[list[str]]:
    model = view.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_that_the_lowest_loss_stands_first(view):
    view.set_playhead(50)
    assert [row[0] for row in cells(view)] == ["SGD", "Adam"]


def test_that_numbers_are_those_of_the_step_at_the_playhead(view):
    view.set_playhead(10)
    race = fakes.race(steps=200)
    loss = race.losses[10, 0]
    distance = np.hypot(*race.paths[10, 0])
    assert cells(view)[0][1:3] == [f"{loss:.2f}", f"{distance:.2f}"]


def test_that_arrival_is_shown_once_it_has_happened(view):
    arrival = int(np.argmax(fakes.race(steps=200).losses[:, 0] <= 1e-2))
    view.set_playhead(arrival - 1)
    assert cells(view)[0][3] == "–"
    view.set_playhead(arrival)
    assert cells(view)[0][3] == str(arrival)


def test_that_a_diverged_contestant_is_named_in_words_and_stands_last(view):
    view.show_race(fakes.race(lost_at=4))
    view.set_playhead(5)
    assert cells(view)[-1][0] == "Adam"
    assert cells(view)[-1][3] == "diverged"
    last = view.model.index(view.model.rowCount() - 1, 3)
    assert view.model.data(last, Qt.ItemDataRole.ToolTipRole) == "Diverged at step 4."


def test_that_there_is_no_distance_without_a_minimum(view):
    relief = fakes.relief(surface="saddle", floor=-np.inf)
    view.show_relief(
        type(relief)("saddle", relief.extent, relief.values, np.zeros((0, 2)), -np.inf)
    )
    assert {row[2] for row in cells(view)} == {"–"}


def test_that_moving_the_playhead_keeps_the_rows(qtbot, view):
    with qtbot.assertNotEmitted(view.model.modelReset):
        view.set_playhead(7)


def test_that_headings_explain_themselves(view):
    for column in range(4):
        tip = view.model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        assert tip.endswith(".")


def test_that_the_standings_come_out_as_a_table(view):
    view.set_playhead(3)
    table = view.table()
    assert table.columns["step"].tolist() == [3, 3]
    assert np.isnan(table.columns["diverged_at"]).all()


def test_that_on_a_network_the_maps_loss_and_the_way_off_it_take_their_columns(view):
    view.show_race(fakes.network_race())
    view.set_playhead(29)
    race = fakes.network_race()
    numbers = (race.losses, race.slice_losses, race.distances)
    assert cells(view)[0] == ["SGD", *(fixed_text(float(grid[2, 0]), 3) for grid in numbers)]
    headings = [view.model.headerData(k, Qt.Orientation.Horizontal) for k in range(4)]
    assert headings == ["optimizer", "loss", "on map", "off it"]
    assert view.table().columns["val_loss"].tolist() == race.val_losses[2].tolist()


def test_that_a_divergence_on_a_network_is_named_in_words(view):
    view.show_race(fakes.network_race(lost_at=14))
    view.set_playhead(13)
    assert cells(view)[-1][3] != "diverged"
    view.set_playhead(14)
    assert cells(view)[-1][::3] == ["Adam", "diverged"]


def test_that_the_columns_of_a_function_come_back(view):
    view.show_race(fakes.network_race())
    view.show_race(fakes.race())
    assert view.model.headerData(2, Qt.Orientation.Horizontal) == "distance"
    assert view.model.rowCount() == 2
