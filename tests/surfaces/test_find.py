"""A surface by its key or by a formula."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.errors import InputError
from visualnn.surfaces import SURFACES, Surface, find


@pytest.mark.parametrize("key", SURFACES)
def test_that_a_key_finds_its_surface(key):
    assert find(key) is SURFACES[key]


@pytest.mark.parametrize("text", ["x^2 + 3*y^2", "x", " y ", "sin(x)", "5", "-x"])
def test_that_a_formula_finds_a_surface_of_its_own_once(text):
    surface = find(text)
    assert surface.formula == text.strip()
    assert find(text) is surface
    wanted = Surface.from_formula(text)
    assert surface.value(0.5, -2.0) == wanted.value(0.5, -2.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rosenbrok", "did you mean 'rosenbrock'?"),
        ("Bowl", "did you mean 'bowl'?"),
        ("six-hump-camel", "did you mean 'six_hump_camel'?"),
        ("pi", "Unknown surface 'pi'"),
        ("", "The formula is empty"),
        ("  ", "The formula is empty"),
        ("x +", "The formula, column 4"),
        ("sin x", "The formula, column 5"),
        ("9^9^9^9", "no finite value"),
        (7, "Unknown surface 7"),
        (["x"], "Unknown surface"),
    ],
)
def test_that_what_is_neither_is_refused_as_what_it_looks_like(text, words):
    with pytest.raises(InputError) as refusal:
        find(text)
    assert words in str(refusal.value)


@given(st.text(max_size=20))
def test_that_any_text_is_found_or_refused(text):
    with contextlib.suppress(InputError):
        assert isinstance(find(text), Surface)
