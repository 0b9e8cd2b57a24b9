"""Ratios and verdicts of the bench, and its fairness."""

import numpy as np
import pytest

from visualnn.bench.memory import peak
from visualnn.bench.result import Calling, Promise, Result
from visualnn.bench.steps import Work, calls_of_step, least_calls, matrix_products, our_step
from visualnn.bench.timing import Effort, medians
from visualnn.experiment.training import batches
from visualnn.nn.straight import straightened

WORK = Work((3, 5, 2), "tanh", "categorical_crossentropy", "adam", 4, "float64")


@pytest.mark.parametrize(
    ("theirs", "promise", "ratio", "met"),
    [
        (40.0, Promise("other", 35.0), 40.0, True),
        (30.0, Promise("other", 35.0), 30.0, False),
        (0.8, Promise("other", 1.5, "at most"), 1.25, True),
        (0.5, Promise("other", 1.5, "at most"), 2.0, False),
        (None, Promise("other", 35.0), None, None),
    ],
)
def test_that_a_promise_is_kept_or_missed_or_not_compared(theirs, promise, ratio, met):
    result = Result("work", 1.0, theirs, promise)
    assert (result.ratio, result.met) == (ratio, met)


def test_that_contenders_take_turns():
    order = []
    effort = Effort(3, 0.0)
    medians([lambda: order.append("a"), lambda: order.append("b")], effort)
    assert order[2:] == ["a", "b"] * 3


def test_that_the_slower_contender_takes_longer():
    quick, slow = medians([lambda: sum(range(10)), lambda: sum(range(10_000))], Effort(3, 1e-4))
    assert slow > 5 * quick


def test_that_a_measured_step_learns():
    step = our_step(WORK)
    first = np.mean([step() for _ in range(8)])
    for _ in range(400):
        step()
    assert np.mean([step() for _ in range(8)]) < 0.95 * first


def test_that_a_measured_step_is_the_same_every_time():
    one, other = our_step(WORK), our_step(WORK)
    assert [one() for _ in range(20)] == [other() for _ in range(20)]


def test_that_the_calls_are_those_that_the_step_makes(monkeypatch):
    made = []

    def counted(calls, given):
        made.append(len(calls))
        return straightened(calls, given)

    monkeypatch.setattr(batches, "straightened", counted)
    our_step(WORK)
    assert made == [calls_of_step(WORK)]


def test_that_the_price_of_calling_is_a_share_of_the_step():
    assert Calling(20, 2e-7).share(8e-6) == pytest.approx(0.5)
    assert least_calls()() == 2.0


def test_that_the_matrix_products_run_for_any_depth():
    matrix_products(WORK)()
    matrix_products(Work((2, 1), "tanh", "binary_crossentropy", "sgd", 3, "float32"))()


def test_that_the_peak_sees_an_array_that_is_gone_again():
    assert peak(lambda: np.ones(100_000).sum()) >= 800_000
    assert peak(lambda: None) < 1000
