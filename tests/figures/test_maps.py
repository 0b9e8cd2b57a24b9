"""The map over the input plane says what the network answers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from visualnn.figures.maps import confidence, value_at, winners


def test_that_one_output_above_a_half_is_class_one():
    np.testing.assert_array_equal(winners(np.array([[[0.49, 0.5, 0.9]]])), [[0, 0, 1]])


def test_that_the_largest_output_wins():
    outputs = np.array([[[0.2, 0.5]], [[0.7, 0.1]], [[0.1, 0.4]]])
    np.testing.assert_array_equal(winners(outputs), [[1, 0]])


def test_that_confidence_is_none_where_classes_are_alike_and_full_where_one_is_certain():
    three = np.array([[[1 / 3, 1.0]], [[1 / 3, 0.0]], [[1 / 3, 0.0]]])
    np.testing.assert_allclose(confidence(three), [[0.0, 1.0]], atol=1e-12)
    np.testing.assert_allclose(confidence(np.array([[[0.5, 0.0, 1.0]]])), [[0.0, 1.0, 1.0]])


@given(st.integers(0, 6), st.integers(0, 4))
def test_that_the_value_at_a_grid_point_is_the_grid_s(column, row):
    grid = np.arange(35.0).reshape(1, 5, 7)
    x, y = -3 + column, 10 + 2 * row
    assert value_at(grid, (-3.0, 3.0, 10.0, 18.0), x, y)[0] == grid[0, row, column]
