"""The activations' values where they are known, and PyTorch's (make_functions.py)."""

import json
from math import erf, erfc, exp, pi, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from visualnn.nn.activations import ACTIVATIONS

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "functions.json").read_text())
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


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_that_an_activation_and_its_derivative_are_those_of_torch(key):
    activation, wanted = ACTIVATIONS[key], REFERENCE["activations"][key]
    z = np.array([REFERENCE["z"]])
    # PyTorch's own GELU on the left is 1 + erf, which loses its digits there: hence the floor.
    near = {"rtol": 1e-12, "atol": 1e-14}
    np.testing.assert_allclose(activation.value(z)[0], wanted["value"], **near)
    if key != "softmax":  # the gradient of a sum that is always one is zero, but for rounding
        np.testing.assert_allclose(activation.derivative(z)[0], wanted["derivative"], **near)


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_that_an_activation_holds_for_float32_far_out(key):
    z = np.array([[-1e3, -90.0, -1.0, 0.0, 1.0, 90.0, 1e3]], dtype=np.float32)
    function = ACTIVATIONS[key]
    for narrow, wide in (
        (function.value(z), function.value(z.astype(float))),
        (function.derivative(z), function.derivative(z.astype(float))),
    ):
        assert narrow.dtype == np.float32
        np.testing.assert_allclose(narrow, wide, rtol=1e-5, atol=1e-6)


@given(z=st.floats(-37, 37))
def test_that_gelu_is_right_in_fifteen_digits_on_both_sides(z):
    share = 0.5 * erfc(-z / sqrt(2))  # no 1 + erf, which has no digits left on the left
    rounding = 1e-15 * (1 + z * z)  # of e^(-z²/2), whose argument is rounded
    value = ACTIVATIONS["gelu"].value(np.array([[z]]))
    assert value == pytest.approx(z * share, rel=2 * rounding, abs=1e-300)
    slope = share + z * exp(-z * z / 2) / sqrt(2 * pi)
    derivative = ACTIVATIONS["gelu"].derivative(np.array([[z]]))
    assert derivative == pytest.approx(slope, rel=1e-14, abs=1e-14)


@given(z=st.floats(-6, 6))
def test_that_gelu_has_the_form_with_erf(z):
    value = ACTIVATIONS["gelu"].value(np.array([[z]]))
    assert value == pytest.approx(0.5 * z * (1 + erf(z / sqrt(2))), rel=1e-12, abs=1e-15)


def test_that_no_gradient_passes_a_step():
    assert not ACTIVATIONS["step"].derivative(Z).any()
    assert ACTIVATIONS["step"].value(Z).tolist() == [[0, 0, 1, 1, 1]]
