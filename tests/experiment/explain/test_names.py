"""Notations write the same places in other letters, and no number changes with them."""

import numpy as np
import pytest

from visualnn.errors import InputError
from visualnn.experiment.explain import (
    OfBatch,
    OfExample,
    OfSample,
    Place,
    explain,
    parameter,
    reading_order,
)
from visualnn.experiment.explain.chain import chain
from visualnn.experiment.explain.names import Names
from visualnn.experiment.explain.notation import Notation, convention, in_convention
from visualnn.experiment.explain.words import meaning, rule
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training

W1, W3, W5 = Place("w", 1, 0, 0), Place("w", 1, 1, 0), Place("w", 2, 0, 0)


@pytest.fixture(scope="module")
def example():
    return explain(OfExample())


@pytest.fixture(scope="module")
def run():
    return Training(resolve(Experiment(data="iris", hidden=(12, 3), normalization="batch")))


def test_that_the_example_is_numbered_as_it_is_published(example):
    names = Names(example)
    assert [names.text(place) for place in reading_order(example.layout)] == [
        f"w{digit}" for digit in "₁₂₃₄₅₆₇₈"
    ]
    places = [Place("x", 0, 1), Place("z", 2, 0), Place("a", 1, 1), Place("a", 2, 1)]
    assert [names.text(place) for place in places] == ["x₂", "z₃", "h₂", "o₂"]
    assert [names.text(Place(kind, 2, 0)) for kind in ("L", "E", "y")] == ["E", "E₁", "t₁"]
    assert names.slope_text(W5) == "∂E/∂w₅"
    assert names.slope_latex(W5) == r"\frac{\partial E}{\partial w_{5}}"
    assert names.delta(Place("z", 2, 0)).text == "δ₃"


def test_that_the_chain_keeps_its_own_letters():
    names = Names(explain(OfExample("chain")))
    letters = [names.text(Place(*place)) for place in (("x",), ("a", 1), ("a", 2), ("L",))]
    assert letters == ["x", "z₁", "ŷ", "J"]
    assert names.slope_latex(Place("a", 2)) == r"\frac{\partial J}{\partial \hat{y}}"


def test_that_row_and_column_vectors_turn_the_indices_around(example):
    row = Names(example, Notation(numbering="layers"))
    column = Names(example, Notation(numbering="layers", vectors="column"))
    assert (row.text(W3), column.text(W3)) == ("w⁽¹⁾₁₂", "w⁽¹⁾₂₁")
    assert (row.latex(W3), row.html(W3)) == ("w^{(1)}_{12}", "w<sup>(1)</sup><sub>12</sub>")
    assert row.text(Place("a", 1, 1)) == column.text(Place("a", 1, 1)) == "a⁽¹⁾₂"


def test_that_indices_of_two_digits_are_kept_apart(run):
    names = Names(explain(OfBatch(), run))
    assert names.text(Place("w", 1, 10, 1)) == "w⁽¹⁾₂,₁₁"
    assert names.latex(Place("w", 1, 10, 1)) == "w^{(1)}_{2,11}"
    assert names.text(Place("gamma", 1, 2)) == "γ⁽¹⁾₃"


@pytest.mark.parametrize("numbering", ["reading", "layers"])
@pytest.mark.parametrize("vectors", ["row", "column"])
def test_that_every_parameter_is_found_again_by_its_name(run, numbering, vectors):
    e = explain(OfBatch(), run)
    names = Names(e, Notation(numbering=numbering, vectors=vectors))
    for index in range(e.layout.trained):
        place = parameter(e.layout, index)
        assert names.find(names.text(place)) == place


def test_that_a_name_may_be_typed_with_plain_digits(example):
    assert Names(example).find("w5") == W5
    with pytest.raises(InputError, match="No parameter is called 'w9': write one such as w₁"):
        Names(example).find("w9")


def test_that_a_notation_comes_back_from_the_settings():
    notation = Notation("layers", "column", "without ½", "sum", 5)
    assert Notation.from_dict(notation.to_dict()) == notation
    assert Notation.from_dict({"numbering": "roman", "decimals": 6}) == Notation(decimals=6)


