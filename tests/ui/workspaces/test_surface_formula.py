"""The formula of a surface is typeset below its name."""

import pytest

from visualnn.surfaces import SURFACES
from visualnn.ui.backprop.typeset import outline
from visualnn.ui.workspaces.surface_formula import SurfaceFormula, latex, pieces


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("(1 − x)²", "(1 - x)^{2}"),
        ("½(x⁴ − 16x² + 5y)", r"\tfrac{1}{2}(x^{4} - 16x^{2} + 5y)"),
        ("−20 exp(−0.2)", r"{-}20 \exp ({-}0.2)"),
        ("10 cos 2πx", r"10 \cos 2\pi x"),
        ("√(½(x² + y²))", r"\sqrt{\tfrac{1}{2}(x^{2} + y^{2})}"),
        ("L(w₁ + u, v)", r"L(w_{1} + u,\ v)"),
        ("L(θ + u·d₁)", r"L(\theta  + u\cdot d_{1})"),
    ],
)
def test_that_plain_mathematics_is_written_as_latex(text, written):
    assert latex(text) == written


@pytest.mark.parametrize("key", SURFACES)
def test_that_every_surface_can_be_typeset_term_by_term(key):
    formula = SURFACES[key].formula
    found = list(pieces(formula))
    assert " ".join(piece.text for piece in found) == formula
    for piece in found:
        assert outline(piece.latex).width > 0


def test_that_terms_are_not_parted_inside_parentheses():
    texts = [piece.text for piece in pieces("(1 − x)² + 100(y − x²)²")]
    assert texts == ["(1 − x)²", "+", "100(y − x²)²"]


def test_that_the_formula_is_read_out_and_broken_to_fit(qtbot):
    shown = SurfaceFormula()
    qtbot.addWidget(shown)
    shown.setFixedWidth(220)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.show_formula(SURFACES["beale"].formula)
    assert shown.accessibleName() == SURFACES["beale"].formula
    boxes = [placed.box for placed in shown._placed]
    assert max(box.right() for box in boxes) <= 220
    assert len({box.top() for box in boxes}) > 1
    shown.show_formula("")
    assert not shown.isVisible()
