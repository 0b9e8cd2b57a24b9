"""Contours lie where the value is the level."""

import numpy as np
import pytest

from visualnn.experiment.frames import Relief
from visualnn.figures.contours import contour_lines, even_levels

EXTENT = (-2.0, 2.0, -1.0, 1.0)


def bowl(floor: float = 0.0) -> Relief:
    x, y = np.meshgrid(np.linspace(-2, 2, 81), np.linspace(-1, 1, 61))
    return Relief("bowl", EXTENT, x * x + y * y, np.zeros((1, 2)), floor)


def test_that_every_point_of_a_contour_has_the_level_as_its_value():
    lines = contour_lines(bowl().values, EXTENT, np.array([0.25, 0.81]))
    radii = np.concatenate([np.hypot(*line.T) for line in lines])
    assert len(lines) == 2
    assert np.all(np.minimum(abs(radii - 0.5), abs(radii - 0.9)) < 2e-3)


def test_that_contours_go_around_what_is_not_finite():
    values = bowl().values
    values[30, 40] = np.nan
    assert contour_lines(values, EXTENT, np.array([0.5]))


def test_that_levels_cut_the_range_into_equal_parts():
    np.testing.assert_allclose(even_levels(np.array([0.0, 4.0, np.nan]), 3), [1, 2, 3])


@pytest.mark.parametrize("values", [np.full(4, 2.0), np.full(4, np.nan)])
def test_that_a_plain_without_heights_has_no_levels(values):
    assert even_levels(values, 5).size == 0
