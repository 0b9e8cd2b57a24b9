"""Borders of classes lie where the network changes its mind, between grid points too."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.figures.borders import between, refinement, winners_between
from visualnn.figures.maps import winners

GRID = np.linspace(0, 1, 17)
parts = st.integers(1, 7)


@given(parts)
def test_that_grid_points_are_kept_and_what_is_linear_stays_so(count):
    x, y = np.meshgrid(GRID, GRID)
    values = np.stack([3 * x - y, x * y])
    fine = between(values, count)
    np.testing.assert_allclose(fine[:, ::count, ::count], values, atol=1e-12)
    finer = np.linspace(0, 1, 16 * count + 1)
    u, v = np.meshgrid(finer, finer)
    np.testing.assert_allclose(fine, [3 * u - v, u * v], atol=1e-12)


@given(parts, st.floats(-3, 3), st.floats(-3, 3), st.floats(-2, 2))
def test_that_undivided_the_winners_are_those_of_the_grid(count, a, b, c):
    x, y = np.meshgrid(GRID, GRID)
    one = 1 / (1 + np.exp(-(a * x + b * y + c)))[None]
    three = np.stack([np.exp(a * x), np.exp(b * y), np.full_like(x, np.exp(c))])
    three /= three.sum(axis=0)
    for outputs, activation in ((one, "sigmoid"), (three, "softmax")):
        np.testing.assert_array_equal(winners_between(outputs, 1, activation), winners(outputs))


def test_that_of_outputs_that_are_all_small_the_largest_wins():
    """Each of several sigmoids may be sure of no."""
    sums = np.array([-30.0, -25.0, -20.0]).reshape(3, 1, 1).repeat(2, axis=1).repeat(2, axis=2)
    outputs = (1 / (1 + np.exp(-sums))).astype(np.float32)
    assert winners_between(outputs, 3, "sigmoid").min() == 2


@pytest.mark.parametrize("slope", [5.0, 400.0])
def test_that_the_border_of_a_steep_network_has_no_stairs(slope):
    """Probabilities leap from 0 to 1 within a cell: interpolated themselves they make stairs."""
    x, y = np.meshgrid(GRID, GRID)
    p = 1 / (1 + np.exp(-slope * (y - 0.3 * x - 0.31)))
    fine = np.linspace(0, 1, 16 * 8 + 1)
    u, v = np.meshgrid(fine, fine)
    truth = v - 0.3 * u - 0.31 > 0
    for outputs, activation in ((p[None], "sigmoid"), (np.stack([1 - p, p]), "softmax")):
        found = winners_between(outputs.astype(np.float32), 8, activation)
        border = np.abs(v - 0.3 * u - 0.31) < 0.2 / 16  # nearer than a fifth of a cell
        assert np.mean((found != truth)[~border]) == 0
    if slope > 100:
        assert np.any(((between(p[None], 8)[0] > 0.5) != truth)[~border])


def test_that_scores_of_another_kind_are_taken_as_they_are():
    linear = np.array([[[0.0, 0.8]], [[0.4, 0.0]]]).repeat(2, axis=1)
    assert winners_between(linear, 4, "linear")[0].tolist() == [1, 1, 0, 0, 0]
    assert winners_between(linear[:1], 2, "linear")[0].tolist() == [0, 0, 1]


def test_that_cells_are_divided_as_finely_as_they_are_drawn():
    assert refinement(96, 380, 2.0, 1000) == 2
    assert refinement(96, 1200, 2.0, 1000) == 7
    assert refinement(96, 1200, 2.0, 387) == 4
    assert refinement(128, 100, 2.0, 50) == 1
