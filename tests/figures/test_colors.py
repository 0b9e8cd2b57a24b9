"""Colors stand for values, and what is no number never passes for one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from visualnn.figures.colormaps import blended, colored, diverging, muted, ramp, viridis

BAD = (255.0, 0.0, 0.0)


def test_that_viridis_runs_from_dark_to_light_without_a_step_back():
    luma = viridis() @ np.array([0.2126, 0.7152, 0.0722])
    assert tuple(viridis()[0]) == (0x44, 0x01, 0x54)
    assert tuple(viridis()[-1]) == (0xFD, 0xE7, 0x25)
    assert np.all(np.diff(luma) > -0.6)


def test_that_the_middle_of_a_diverging_map_is_neutral():
    table = diverging((255, 0, 0), (240, 240, 240), (0, 0, 255), 257)
    assert tuple(table[128]) == (240, 240, 240)


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_that_a_larger_value_never_gets_an_earlier_color(a, b):
    table = ramp([(0, 0, 0), (255, 255, 255)])
    low, high = colored(np.array(sorted((a, b))), (-5.0, 5.0), table, BAD)
    assert low[0] <= high[0]


def test_that_nan_has_a_color_of_its_own():
    table = ramp([(0, 0, 0), (0, 255, 0)])
    colors = colored(np.array([[np.nan, np.inf, -np.inf]]), (0.0, 1.0), table, BAD)
    assert colors[0].tolist() == [[255, 0, 0], [0, 255, 0], [0, 0, 0]]


def test_that_an_unsure_winner_fades_into_the_ground():
    colors = blended(
        np.array([[1, 1]]), np.array([[0.0, 1.0]]), [(9, 9, 9), (200, 0, 0)], (50, 50, 50)
    )
    assert colors[0].tolist() == [[50, 50, 50], [200, 0, 0]]


def test_that_muting_mixes_by_share():
    assert muted((100, 0, 0), (0, 0, 100), 0.25) == (25.0, 0.0, 75.0)
