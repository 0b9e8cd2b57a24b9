"""What is copied says the same as what is shown, in symbols and in numbers."""

import numpy as np
import pytest

from visualnn.experiment.explain import OfBatch, OfExample, OfSample, Place, explain, reading_order
from visualnn.experiment.explain.chain import chain
from visualnn.experiment.explain.names import Names
from visualnn.experiment.explain.notation import Notation, convention
from visualnn.experiment.explain.text import (
    chain_columns,
    chain_latex,
    chain_text,
    reused_text,
    update_columns,
    update_latex,
    update_text,
)
from visualnn.experiment.explain.update import update_of
from visualnn.experiment.explain.words import meaning
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training

W1, W5 = Place("w", 1, 0, 0), Place("w", 2, 0, 0)


@pytest.fixture(scope="module")
def e():
    return explain(OfExample())


def test_that_one_path_is_a_product_in_symbols_and_numbers(e):
    assert chain_text(chain(e, W5), Names(e)).splitlines() == [
        "∂E/∂w₅ = ∂E/∂o₁ · ∂o₁/∂z₃ · ∂z₃/∂w₅",
        "       = 0.20944600 × 0.23802157 × 0.51998934",
        "       = 0.02592286",
    ]


def test_that_two_paths_are_a_sum(e):
    lines = chain_text(chain(e, W1), Names(e, Notation(decimals=4))).splitlines()
    assert lines == [
        "∂E/∂w₁ = ∂E/∂o₁ · ∂o₁/∂z₃ · ∂z₃/∂h₁ · ∂h₁/∂z₁ · ∂z₁/∂w₁",
        "       + ∂E/∂o₂ · ∂o₂/∂z₄ · ∂z₄/∂h₁ · ∂h₁/∂z₁ · ∂z₁/∂w₁",
        "       = 0.2094 × 0.2380 × 0.4500 × 0.2496 × 0.1000",
        "       + 0.0638 × 0.2232 × 0.7000 × 0.2496 × 0.1000",
        "       = 0.0006",
        "       + 0.0002",
        "       = 0.0008",
    ]


def test_that_delta_at_hand_leaves_one_product(e):
    text = "∂E/∂w₁ = δ₁ · ∂z₁/∂w₁ = 0.00808875 × 0.10000000 = 0.00080888"
    assert reused_text(chain(e, W1), Names(e)) == text


def test_that_latex_has_a_fraction_for_each_factor(e):
    latex = chain_latex(chain(e, W5), Names(e))
    assert latex.startswith("\\begin{aligned}\n  \\frac{\\partial E}{\\partial w_{5}} &=")
    assert latex.count(r"\frac") == 4
    assert latex.count("{") == latex.count("}")
    assert "&= 0.02592286" in latex


def test_that_the_rest_of_a_wide_network_has_its_line():
    run = Training(resolve(Experiment(data="digits", hidden=(32, 16))))
    e = explain(OfSample(4), run)
    lines = chain_text(chain(e, Place("w", 1, 0, 20)), Names(e)).splitlines()
    assert lines[1].strip() == "+ (150 paths through 15 other places of layer 2)"
    assert len(lines) == 10


def test_that_a_large_batch_is_a_mean_over_samples():
    e = explain(OfBatch(), Training(resolve(Experiment(hidden=(8,)))))
    first, last = chain_text(chain(e, W1), Names(e)).splitlines()
    assert first.endswith("= mean over 32 samples")
    assert float(last.strip(" =").replace("−", "-")) == pytest.approx(e.slope(W1), abs=5e-9)


def test_that_the_columns_multiply_to_the_sum(e):
    columns = chain_columns(chain(e, W1), Names(e))
    path, value = columns["path"], columns["value"]
    products = [value[path == number].prod() for number in (1, 2)]
    assert sum(products) == pytest.approx(value[path == 0][0], rel=1e-12)
    assert columns["meaning"][1] == "how steep the sigmoid is at z₃"
    assert {len(column) for column in columns.values()} == {11}


def test_that_the_update_is_written_with_its_links(e):
    text = update_text(update_of(e, W5), Names(e))
    assert text.splitlines()[0] == "w₅ ← 0.45000000 − 0.5 × 0.02592286 = 0.43703857"
    assert "step: 0.01296143" in text
    latex = update_latex(update_of(e, W5), Names(e))
    assert latex == r"w_{5} \leftarrow 0.45000000 - 0.5 \cdot 0.02592286 = 0.43703857"


def test_that_another_convention_leaves_the_step_what_it_is(e):
    own, other = update_of(e, W5), update_of(e, W5, convention(e, Notation(half="without ½")))
    assert (other.rate, other.gradient) == (own.rate / 2, own.gradient * 2)
    assert (other.old, other.new, other.step) == (own.old, own.new, own.step)
    assert other.old - other.rate * other.direction == pytest.approx(other.new, rel=1e-15)


@pytest.mark.parametrize("optimizer", ["momentum", "adam", "adamw", "rmsprop", "adadelta"])
def test_that_every_optimizer_s_step_is_eta_times_its_direction(optimizer):
    run = Training(resolve(Experiment(hidden=(3,), optimizer=optimizer, l2=0.1, clip_norm=0.1)))
    run.advance(3)
    e = explain(OfBatch(), run)
    update = update_of(e, W1)
    assert update.step == update.rate * update.direction
    assert update.new == update.old - update.step
    assert [link[0] for link in update.links[:3]] == ["gradient", "penalty", "ClipByNorm"]
    assert set(update.memory) == set(run.population.state())


def test_that_the_update_s_columns_are_in_the_order_asked_for(e):
    updates = [update_of(e, place) for place in reading_order(e.layout)]
    columns = update_columns(updates, Names(e))
    assert list(columns["parameter"][[0, 7]]) == ["w₁", "w₈"]
    published = [0.29959556, 0.24919112, 0.39964496, 0.34928991]
    published += [0.43703857, 0.38685205, 0.69629578, 0.59624247]
    assert np.round(columns["new"], 8).tolist() == published


def test_that_the_slope_at_an_output_is_not_said_to_come_from_layers_above(e):
    names = Names(e)
    sentences = [
        [str(meaning(path.factors[0], names)) for path in chain(e, place).reused]
        for place in (W5, W1)
    ]
    assert sentences == [
        ["how the ½ squared error changes with z₃"],
        ["what z₁ does to the loss, known from the layers above"],
    ]


def test_that_the_links_of_an_update_name_the_loss_as_the_chain_rule_does(e):
    assert "g = ∂E/∂θ" in update_text(update_of(e, W5), Names(e))
