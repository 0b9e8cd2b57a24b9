"""Thinned curves keep their spikes; smoothing never rewrites the past."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from visualnn.figures.thin import Smoother, thin_indices, thin_path

values = nps.arrays(float, st.integers(1, 3000), elements=st.floats(-1e3, 1e3))


@given(values, st.integers(1, 200))
def test_that_thinning_keeps_the_extremes_and_both_ends(y, columns):
    kept = thin_indices(y, columns)
    assert np.all(np.diff(kept) > 0)
    assert {kept[0], kept[-1]} == {0, len(y) - 1}
    assert y[kept].max() == y.max()
    assert y[kept].min() == y.min()
    assert len(kept) <= max(4 * columns + 6, 2)


@given(st.integers(1, 3000), st.integers(1, 400))
def test_that_no_part_of_a_curve_is_drawn_as_a_straight_line(n, columns):
    kept = thin_indices(np.random.default_rng(n).normal(size=n), columns)
    assert np.diff(kept, append=n).max() <= 2 * -(-n // columns)


def test_that_a_short_curve_is_left_alone():
    np.testing.assert_array_equal(thin_indices(np.arange(10.0), 50), np.arange(10))


def test_that_a_gap_of_nan_does_not_hide_a_spike():
    y = np.full(1000, np.nan)
    y[500] = 7.0
    assert 7.0 in y[thin_indices(y, 20)]


@given(nps.arrays(float, (200, 2), elements=st.floats(-50, 50)), st.floats(0.5, 5))
def test_that_no_part_of_a_path_is_left_out_for_longer_than_the_tolerance(points, tolerance):
    kept = thin_path(points, tolerance)
    assert kept[0] == 0
    assert kept[-1] == len(points) - 1
    travelled = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    for start, stop in pairwise(kept):
        assert stop == start + 1 or travelled[stop - 1] - travelled[start] <= tolerance + 1e-9


@given(values, st.floats(0, 0.99), st.integers(0, 3000))
def test_that_smoothing_never_rewrites_the_past(y, weight, cut):
    whole = Smoother(weight).push(y)
    smoother = Smoother(weight)
    parts = np.concatenate([smoother.push(y[:cut]), smoother.push(y[cut:])])
    np.testing.assert_array_equal(parts, whole)
    np.testing.assert_array_equal(Smoother(weight).push(y[:cut]), whole[:cut])


def test_that_the_first_smoothed_value_is_the_first_value():
    assert Smoother(0.9).push(np.array([3.0, 5.0]))[0] == np.float64(3.0)


def test_that_a_smoothed_value_is_the_weighted_mean_of_its_past():
    smoothed = Smoother(0.5).push(np.array([1.0, 3.0]))
    assert smoothed[1] == (0.25 * 1 + 0.5 * 3) / 0.75
