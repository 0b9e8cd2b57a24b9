"""A worksheet asks for every number of a step, and its key has them."""

import numpy as np
import pytest

from visualnn.errors import InputError
from visualnn.experiment.explain import OfBatch, OfExample, OfSample, explain
from visualnn.experiment.explain.names import Names
from visualnn.experiment.explain.notation import Notation
from visualnn.experiment.explain.worksheet import worksheet
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training


@pytest.fixture(scope="module")
def run():
    return Training(resolve(Experiment(data="digits", hidden=(32, 16))))


def test_that_the_example_s_blanks_have_the_published_results():
    sheet = worksheet(Names(explain(OfExample())))
    results = {task.name: task.result for task in sheet.blanks}
    assert results["z₃"] == "0.44498412"
    assert results["∂E/∂w₅"] == "0.02592286"
    assert results["w₈"] == "0.59624247"
    assert results["E"] == "0.02323634"
    assert dict(sheet.given)["w₁"] == "0.3"
    assert [task.number for task in sheet.blanks] == list(range(1, len(sheet.blanks) + 1))


def test_that_a_task_shows_how_and_its_key_the_numbers():
    task = worksheet(Names(explain(OfExample()))).blanks[0]
    assert task.left() == "z₁ = w₁·x₁ + w₂·x₂"
    assert task.key() == "z₁ = 0.3·0.1 + 0.25·0.2 = 0.08000000"


def test_that_some_results_may_be_printed_as_a_help():
    names = Names(explain(OfExample()))
    full, half = worksheet(names), worksheet(names, 0.5, np.random.default_rng(1))
    assert len(half.blanks) == round(len(full.blanks) / 2)
    assert sum(len(tasks) for _, tasks in half.parts) == len(full.blanks)
    assert half == worksheet(names, 0.5, np.random.default_rng(1))


def test_that_it_says_what_the_numbers_hang_on():
    about = " ".join(map(str, worksheet(Names(explain(OfExample()))).about))
    assert "2–2–2" in about
    assert "½·Σ (o − t)²" in about
    assert "1 / (1 + e⁻ᶻ)" in about
    assert "η = 0.5" in about


def test_that_a_wide_network_is_asked_about_in_part(run):
    sheet = worksheet(Names(explain(OfSample(0), run), Notation(decimals=4)))
    assert len(sheet.blanks) < 180
    assert "(the other" in sheet.blanks[0].left()
    assert "the first 4 are asked for" in str(sheet.about[-1])


def test_that_a_batch_makes_no_worksheet(run):
    with pytest.raises(InputError, match="choose a sample"):
        worksheet(Names(explain(OfBatch(), run)))
