"""Every formula that the program writes as text has its LaTeX."""

import pytest

from visualnn.experiment.explain.latex import latex_of
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.losses import LOSSES
from visualnn.nn.normalization import NORMALIZATIONS
from visualnn.nn.optim import OPTIMIZERS
from visualnn.nn.schedules import SCHEDULES

REGISTRIES = (ACTIVATIONS, LOSSES, NORMALIZATIONS, OPTIMIZERS, SCHEDULES)
FORMULAS = [
    text
    for registry in REGISTRIES
    for key in registry
    for text in (registry[key].formula, getattr(registry[key], "slope", ""))
    if isinstance(text, str) and text
] + [link.formula for key in OPTIMIZERS for link in OPTIMIZERS[key]().chain()]


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("w₅", "w_{5}"),
        ("w⁽²⁾₁,₁₂", "w^{(2)}_{1,12}"),
        ("W⁽²⁾ᵀ δ", r"W^{(2)\top} \delta"),
        ("∂E/∂ŷ", r"\partial E/ \partial \hat{y}"),
        ("θ ← θ − η·m̂ / (√v̂ + ε)", None),
        ("z = √(σ² + ε)", r"z = \sqrt{\sigma^{2} + \varepsilon}"),
        ("e⁻ᶻ", "e^{-z}"),
        ("e^zᵢ", "e^{z_{i}}"),
        ("GELU′(z)", r"\mathrm{GELU}'(z)"),
        ("leaky ReLU", r"\mathrm{leaky~ReLU}"),
        ("1 for z > 0", r"1 \;\mathrm{for}\; z > 0"),
        ("½·Σ (a − y)²", r"\tfrac{1}{2} \cdot \sum (a - y)^{2}"),
    ],
)
def test_that_a_formula_has_its_latex(text, latex):
    if latex is None:
        latex = r"\theta \leftarrow \theta - \eta \cdot \hat{m} / (\sqrt{\hat{v}} + \varepsilon)"
    assert latex_of(text) == latex


@pytest.mark.parametrize("text", FORMULAS)
def test_that_no_formula_of_the_registries_keeps_a_letter_that_latex_has_not(text):
    latex = latex_of(text)
    assert latex.isascii(), latex
    assert latex.count("{") == latex.count("}")


@pytest.mark.parametrize("text", FORMULAS)
def test_that_every_formula_can_be_typeset(text):
    ziamath = pytest.importorskip("ziamath")
    assert ziamath.Latex(latex_of(text)).getsize()[0] > 0
