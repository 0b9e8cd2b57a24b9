import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.figures.circles import (
    LABEL_SIZE,
    LEAST_PITCH,
    arrange,
    capacity,
    choose,
    distance,
    place_edge_labels,
)
from visualnn.figures.diagram import Box

BOX = Box(80, 60, 780, 560)


def arranged(sizes, box=BOX, keep=()):
    importance = [np.arange(size, dtype=float) for size in sizes]
    return arrange(sizes, box, choose(importance, capacity(box), keep))


@given(st.lists(st.integers(1, 40), min_size=2, max_size=6))
def test_that_circles_never_overlap_and_stay_in_the_box(sizes):
    circles = arranged(sizes)
    for centers in circles.centers:
        assert (np.diff(centers[:, 1]) >= 2 * circles.radius).all()
        assert (centers[:, 0] - circles.radius >= BOX.left - 1).all()
        assert (centers[:, 0] + circles.radius <= BOX.right + 1).all()
        assert (centers[:, 1] - circles.radius >= BOX.top - 1).all()
        assert (centers[:, 1] + circles.radius <= BOX.bottom + 1).all()


@given(st.lists(st.integers(1, 800), min_size=2, max_size=5))
def test_that_every_neuron_is_drawn_or_counted_with_the_rest(sizes):
    circles = arranged(sizes)
    assert [len(u) + r for u, r in zip(circles.units, circles.rest, strict=True)] == sizes


def test_that_a_wide_layer_shows_its_weightiest_neurons_and_those_asked_for():
    rows = capacity(BOX)
    circles = arranged((64, 3), keep=[(0, 5)])
    assert circles.units[0] == (5, *range(64 - (rows - 2), 64))
    assert circles.rest == (64 - (rows - 1), 0)
    assert circles.rest_center(1) is None
    assert circles.center(0, 20) == circles.rest_center(0)


def test_that_a_circle_is_found_under_a_point_and_the_rest_as_minus_one():
    circles = arranged((64, 3))
    assert circles.unit_at(*circles.center(1, 2)) == (1, 2)
    assert circles.unit_at(*circles.rest_center(0)) == (0, -1)
    assert circles.unit_at(1.0, 1.0) is None


def test_that_edges_run_from_rim_to_rim():
    circles = arranged((2, 2))
    start, end = circles.edge(0, 0, 1)
    assert start[0] == circles.center(0, 0)[0] + circles.radius
    assert end[0] == circles.center(1, 1)[0] - circles.radius
    assert end[1] - start[1] == pytest.approx(circles.pitch, abs=1)


def test_that_labels_cover_neither_each_other_nor_what_is_in_their_way():
    circles = arranged((2, 2))
    lines = np.array([circles.edge(0, s, t) for s in range(2) for t in range(2)])
    free = place_edge_labels(lines, range(4), [])
    assert len(free) == 4
    places = np.array(list(free.values()))
    apart = np.abs(places[:, None] - places[None])
    assert ((apart >= LABEL_SIZE).any(axis=2) | np.eye(4, dtype=bool)).all()
    blocked = place_edge_labels(lines, range(4), [(0, 0, 1000, 1000)])
    assert blocked == {}


def test_that_distance_counts_from_the_nearest_point_of_an_edge():
    lines = np.array([[[0.0, 0.0], [10.0, 0.0]]])
    assert distance(lines, 5, 3)[0] == 3
    assert distance(lines, 14, 3)[0] == 5


def test_that_a_low_box_still_has_room_for_a_few():
    assert capacity(Box(0, 0, 100, LEAST_PITCH)) == 3