def test_that_numbers_have_the_chosen_decimals_and_a_real_minus(example):
    names = Names(example, Notation(decimals=4))
    assert names.number(-0.123456) == "−0.1235"
    assert names.number(1.5e-9) == "1.500·10⁻⁹"
    assert names.number(-0.0) == "0.0000"
    assert names.number_latex(-1.5e-9) == r"-1.500 \cdot 10^{-9}"


@pytest.mark.parametrize("vectors", ["row", "column"])
@pytest.mark.parametrize("numbering", ["reading", "layers"])
def test_that_names_change_no_number(example, numbering, vectors):
    change = convention(example, Notation(numbering=numbering, vectors=vectors, decimals=4))
    assert (change.factor, change.rate, change.sentences) == (1.0, 0.5, ())


def test_that_leaving_out_the_half_doubles_the_slopes_and_says_so(example):
    change = convention(example, Notation(half="without ½"))
    assert (change.factor, change.rate) == (2.0, 0.25)
    assert "twice as large" in str(change.sentences[0])
    assert "η = 0.25 in place of 0.5" in str(change.sentences[-1])
    own = chain(example, W5)
    other = in_convention(own, change.factor)
    assert other.value == 2 * own.value
    assert other.paths[0].value == pytest.approx(other.value)
    assert other.paths[0].factors[1:] == own.paths[0].factors[1:]
    theta = example.theta - change.rate * change.factor * example.gradient
    assert theta == pytest.approx(example.theta_after, rel=1e-15)
    assert rule(other.paths[0].factors[0], Names(example)) == "2·(o₁ − t₁)"


def test_that_the_sum_over_the_batch_is_n_times_the_mean():
    run = Training(resolve(Experiment(samples=60, hidden=(3,), batch=16, optimizer="adam")))
    e = explain(OfBatch(), run)
    change = convention(e, Notation(batch="sum"))
    assert (change.factor, change.rate) == (16.0, None)
    assert "16 times as large" in str(change.sentences[0])
    assert convention(explain(OfSample(0), run), Notation(batch="sum")).factor == 1


def test_that_every_factor_says_what_it_is(example):
    names = Names(example)
    factors = chain(example, W1).paths[0].factors
    assert [str(meaning(factor, names)) for factor in factors] == [
        "how the ½ squared error changes with o₁",
        "how steep the sigmoid is at z₃",
        "w₅, the weight that carries h₁ on to z₃",
        "how steep the sigmoid is at z₁",
        "x₁, what w₁ is multiplied with",
    ]
    assert [rule(factor, names) for factor in factors] == [
        "o₁ − t₁",
        "σ′(z₃) = o₁·(1 − o₁)",
        "w₅",
        "σ′(z₁) = h₁·(1 − h₁)",
        "x₁",
    ]


@pytest.mark.parametrize("seed", range(0, 200, 5))
def test_that_no_factor_of_any_network_is_without_words(draw, seed):
    e = draw(seed)
    rng = np.random.default_rng(seed)
    for vectors in ("row", "column"):
        names = Names(e, Notation(vectors=vectors))
        place = parameter(e.layout, int(rng.integers(e.layout.trained)))
        walked = chain(e, place, 0, most=0)
        for path in (*walked.paths, *walked.reused):
            for factor in path.factors:
                assert str(meaning(factor, names))
                assert rule(factor, names)


def test_that_the_mean_s_share_is_written_where_it_counts():
    e = explain(OfBatch(), Training(resolve(Experiment(data="sine", hidden=(), batch=4))))
    names, place = Names(e), Place("b", 1, 0)
    in_the_mean = chain(e, place).paths[0].factors[0]
    alone = chain(e, place, 0).paths[0].factors[0]
    assert rule(in_the_mean, names) == "(2·(a⁽¹⁾₁ − y) / 1) / 4"
    assert rule(alone, names) == "2·(a⁽¹⁾₁ − y) / 1"
