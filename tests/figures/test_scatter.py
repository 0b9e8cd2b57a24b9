"""The cloud in lengths of its mean, in a range that stands still."""

import numpy as np

from visualnn.experiment.frames.insights import SampleGradients
from visualnn.figures.scatter import Cloud, cloud, reach_of


def gradients(along, across, mean=2.0, spread=6.0):
    along, across = np.array(along, float), np.array(across, float)
    return SampleGradients(np.arange(len(along)), along, across, mean, spread, len(along))


def test_that_the_mean_has_length_one_and_noise_falls_with_the_root_of_the_batch():
    seen = cloud(gradients([2, 2, 2, 2], [0, 1, 0, -1]))
    np.testing.assert_array_equal(seen.x, 1)
    assert seen.noise == 6 / 2 / 2


def test_that_without_a_mean_there_is_no_unit():
    assert cloud(gradients([1, -1], [0, 0], mean=0.0)) is None
    assert cloud(gradients([1, -1], [0, 0], mean=float("nan"))) is None


def test_that_the_range_stands_still_while_it_serves():
    seen = Cloud(np.array([0.0, 4.0]), np.array([0.0, 0.0]), 0.5)
    assert reach_of(seen, 6.0) == 6.0
    assert reach_of(seen, 2.0) > 3.0
    assert reach_of(seen, 100.0) < 10.0
