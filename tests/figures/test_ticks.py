"""Ticks are round numbers inside the axis; numbers are written with a true minus."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.figures.ticks import (
    fixed_text,
    grown,
    linear_ticks,
    log_ticks,
    nice_ceiling,
    nice_step,
    number_text,
    power_text,
    scale_ticks,
    tick_texts,
)

reals = st.floats(-1e6, 1e6, allow_nan=False)
spans = st.floats(1e-6, 1e6)


@given(low=reals, span=spans, count=st.integers(1, 10))
def test_that_linear_ticks_lie_inside_and_are_few(low, span, count):
    ticks = linear_ticks(low, low + span, count)
    slack = 1e-6 * max(span, abs(low) * 1e-6)
    assert len(ticks) <= count + 1
    assert np.all(ticks >= low - slack)
    assert np.all(ticks <= low + span + slack)


@given(span=spans, count=st.integers(1, 10))
def test_that_a_step_is_one_two_or_five_times_a_power_of_ten(span, count):
    mantissa = float(f"{nice_step(span, count):.6e}".split("e")[0])
    assert mantissa in (1, 2, 5)


def test_that_zero_among_the_ticks_is_not_minus_zero():
    assert tick_texts(linear_ticks(-0.3, 0.3)) == ["−0.2", "0.0", "0.2"]


@given(low=st.floats(-12, 12), span=st.floats(3, 20), count=st.integers(2, 6))
def test_that_wide_log_axes_have_few_whole_powers(low, span, count):
    ticks = log_ticks(low, low + span, count)
    assert 1 <= len(ticks) <= count + 2
    np.testing.assert_array_equal(ticks, np.round(ticks))


def test_that_a_narrow_log_axis_has_ticks_at_one_two_and_five():
    np.testing.assert_allclose(10 ** log_ticks(-1.0, 0.2), [0.1, 0.2, 0.5, 1.0])


@given(low=reals, span=spans)
def test_that_a_grown_range_holds_what_it_grew_from(low, span):
    bottom, top = grown(low, low + span)
    slack = 1e-6 * max(span, abs(low))
    assert bottom <= low + slack
    assert top >= low + span - slack


def test_that_a_range_of_one_value_gets_room():
    bottom, top = grown(3.0, 3.0)
    assert bottom < 3.0 < top


def test_that_an_unknown_range_falls_back_on_zero_to_one():
    assert grown(float("nan"), 1.0) == (0.0, 1.0)


@given(st.floats(1e-6, 1e9))
def test_that_a_ceiling_is_near_and_not_below(value):
    ceiling = nice_ceiling(value)
    assert value * (1 - 1e-8) <= ceiling <= 1.5 * value * (1 + 1e-8)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.00123456, "−0.001235"),
        (1.5e-7, "1.5e−7"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
        (float("nan"), "not a number"),
    ],
)
def test_that_numbers_are_written_as_people_read_them(value, text):
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0123, "0.0123"), (0.5, "0.5000"), (12.3, "12.30"), (1e-7, "1.00e−7"), (0.0, "0.0000")],
)
def test_that_running_numbers_keep_their_trailing_zeros(value, text):
    assert fixed_text(value) == text


def test_that_powers_are_written_plainly_near_one():
    texts = [power_text(e) for e in (-6, -2, 0, 3, 4, np.log10(2e-5))]
    assert texts == ["10⁻⁶", "0.01", "1", "1000", "10⁴", "2·10⁻⁵"]


@pytest.mark.parametrize(("low", "high"), [(-3.1, 3.4), (-0.9, 0.9), (0.1, 9.9)])
def test_that_a_short_axis_still_has_two_ticks(low, high):
    assert len(scale_ticks(low, high, 1)) >= 2
