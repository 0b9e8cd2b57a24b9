"""One way to write exponents and indices, for the core, the figures and the window."""

from hypothesis import given
from hypothesis import strategies as st

from visualnn.numerals import LEVEL, LOWERED, RAISED, plain_powers, powers_text, shortest


@given(st.integers())
def test_that_raised_and_lowered_digits_come_back_to_the_line(number):
    text = str(number)
    assert text.translate(RAISED).translate(LEVEL) == text
    assert text.strip("-").translate(LOWERED).translate(LEVEL) == text.strip("-")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_that_a_number_in_powers_of_ten_can_be_read_back(number):
    written = plain_powers(powers_text(number, 17)).replace("−", "-")
    assert float(written) == number


def test_that_a_number_is_written_as_it_was_given():
    assert (shortest(-0.25), shortest(1e-8), shortest(-0.0)) == ("−0.25", "1·10⁻⁸", "0")
