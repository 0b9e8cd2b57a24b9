"""The activations' values where they are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from visualnn.nn.activations import ACTIVATIONS

Z = np.array([[-2.0, -0.5, 0.0, 0.5, 2.0]])
FORMULAS = {
    "linear": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.where(z > 0, z, 0),
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True),
}
SATURATING = np.array([[-745.0, -40.0, 40.0, 709.0]])


@pytest.mark.parametrize("key", FORMULAS)
def test_that_an_activation_follows_its_formula(key):
    np.testing.assert_allclose(ACTIVATIONS[key].value(Z), FORMULAS[key](Z), rtol=1e-14, atol=1e-15)


def test_that_the_slope_of_the_sigmoid_is_at_most_a_quarter():
    slopes = ACTIVATIONS["sigmoid"].derivative(np.linspace(-8, 8, 1001)[None])
    assert slopes.max() == 0.25
    assert slopes.argmax() == 500


def test_that_the_slope_of_relu_at_zero_is_zero():
    assert ACTIVATIONS["relu"].derivative(np.zeros((1, 1))) == 0


@given(z=arrays(float, (3, 4), elements=st.floats(-700, 700)))
def test_that_rows_of_softmax_sum_to_one(z):
    np.testing.assert_allclose(ACTIVATIONS["softmax"].value(z).sum(axis=-1), 1, rtol=1e-12)


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_that_an_activation_is_finite_where_it_saturates(key):
    with np.errstate(over="ignore"):
        assert np.isfinite(ACTIVATIONS[key].value(SATURATING)).all()
        assert np.isfinite(ACTIVATIONS[key].derivative(SATURATING)).all()


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_that_an_activation_keeps_its_argument(key):
    z = Z.copy()
    ACTIVATIONS[key].value(z)
    ACTIVATIONS[key].derivative(z)
    assert (z == Z).all()


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_that_an_activation_says_what_it_is(key):
    activation = ACTIVATIONS[key]
    assert activation.title
    assert "g(z)" in activation.formula
    assert activation.slope
