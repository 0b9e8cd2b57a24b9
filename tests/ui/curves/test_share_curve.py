"""A share's curve is thinned before it is scaled, and shows the same."""

import numpy as np
import pytest

from visualnn.figures.curves import scaled
from visualnn.figures.thin import thin_indices
from visualnn.ui.curves.share_curve import ShareCurve

COLUMNS = 60


@pytest.fixture
def curve(qapp):
    return ShareCurve()


def points(curve):
    return np.array([(at.x(), at.y()) for piece in curve.line._pieces for at in piece])


def logarithms(values):
    return scaled(values, log=True)


@pytest.mark.parametrize("zeros", [0, 40])
def test_that_the_drawn_points_are_those_of_the_scaled_curve(curve, zeros):
    rng = np.random.default_rng(1)
    values = rng.uniform(0.01, 2.0, 2000)
    values[rng.choice(2000, zeros, replace=False)] = 0.0  # they have no place on a log axis
    curve.draw(values, 0.0, COLUMNS, logarithms)
    whole = logarithms(values)
    kept = thin_indices(whole, COLUMNS)
    kept = kept[np.isfinite(whole[kept])]
    np.testing.assert_allclose(points(curve), np.column_stack([kept, whole[kept]]))


def test_that_a_dot_goes_when_nothing_is_marked(curve):
    values = np.array([1.0, 0.5, np.nan])
    curve.mark(1, values)
    assert curve.dot.at.tolist() == [[1.0, 0.5]]
    curve.mark(2, values)
    assert len(curve.dot.at) == 0
    curve.mark(1, values)
    curve.unmark()
    assert len(curve.dot.at) == 0
