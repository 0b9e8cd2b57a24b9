"""Numbers with fixed decimals."""

from visualnn.figures.decimals import decimals_text, factor_text, signed_text


def test_that_a_zero_has_no_sign():
    assert decimals_text(-0.0, 4) == "0.0000"
    assert signed_text(-0.0, 4) == signed_text(0.0, 4) == "0.0000"


def test_that_a_small_factor_keeps_three_digits():
    assert factor_text(0.00012345, 4) == "1.23·10⁻⁴"
    assert factor_text(0.5, 4) == "0.5000"
