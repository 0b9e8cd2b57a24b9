"""Numbers as a person reads them."""

import pytest

from visualnn.ui.words import magnitude, times


@pytest.mark.parametrize(
    ("number", "text"),
    [(2.04e-9, "2·10⁻⁹"), (1, "1·10⁰"), (9.7e-10, "1·10⁻⁹"), (3e12, "3·10¹²"), (0, "0")],
)
def test_that_a_magnitude_is_a_digit_and_a_power_of_ten(number, text):
    assert magnitude(number) == text


def test_that_a_large_ratio_is_written_in_two_digits_or_as_a_power():
    assert times(1_634.0) == "1\u202f600"
    assert times(1.6e12) == "2·10¹²"


def test_that_a_ratio_beyond_all_numbers_can_be_said():
    assert times(float("inf")) == "∞"
