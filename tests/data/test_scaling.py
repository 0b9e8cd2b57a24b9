import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from visualnn.data import Standardizer


@given(arrays(np.float64, (20, 3), elements=st.floats(-1e6, 1e6)))
def test_that_inverting_gives_the_samples_back(x):
    scaling = Standardizer.fit(x)
    np.testing.assert_allclose(scaling.invert(scaling.apply(x)), x, atol=1e-6)


def test_that_training_rows_get_mean_0_and_standard_deviation_1():
    x = np.random.default_rng(0).normal(7, 3, (500, 4))
    z = Standardizer.fit(x).apply(x)
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(z.std(axis=0), 1, atol=1e-12)


def test_that_a_constant_feature_becomes_zero_with_scale_1():
    x = np.full((3, 1), 0.1)  # whose mean is not exactly 0.1
    scaling = Standardizer.fit(x)
    assert scaling.scale.tolist() == [1.0]
    np.testing.assert_allclose(scaling.apply(x), 0, atol=1e-15)


def test_that_identity_changes_nothing():
    x = np.arange(6.0).reshape(3, 2)
    assert (Standardizer.identity(2).apply(x) == x).all()
    assert (Standardizer.identity(2).invert(x) == x).all()
