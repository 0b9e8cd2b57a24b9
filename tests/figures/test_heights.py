"""Heights are honest about the floor, and show a loss that spans decades."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.experiment.frames import Relief
from visualnn.experiment.together.race import relief as survey
from visualnn.figures.heights import height, heights_of

EXTENT = (-2.0, 2.0, -1.0, 1.0)
FORMULAS = ["x^2 + 3*y^2", "(1-x)^2 + 100*(y-x^2)^2", "exp(x^2+y^2)", "x^5*y^5", "x+10", "x*y"]


def relief(values: np.ndarray, floor: float = -np.inf) -> Relief:
    return Relief("a formula", EXTENT, values, np.empty((0, 2)), floor)


def bowl() -> np.ndarray:
    x, y = np.meshgrid(np.linspace(-2, 2, 81), np.linspace(-1, 1, 61))
    return x * x + y * y


@pytest.mark.parametrize("floor", [0.0, -1.5])
def test_that_a_known_minimum_is_the_foot_of_a_logarithm(floor):
    scene = relief(bowl() + floor, floor)
    scale = heights_of(scene)
    assert (scale.kind, scale.foot) == ("log", floor)
    np.testing.assert_allclose(height(scene), np.log10(bowl() + scale.soft))


def test_that_zero_is_the_foot_where_no_minimum_is_known_and_nothing_is_negative():
    scale = heights_of(relief(bowl()))
    assert (scale.kind, scale.foot) == ("log", 0.0)


@pytest.mark.parametrize("values", [bowl() - 1.0, bowl() + 10.0, np.full((3, 3), np.nan)])
def test_that_a_loss_of_few_sizes_is_its_own_height(values):
    assert heights_of(relief(values)).kind == "plain"
    np.testing.assert_array_equal(height(relief(values)), values)


def test_that_large_losses_of_both_signs_are_shown_as_logarithms_of_both_signs():
    values = np.linspace(-10, 10, 201).reshape(3, 67) ** 9
    scale = heights_of(relief(values))
    assert scale.kind == "signed"
    np.testing.assert_allclose(np.sinh(scale.of(values)) * scale.soft, values, rtol=1e-9)


def test_that_the_lowest_percent_keeps_colors_of_its_own_where_walls_are_very_steep():
    values = survey("exp(x^2+y^2)", (-5.0, 5.0, -5.0, 5.0)).values
    assert np.ptp(height(relief(values))) > 20


@pytest.mark.parametrize("formula", FORMULAS)
def test_that_ticks_are_round_losses_at_their_own_heights(formula):
    scene = survey(formula, (-5.0, 5.0, -5.0, 5.0))
    scale = heights_of(scene)
    low, high = np.nanmin(height(scene)), np.nanmax(height(scene))
    ticks = scale.ticks(low, high)
    places = [place for place, _ in ticks]
    assert len(ticks) >= 2
    assert places == sorted(places)
    assert low - 1e-9 <= places[0] <= places[-1] <= high + 1e-9
    for place, text in ticks:
        if not set(text) & set("·⁰¹²³⁴⁵⁶⁷⁸⁹"):
            assert scale.of(np.array(float(text.replace("−", "-")))) == pytest.approx(place)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_that_a_higher_loss_is_never_lower_in_height(a, b):
    low, high = sorted((a, b))
    for values in (bowl(), bowl() - 1.0, np.linspace(-10, 10, 201) ** 9):
        scale = heights_of(relief(values))
        assert scale.of(np.array(low)) <= scale.of(np.array(high))
