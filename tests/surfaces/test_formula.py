"""Typed-in formulas: exact derivatives, and nothing that could run."""

import contextlib
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.errors import InputError
from visualnn.surfaces import SURFACES, Surface

TYPED = {
    "bowl": "x^2 + y^2",
    "ill_conditioned": "x^2/2 + 10*y^2",
    "saddle": "x^2 - y^2",
    "rosenbrock": "(1-x)^2+100*(y-x^2)^2",
    "beale": "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
    "himmelblau": "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    "rastrigin": "20 + x^2 - 10*cos(2*pi*x) + y^2 - 10*cos(2*pi*y)",
    "ackley": "-20*exp(-0.2*sqrt(0.5*(x^2 + y^2))) - exp(0.5*(cos(2*pi*x) + cos(2*pi*y))) + e + 20",
    "six_hump_camel": "(4 - 2.1*x^2 + x^4/3)*x^2 + x*y + (4*y^2 - 4)*y^2",
    "styblinski_tang": "0.5*(x^4 - 16*x^2 + 5*x + y^4 - 16*y^2 + 5*y)",
}


@pytest.mark.parametrize("key", SURFACES)
def test_that_every_surface_typed_in_gives_the_same_values_and_derivatives(key):
    """Two independent derivations: by hand and by automatic differentiation."""
    built_in, typed = SURFACES[key], Surface.from_formula(TYPED[key])
    x, y = np.random.default_rng(0).uniform(-2, 2, (2, 200))
    np.testing.assert_allclose(typed.value(x, y), built_in.value(x, y), rtol=1e-12, atol=1e-12)
    for ours, theirs in zip(
        (*typed.gradient(x, y), *typed.hessian(x, y)),
        (*built_in.gradient(x, y), *built_in.hessian(x, y)),
        strict=True,
    ):
        np.testing.assert_allclose(ours, theirs, rtol=1e-11, atol=1e-11)


FUNCTIONS = ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "sinh", "cosh")


@pytest.mark.parametrize(
    "text",
    [
        *(f"{name}(0.3*x + 0.1*x*y)" for name in FUNCTIONS),
        "x/y + y/x^2",
        "x^y",
        "x^-1.5*y",
        "2^x - y**0",
        "-x + +y^1",
    ],
)
@given(x=st.floats(0.5, 3), y=st.floats(0.5, 3))
def test_that_derivatives_agree_with_central_differences(text, x, y):
    surface, step = Surface.from_formula(text), 1e-5
    gx, gy = surface.gradient(x, y)
    hxx, hxy, hyy = surface.hessian(x, y)
    right, left = surface.gradient(x + step, y), surface.gradient(x - step, y)
    above, below = surface.gradient(x, y + step), surface.gradient(x, y - step)
    slope = (
        (surface.value(x + step, y) - surface.value(x - step, y)) / (2 * step),
        (surface.value(x, y + step) - surface.value(x, y - step)) / (2 * step),
    )
    bend = np.array([right[0] - left[0], above[0] - below[0], above[1] - below[1]]) / (2 * step)
    size = 1 + abs(float(gx)) + abs(float(gy))
    if size > 1e3:
        return  # next to a pole of tan a difference says nothing
    np.testing.assert_allclose((gx, gy), slope, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose((hxx, hxy, hyy), bend, rtol=1e-3, atol=1e-5 * size**2)


def test_that_a_caret_binds_as_a_power():
    assert Surface.from_formula("2*x^2 + 1").value(3.0, 0.0) == 19
    assert Surface.from_formula("-x^2").value(3.0, 0.0) == -9


def test_that_a_constant_formula_is_flat_and_keeps_the_shape():
    surface = Surface.from_formula("pi")
    x = np.zeros((2, 3))
    assert surface.value(x, x).shape == (2, 3)
    assert all((part == 0).all() for part in (*surface.gradient(x, x), *surface.hessian(x, x)))


def test_that_nothing_is_claimed_about_a_formulas_minima():
    surface = Surface.from_formula(" x^2 ")
    assert (len(surface.minima), surface.floor) == (0, -np.inf)
    assert surface.formula == "x^2"


@pytest.mark.parametrize(
    ("text", "essentials"),
    [
        ("", ("is empty", "x^2 + y^2")),
        ("   ", ("is empty",)),
        ("x" * 400, ("400 characters", "at most 300")),
        ("x +", ("column 4", "cannot be read")),
        ("(x", ("column 1", "bracket")),
        ("x + 2y", ("column 5", "* for every product")),
        ("x^2 + x^2 3", ("column 11", "cannot be read")),
        ("  x^2 + foo", ("column 9", "'foo' is not known", "use x, y")),
        ("x + sqr(y)", ("column 5", "'sqr'", "did you mean sqrt?")),
        ("x^2 * sin", ("column 7", "'sin' is a function", "sin(x)")),
        ("x(y+1)", ("column 1", "'x' is not a function", "write *")),
        ("sin(x, y)", ("column 1", "2 arguments")),
        ("x²", ("column 2", "'²'")),
        ("x.real", ("column 1", "cannot stand")),
        ("__import__('os')", ("column 12",)),
        ("x if y else 1", ("cannot stand",)),
        ("x // y", ("cannot stand",)),
        ("1j*x", ("not a number",)),
        ("True", ("not a number",)),
        ("1e999", ("too large",)),
        ("-" * 299 + "x", ("nested too deeply",)),
        ("log(-1-x^2)", ("no finite value", "logarithms")),
    ],
)
def test_that_a_bad_formula_is_refused_with_place_and_remedy(text, essentials):
    with pytest.raises(InputError) as caught:
        Surface.from_formula(text)
    for essential in essentials:
        assert essential in str(caught.value), str(caught.value)


@pytest.mark.parametrize("text", ["9**9**9**9", "9^9^9^9*x", "x^9^9^9^9", "(9^9^9)^(9^9^9)"])
def test_that_a_tower_of_powers_does_not_hang(text):
    begun = time.perf_counter()
    with contextlib.suppress(InputError):
        Surface.from_formula(text)
    assert time.perf_counter() - begun < 1


@given(st.text(max_size=40))
def test_that_any_text_is_a_surface_or_a_refusal(text):
    try:
        surface = Surface.from_formula(text)
    except InputError:
        return
    assert np.shape(surface.value(0.5, 0.5)) == ()


@given(st.text(alphabet="xye12.()+-*/^ sincoplgqrt,", max_size=30))
def test_that_anything_like_a_formula_is_a_surface_or_a_refusal(text):
    try:
        Surface.from_formula(text).hessian(0.5, 0.5)
    except InputError:
        return
