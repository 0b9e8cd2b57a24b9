"""The numbers of a race follow from its paths."""

import numpy as np

from visualnn.experiment.frames import NetworkRaceFrame, RaceFrame
from visualnn.figures.race import (
    measure,
    network_race_table,
    network_standings,
    place_at,
    race_table,
    standings,
)

# Three contestants in two steps: one arrives, one creeps, one is lost in the first step.
PATHS = np.array(
    [
        [[3.0, 4.0], [3.0, 4.0], [3.0, 4.0]],
        [[0.0, 1.0], [3.0, 3.0], [3.0, 4.0]],
        [[0.0, 0.0], [3.0, 2.0], [3.0, 4.0]],
    ]
)
LOSSES = np.array([[5.0, 5.0, 5.0], [1.005, 4.0, 5.0], [1.0, 3.0, 5.0]])
RACE = RaceFrame(
    1, ("a", "b", "c"), PATHS, LOSSES, np.zeros_like(PATHS), np.array([-1, -1, 1]), ("sgd",) * 3
)
ON_NETWORK = NetworkRaceFrame(
    generation=1,
    contestants=("a", "b", "c"),
    optimizers=("sgd",) * 3,
    steps=np.array([0, 10, 15]),
    paths=PATHS,
    losses=LOSSES[::-1],
    val_losses=2 * LOSSES[::-1],
    distances=np.arange(9.0).reshape(3, 3),
    slice_losses=3 * LOSSES[::-1],
    diverged_at=np.array([12, -1, -1]),
    plane="weights",
    axes=("u", "v"),
    explained=None,
    extent=(0.0, 1.0, 0.0, 1.0),
    values=np.zeros((3, 3)),
)
MINIMA = np.array([[0.0, 0.0], [10.0, 10.0]])


def test_that_distance_is_to_the_nearest_minimum():
    distance = measure(RACE, MINIMA, 1.0).distance
    np.testing.assert_allclose(distance[:, 0], [5.0, 1.0, 0.0])


def test_that_there_is_no_distance_without_a_minimum():
    measures = measure(RACE, np.zeros((0, 2)), -np.inf)
    assert np.isnan(measures.distance).all()
    assert [row.distance for row in standings(RACE, measures, 2)] == [None] * 3


def test_that_arrival_is_the_first_step_within_the_threshold_of_the_floor():
    np.testing.assert_array_equal(measure(RACE, MINIMA, 1.0).arrival, [1, -1, -1])


def test_that_nobody_arrives_where_there_is_no_floor():
    assert (measure(RACE, MINIMA, float("-inf")).arrival == -1).all()


def test_that_the_lowest_loss_stands_first_and_the_diverged_last():
    rows = standings(RACE, measure(RACE, MINIMA, 1.0), 2)
    assert [row.name for row in rows] == ["a", "b", "c"]
    assert rows[-1].diverged_at == 1


def test_that_a_standing_knows_nothing_of_later_steps():
    rows = standings(RACE, measure(RACE, MINIMA, 1.0), 0)
    assert [(row.arrived_at, row.diverged_at) for row in rows] == [(None, None)] * 3


def test_that_a_playhead_beyond_the_end_shows_the_end():
    measures = measure(RACE, MINIMA, 1.0)
    assert standings(RACE, measures, 99) == standings(RACE, measures, 2)


def test_that_the_table_has_one_row_per_contestant_and_step():
    columns = race_table(RACE, MINIMA, 1.0).columns
    at = (columns["optimizer"] == "b") & (columns["step"] == 1)
    assert at.sum() == 1
    assert columns["y"][at] == 3.0
    assert columns["loss_above_floor"][at] == 3.0


def test_that_a_step_between_two_recorded_places_shows_the_earlier_one():
    assert [place_at(ON_NETWORK, step) for step in (0, 9, 10, 14, 15, 99)] == [0, 0, 1, 1, 2, 2]
    assert [place_at(RACE, step) for step in (0, 1, 2, 99)] == [0, 1, 2, 2]


def test_that_standings_on_a_network_hold_true_loss_the_maps_and_the_way_off_it():
    first, *_, last = network_standings(ON_NETWORK, 15)
    assert (first.name, first.loss, first.slice_loss, first.distance) == ("b", 5.0, 15.0, 7.0)
    assert first.val_loss == 10.0
    assert (last.name, last.diverged_at) == ("a", 12)


def test_that_a_divergence_on_a_network_is_not_said_before_its_step():
    assert {row.diverged_at for row in network_standings(ON_NETWORK, 11)} == {None}


def test_that_the_table_of_a_race_on_a_network_has_a_row_for_each_contestant_and_place():
    columns = network_race_table(ON_NETWORK).columns
    assert columns["optimizer"].tolist() == ["a"] * 3 + ["b"] * 3 + ["c"] * 3
    assert columns["step"].tolist() == [0, 10, 15] * 3
    np.testing.assert_array_equal(columns["distance"][3:6], ON_NETWORK.distances[:, 1])
