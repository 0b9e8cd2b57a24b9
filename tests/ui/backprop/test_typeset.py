"""Formulas put together from letters look as those that are typeset as a whole."""

import pytest

from visualnn.ui.backprop.compose import UncomposedError, composed
from visualnn.ui.backprop.typeset import EM, _typeset, letter, outline, prepare

PIECES = [
    "0.25194",
    "-0.0051",
    r"1.55 \cdot 10^{-8}",
    r"\textbf{0.0259}",
    r"w^{(2)}_{11}",
    r"\delta_{3}",
    r"\frac{\partial E}{\partial w_{5}}",
    r"\frac{\partial a^{(1)}_{3}}{\partial z^{(1)}_{3}}",
]


@pytest.mark.parametrize("latex", PIECES)
def test_that_a_piece_of_letters_is_as_large_as_the_whole(qapp, latex):
    ours = outline(latex)
    whole = _typeset(latex)[0].boundingRect()
    assert ours.width == pytest.approx(whole.width(), abs=0.1 * EM)
    assert ours.ascent == pytest.approx(-whole.top(), abs=0.1 * EM)
    assert ours.descent == pytest.approx(whole.bottom(), abs=0.1 * EM)


def test_that_digits_stand_as_far_apart_as_in_the_typeface(qapp):
    assert outline("00000").width == pytest.approx(_typeset("00000")[0].boundingRect().width())


@pytest.mark.parametrize("latex", [r"\sum_{i=1}^{9}", r"\text{mean}", r"\sqrt{2}", "{", "w_", ""])
def test_that_what_is_no_more_than_letters_is_refused_as_a_whole(qapp, latex):
    with pytest.raises(UncomposedError):
        composed(latex, letter)


def test_that_the_typesetter_is_there_when_its_thread_has_ended(qapp):
    prepare().join()
    assert outline("x").width > 0
