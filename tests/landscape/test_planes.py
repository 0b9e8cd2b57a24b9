"""Planes through parameter space: what spans them, and what lies beside them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.errors import InputError
from visualnn.landscape.plane import Plane, project
from visualnn.landscape.planes import (
    farthest_moved,
    parameter_index,
    parameter_name,
    pca_plane,
    random_plane,
    weights_plane,
)
from visualnn.nn.architecture import Architecture

LAYOUT = Architecture((3, 4, 2), ("tanh", "linear"), "mse").layout
NORMED = Architecture((3, 4, 2), ("tanh", "linear"), "mse", normalizations=("batch", "none")).layout


def drawn(layout, seed=0, rows=None):
    rng = np.random.default_rng(seed)
    return rng.normal(size=layout.size if rows is None else (rows, layout.size))


def walk(layout, rows=20, seed=0):
    return drawn(layout, seed, rows).cumsum(axis=0)


@pytest.mark.parametrize("layout", [LAYOUT, NORMED], ids=["plain", "normalized"])
def test_that_a_random_direction_is_as_long_as_each_neurons_weights(layout):
    theta = drawn(layout)
    plane = random_plane(layout, theta, np.random.default_rng(1))
    for direction in plane.directions:
        pairs = zip(layout.weights(direction), layout.weights(theta), strict=True)
        for own, weights in pairs:
            np.testing.assert_allclose(
                np.linalg.norm(own, axis=0), np.linalg.norm(weights, axis=0), rtol=1e-12
            )
        assert not direction[~layout.weight_mask()].any()


def test_that_the_two_random_directions_differ_and_the_same_seed_gives_them_again():
    theta = drawn(LAYOUT)
    first, second = (random_plane(LAYOUT, theta, np.random.default_rng(1)) for _ in range(2))
    np.testing.assert_array_equal(first.directions, second.directions)
    assert not np.allclose(*first.directions)


def test_that_the_plane_of_a_run_in_a_plane_holds_all_of_it():
    rng = np.random.default_rng(2)
    thetas = rng.normal(size=(30, 2)) @ drawn(LAYOUT, 3, 2) + drawn(LAYOUT, 4)
    plane = pca_plane(LAYOUT, thetas, thetas[-1])
    assert sum(plane.explained) == pytest.approx(1)
    assert project(plane, thetas, LAYOUT.trained).distances == pytest.approx(np.zeros(30), abs=1e-9)


def test_that_the_explained_shares_are_those_of_the_covariance():
    thetas = walk(LAYOUT)
    plane = pca_plane(LAYOUT, thetas, thetas[-1])
    variances = np.linalg.eigvalsh(np.cov(thetas.T))[::-1]
    assert plane.explained == pytest.approx(tuple(variances[:2] / variances.sum()))
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)


@given(seed=st.integers(0, 1000), span=st.floats(1, 5))
def test_that_the_window_of_a_run_holds_its_whole_path(seed, span):
    thetas = walk(LAYOUT, 12, seed)
    plane = pca_plane(LAYOUT, thetas, thetas[-1])
    left, right, bottom, top = plane.extent(span)
    u, v = project(plane, thetas, LAYOUT.trained).coordinates.T
    assert left < u.min() <= u.max() < right
    assert bottom < v.min() <= v.max() < top


def test_that_running_statistics_do_not_turn_the_plane_of_a_run():
    thetas = walk(NORMED)
    other = thetas.copy()
    other[:, NORMED.trained :] = 100 * walk(NORMED, seed=9)[:, NORMED.trained :]
    first, second = (pca_plane(NORMED, run, run[-1]) for run in (thetas, other))
    np.testing.assert_array_equal(first.directions, second.directions)
    assert not first.directions[:, NORMED.trained :].any()


@pytest.mark.parametrize("rows", [1, 2])
def test_that_a_run_of_one_step_spans_no_plane(rows):
    thetas = walk(LAYOUT, rows)
    with pytest.raises(InputError, match="train longer"):
        pca_plane(LAYOUT, thetas, thetas[-1])


def test_that_weights_that_never_moved_span_no_plane():
    with pytest.raises(InputError, match="'random'"):
        pca_plane(LAYOUT, np.ones((9, LAYOUT.size)), np.ones(LAYOUT.size))


@given(seed=st.integers(0, 1000))
def test_that_a_projection_is_the_nearest_point_of_the_plane(seed):
    rng = np.random.default_rng(seed)
    plane = Plane("random", rng.normal(size=6), rng.normal(size=(2, 6)), ("u", "v"))
    theta = rng.normal(size=(1, 6))
    shadow = project(plane, theta, 6)
    beside = theta[0] - plane.at(shadow.coordinates[0])
    assert shadow.distances[0] == pytest.approx(np.linalg.norm(beside))
    np.testing.assert_allclose(plane.directions @ beside, 0, atol=1e-9)


def test_that_two_weights_move_and_all_else_stays():
    theta = drawn(LAYOUT)
    moved = weights_plane(LAYOUT, theta, ("W1[0,3]", "b2[1]")).at(np.array([0.5, -2.0])) - theta
    assert LAYOUT["W1"].view(moved)[0, 3] == pytest.approx(0.5)
    assert LAYOUT["b2"].view(moved)[0, 1] == pytest.approx(-2)
    assert np.count_nonzero(np.abs(moved) > 1e-12) == 2


@pytest.mark.parametrize("layout", [LAYOUT, NORMED], ids=["plain", "normalized"])
def test_that_every_trained_parameter_is_found_by_its_name(layout):
    names = [parameter_name(layout, index) for index in range(layout.trained)]
    assert len(set(names)) == layout.trained
    assert [parameter_index(layout, name) for name in names] == list(range(layout.trained))


@pytest.mark.parametrize(
    "name", ["W3[0,0]", "W1[3,0]", "W1[0]", "b1[0,0]", "W1", "", "W1[-1,0]", "W1[a,b]", "mean1[0]"]
)
def test_that_an_unknown_weight_is_refused_with_the_names_there_are(name):
    with pytest.raises(InputError, match=r"W1\[0…2,0…3\]"):
        parameter_index(NORMED, name)


def test_that_one_weight_twice_spans_no_plane():
    with pytest.raises(InputError, match="two different"):
        weights_plane(LAYOUT, drawn(LAYOUT), ("W1[0,0]", "W1[0, 0]"))


def test_that_the_weights_that_moved_farthest_are_named():
    ways = np.zeros(LAYOUT.size)
    ways[[LAYOUT["W2"].start, LAYOUT["W1"].start + 5, LAYOUT["b1"].start]] = -3, 2, 9
    assert farthest_moved(LAYOUT, ways) == ("W2[0,0]", "W1[1,1]")
