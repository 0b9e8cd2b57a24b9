"""Zooming keeps the point under the mouse; fitting keeps units square."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.figures.extents import contains, curve_range, fitted, moved, zoomed

PLANE = (-2.0, 4.0, -1.0, 3.0)


@given(st.floats(0.2, 5), st.floats(-2, 4), st.floats(-1, 3))
def test_that_zooming_keeps_the_point_under_the_mouse(factor, x, y):
    left, right, bottom, top = zoomed(PLANE, factor, (x, y))
    assert (x - left) / (right - left) == pytest.approx((x + 2) / 6, abs=1e-9)
    assert (y - bottom) / (top - bottom) == pytest.approx((y + 1) / 4, abs=1e-9)


def test_that_zooming_ends_before_numbers_run_out():
    assert zoomed((0.0, 1e-6, 0.0, 1e-6), 0.5, (0, 0)) == (0.0, 1e-6, 0.0, 1e-6)
    assert zoomed((0.0, 1e6, 0.0, 1e6), 2.0, (0, 0)) == (0.0, 1e6, 0.0, 1e6)


@given(st.floats(10, 2000), st.floats(10, 2000))
def test_that_a_fitted_extent_holds_the_plane_with_square_units(width, height):
    left, right, bottom, top = fitted(PLANE, width, height)
    assert (right - left) / width == pytest.approx((top - bottom) / height)
    assert max(left + 2, bottom + 1) <= 1e-9
    assert min(right - 4, top - 3) >= -1e-9


def test_that_fitting_twice_changes_nothing():
    once = fitted(PLANE, 300, 200)
    assert fitted(once, 300, 200) == pytest.approx(once)


def test_that_moving_shifts_both_sides():
    assert moved(PLANE, 1.0, -1.0) == (-1.0, 5.0, -2.0, 2.0)


def test_that_the_edge_belongs_to_the_extent():
    assert contains(PLANE, 4.0, 3.0)
    assert not contains(PLANE, 4.1, 3.0)


@pytest.mark.parametrize("data", ["x_sin_x", "sine", "line"])
@pytest.mark.parametrize("noise", [0.0, 0.1, 0.6])
def test_that_a_curves_plot_fits_its_samples(data, noise):
    scene = resolve(Experiment(data=data, noise=noise)).scene(0)
    bottom, top = curve_range(scene)
    low, high = scene.targets.min(), scene.targets.max()
    assert bottom < low
    assert high < top
    assert high - low > 0.75 * (top - bottom)


def test_that_the_ends_of_a_curves_plot_are_round():
    bottom, top = curve_range(resolve(Experiment(data="x_sin_x")).scene(0))
    assert (bottom % 1, top % 1) == (0, 0)


def test_that_samples_of_one_value_have_a_plot_around_them():
    scene = resolve(Experiment(data="line")).scene(0)
    flat = replace(scene, targets=np.full(5, 2.0))
    bottom, top = curve_range(flat)
    assert bottom < 2 < top
