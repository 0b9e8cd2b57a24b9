"""Tooltips say the idea, the formula, and which variant of it this is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from visualnn.experiment.spec import Experiment, LayerSpec, NetworkSpec
from visualnn.experiment.spec.branches import RegularizationSpec, StoppingSpec
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.initializers import INITIALIZERS
from visualnn.nn.losses import LOSSES
from visualnn.nn.normalization import NORMALIZATIONS
from visualnn.nn.optim import OPTIMIZERS
from visualnn.nn.schedules import SCHEDULES
from visualnn.specs import specs_of
from visualnn.ui.tips import rule_words, rules_for, spec_tip, tip
from visualnn.ui.widgets.choice import ChoiceRow
from visualnn.ui.widgets.layers_editor import LayersEditor
from visualnn.ui.widgets.spec_form import SpecForm

REGISTRIES = (ACTIVATIONS, INITIALIZERS, LOSSES, NORMALIZATIONS, OPTIMIZERS, SCHEDULES)
ENTRIES = [entry for registry in REGISTRIES for entry in registry.values()]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: getattr(entry, "title", ""))
def test_that_every_rule_has_a_formula_and_says_its_variant(entry):
    formula, words = rule_words(entry)
    assert formula
    assert words.endswith(".")


@pytest.mark.parametrize("cls", OPTIMIZERS.values())
def test_that_every_number_of_an_optimizer_stands_in_a_formula(cls):
    assert all(spec.formula for spec in specs_of(cls).values())


@pytest.mark.parametrize(
    ("cls", "name", "text"),
    [
        (RegularizationSpec, "l1", "L + λ₁·Σ|w|; weights only"),
        (RegularizationSpec, "l2", "½·λ₂·Σw²; weights only"),
        (RegularizationSpec, "dropout", "inverted: a ← a·m / (1 − p)"),
        (RegularizationSpec, "clip_norm", "min(1, c / (‖g‖ + 10⁻⁶))"),
        (StoppingSpec, "min_delta", "loss &lt; best loss − δ"),
        (Experiment, "batch", "⌈n / batch⌉"),
        (OPTIMIZERS["momentum"], "beta", "v ← β·v + g, undamped"),
        (OPTIMIZERS["adam"], "eps", "outside the root"),
    ],
)
def test_that_a_control_states_its_formula_with_the_variant(cls, name, text):
    assert text in spec_tip(specs_of(cls)[name]).replace("\u00a0", " ")


def test_that_a_slider_shows_the_formula_and_has_it_read_out(qtbot):
    form = SpecForm(RegularizationSpec())
    qtbot.addWidget(form)
    slider = form.rows["l2"].findChild(QWidget, "slider")
    assert "½·λ₂·Σw²" in slider.toolTip()
    assert tip("Idea.", "a ← b;  c ← d").count("<br>") == 1
    assert "½·λ₂·Σw²" in slider.accessibleDescription()


def test_that_a_choice_explains_what_is_chosen_and_each_option(qtbot):
    form = SpecForm(NetworkSpec())
    qtbot.addWidget(form)
    row = form.rows["init"]
    row.set_value("he_normal")
    assert "√(2 / nᵢₙ)" in row.toolTip().replace("\u00a0", " ")
    combo = row.findChild(QWidget, "list")
    shown = combo.itemData(combo.findData("xavier_uniform"), Qt.ItemDataRole.ToolTipRole)
    assert "√(6 / (nᵢₙ + nₒᵤₜ))" in shown.replace("\u00a0", " ")


def test_that_another_choice_has_another_explanation(qtbot):
    rules = rules_for(specs_of(LayerSpec)["activation"])
    options = [(key, key) for key in ACTIVATIONS]
    row = ChoiceRow("g", options, "tanh", tip="The bend.", rules=rules)
    qtbot.addWidget(row)
    before = row.toolTip()
    row.set_value("relu")
    assert "max(0, z)" in row.toolTip().replace("\u00a0", " ")
    assert "The bend." in row.toolTip()
    assert row.toolTip() != before


def test_that_the_layers_editor_explains_activations(qtbot):
    editor = LayersEditor((LayerSpec(4, activation="gelu"),))
    qtbot.addWidget(editor)
    assert "erf form" in editor.findChild(QWidget, "activation_1").toolTip()


def test_that_a_long_idea_is_wrapped_and_a_short_one_left_alone():
    assert tip("Short.") == "Short."
    assert tip("long " * 30).startswith("<qt>")


def test_that_signs_of_formulas_are_not_taken_for_markup():
    assert "&lt;" in tip("Idea.", "a < b")


def test_that_the_loss_that_is_chosen_is_explained(qtbot):
    rules = rules_for(specs_of(Experiment)["loss"])
    assert rules["mse"][0] == "(1/k)·Σ (a − y)²"
    assert rules["auto"] == ("", "")
