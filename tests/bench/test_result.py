"""Ratios and verdicts of the bench, and its fairness."""

from collections import deque

import numpy as np
import pytest

from visualnn.bench.memory import peak
from visualnn.bench.planes import calls_of_scan, our_scan
from visualnn.bench.result import Calling, Promise, Result
from visualnn.bench.steps import Work, calls_of_step, least_calls, matrix_products, our_step
from visualnn.bench.table import PLANE
from visualnn.experiment.together import race
from visualnn.experiment.together.race import Contestant
from visualnn.experiment.training import batches
from visualnn.landscape import evaluation
from visualnn.nn.optim import OPTIMIZERS
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


@pytest.mark.parametrize(
    ("theirs", "promise", "excess"),
    [
        (30.0, Promise("other", 40.0), 0.25),
        (80.0, Promise("other", 40.0), -1.0),
        (0.5, Promise("other", 1.5, "at most"), 0.25),
        (None, Promise("other", 35.0), None),
    ],
)
def test_that_what_is_more_than_promised_is_told(theirs, promise, excess):
    assert Result("work", 1.0, theirs, promise).excess == excess


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
    assert Calling(20, 2e-7, shared=4).share(2e-6) == pytest.approx(0.5)
    assert least_calls()() == 2.0


def test_that_the_calls_of_a_scan_are_those_that_its_chunks_make(monkeypatch):
    made = []
    monkeypatch.setattr(evaluation.PlaneEvaluator, "__call__", counting(made))
    monkeypatch.setattr(evaluation, "IDLE", deque(maxlen=0))
    our_scan(PLANE, 1)()
    assert sum(made) == calls_of_scan(PLANE)


def counting(made):
    """Return `PlaneEvaluator.__call__`, which writes down how many calls a chunk takes."""
    evaluate = evaluation.PlaneEvaluator.__call__

    def evaluated(self, coordinates):
        made.append(self.calls)
        return evaluate(self, coordinates)

    return evaluated


def test_that_the_calls_of_a_race_are_those_that_it_makes(monkeypatch):
    made, steps = [], 7
    contestants = tuple(Contestant(key, OPTIMIZERS[key](lr=1e-4)) for key in ("sgd", "adam"))

    def counted(calls):
        made.append(len(calls))
        return straightened(calls)

    monkeypatch.setattr(race, "straightened", counted)
    measured = race.Race("rosenbrock", contestants, (-1.5, 2.0), steps)
    race.run_race(measured)
    records = 2
    assert steps * (made[0] + records) == race.calls_of_race(measured)


def test_that_the_matrix_products_run_for_any_depth():
    matrix_products(WORK)()
    matrix_products(Work((2, 1), "tanh", "binary_crossentropy", "sgd", 3, "float32"))()


def test_that_the_peak_sees_an_array_that_is_gone_again():
    assert peak(lambda: np.ones(100_000).sum()) >= 800_000
    assert peak(lambda: None) < 1000
