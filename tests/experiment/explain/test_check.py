"""Central differences confirm the gradient, and show why a tiny step is a bad one."""

from dataclasses import replace

import numpy as np
import pytest

from visualnn.experiment.engine import Engine
from visualnn.experiment.explain import OfBatch, OfExample, Place, explain, parameter
from visualnn.experiment.explain.check import (
    GOOD,
    Replay,
    check_gradient,
    difference,
    relative_error,
)
from visualnn.experiment.messages import CheckGradient
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training

W5 = Place("w", 2, 0, 0)


@pytest.mark.parametrize("index", range(8))
def test_that_the_example_s_gradient_is_right(index):
    e = explain(OfExample())
    check = check_gradient(e, parameter(e.layout, index))
    assert check.error < 1e-6
    assert check.agrees
    assert check.numeric == pytest.approx(check.analytic, abs=5e-12)


@pytest.mark.parametrize("normalization", ["none", "batch", "layer"])
@pytest.mark.parametrize("data", ["iris", "moons", "sine"])
def test_that_a_training_s_gradient_is_right(data, normalization):
    settings = {"hidden": (5, 4), "activation": "tanh", "dropout": 0.3, "l2": 0.1}
    experiment = Experiment(data=data, normalization=normalization, **settings)
    e = explain(OfBatch(), Training(resolve(experiment)))
    for index in range(0, e.layout.trained, 7):
        check = check_gradient(e, parameter(e.layout, index))
        assert check.agrees, (check.place, check.analytic, check.numeric)


def test_that_the_curve_has_the_shape_of_a_u():
    check = check_gradient(explain(OfExample()), W5)
    steps, errors = np.log10(check.steps), check.errors
    assert steps == pytest.approx(np.arange(-1, -14, -1))
    assert 1e-6 <= check.best_step <= 1e-3
    assert errors.min() < 1e-9
    assert errors[0] > 1e4 * errors.min()
    assert errors[-1] > 1e4 * errors.min()
    assert np.all(np.diff(np.log10(errors[:3])) < -1.5)  # h² on the left: two digits a decade


def test_that_the_replay_is_the_explanation_s_own_pass():
    run = Training(resolve(Experiment(hidden=(4,), dropout=0.5, normalization="batch")))
    e = explain(OfBatch(), run)
    replay = Replay(e)
    assert replay.loss(e.theta) == e.before.loss
    assert replay.loss(e.theta_after) == e.after.loss
    assert replay.loss(e.theta) == e.before.loss


@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_that_the_gradient_of_any_network_agrees(draw, seed):
    e = draw(seed)
    for index in range(0, e.layout.trained, 5):
        assert check_gradient(e, parameter(e.layout, index)).agrees


def test_that_a_wrong_gradient_is_found_out():
    e = explain(OfExample())
    e.data_gradient[:] *= 1.0001
    for index in range(e.layout.trained):
        check = check_gradient(e, parameter(e.layout, index))
        assert check.error == pytest.approx(1e-4, rel=0.01)
        assert not check.agrees


def test_that_nothing_and_nothing_agree():
    assert relative_error(0.0, np.array([0.0, 1.0])).tolist() == [0.0, 1.0]


def test_that_the_engine_checks_a_gradient_without_an_experiment():
    check = Engine().obey(CheckGradient(explain(OfExample()), W5))
    assert check.place == W5
    assert check.agrees


def test_that_a_wrong_gradient_that_one_step_happens_to_confirm_is_found_out():
    e = explain(OfExample())
    replay, wrong = Replay(e), 0
    for index in range(e.layout.trained):
        e.data_gradient[index] = difference(replay, e.theta, index, 1e-2)
        check = check_gradient(e, parameter(e.layout, index))
        if check.error > GOOD:
            wrong += 1
            assert check.errors.min() == pytest.approx(0, abs=1e-12)
            assert not check.agrees
    assert wrong


def test_that_gradients_wrong_in_other_ways_are_found_out():
    e = explain(OfExample())
    for spoil in (lambda g: -g, lambda g: g + 1e-4, np.zeros_like, lambda g: 2 * g):
        wrong = replace(e, data_gradient=spoil(e.data_gradient))
        for index in range(e.layout.trained):
            assert not check_gradient(wrong, parameter(e.layout, index)).agrees


def at_the_jump():
    """Return a batch in a network whose steps all stand at z = 0."""
    training = Training(resolve(Experiment(hidden=(2,), activation="step", samples=60)))
    places = range(training.plan.layout.size)
    training.assign(list(places), [0.0 if k < 6 else 0.5 for k in places])
    return explain(OfBatch(), training)


def test_that_a_check_across_a_step_knows_that_there_is_no_slope():
    e = at_the_jump()
    check = check_gradient(e, Place("b", 1, 0))
    assert check.flat
    assert not check.agrees
    assert check.analytic == 0
    assert abs(check.differences[-1]) > 1e6 * abs(check.differences[0]) > 0  # as 1/h


def test_that_above_the_last_step_there_is_a_slope():
    check = check_gradient(at_the_jump(), Place("b", 2, 0))
    assert not check.flat
    assert check.agrees
