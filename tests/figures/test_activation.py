"""The picture of an activation reaches as far as the sums do, and stands still."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from visualnn.figures.activation import LEAST_REACH, activation_curves, histogram, reach_of
from visualnn.nn.activations import ACTIVATIONS

SUMS = arrays(float, st.integers(0, 50), elements=st.floats(-1e6, 1e6))


@given(SUMS)
def test_that_no_sum_is_left_out(sums):
    reach = reach_of(sums)
    assert reach >= LEAST_REACH
    assert histogram(sums, reach)[0].sum() == len(sums)


@given(SUMS)
def test_that_the_same_sums_leave_the_range_where_it_is(sums):
    reach = reach_of(sums)
    assert reach_of(sums, reach) == reach
    assert reach_of(sums * 0.9, reach) == reach


def test_that_a_range_that_is_mostly_empty_shrinks():
    assert reach_of(np.array([3.0]), 40.0) == LEAST_REACH


def test_that_relu_is_flat_on_the_left_and_linear_nowhere():
    assert activation_curves(ACTIVATIONS["relu"], 4.0).flat == ((-4.0, 0.0),)
    assert activation_curves(ACTIVATIONS["linear"], 4.0).flat == ()
    assert activation_curves(ACTIVATIONS["step"], 4.0).flat == ((-4.0, 4.0),)
