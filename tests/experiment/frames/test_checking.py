"""The whole gradient beside central differences, while training holds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.frames import Wants
from visualnn.experiment.frames import checking as module
from visualnn.experiment.frames.checking import Checking, floor, relative_error
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training

PLAN = resolve(Experiment(data="moons", samples=60, hidden=(4, 3), batch=8, epochs=30))


def paused(plan=PLAN, steps=20):
    training = Training(plan)
    training.advance(steps)
    training.state = "paused"
    return training


@pytest.mark.parametrize("edits", [{}, {"dropout": 0.5}, {"normalization": "batch"}])
def test_that_the_engines_gradient_passes(edits):
    plan = resolve(PLAN.experiment.edited(**edits))
    error, more = Checking().error(paused(plan), seconds=60)
    assert 0 < error < 1e-7
    assert not more


def test_that_a_wrong_gradient_does_not_pass(monkeypatch):
    honest = module.explain

    def slightly_wrong(subject, training):
        explanation = honest(subject, training)
        explanation.data_gradient[0] *= 1.001
        return explanation

    monkeypatch.setattr(module, "explain", slightly_wrong)
    error, _ = Checking().error(paused(), seconds=60)
    assert error > 1e-6


def test_that_it_is_made_in_slices():
    checking, training = Checking(), paused()
    error, more = checking.error(training, seconds=0)
    assert np.isnan(error)
    assert more
    for _ in range(PLAN.layout.size):
        error, more = checking.error(training, seconds=0)
    assert error == Checking().error(training, seconds=60)[0]
    assert not more


def test_that_another_network_is_checked_anew():
    checking, training = Checking(), paused()
    before, _ = checking.error(training, seconds=60)
    training.seek(3)
    after, _ = checking.error(training, seconds=60)
    assert before != after


def test_that_nothing_is_checked_while_training_runs():
    training = paused()
    training.state = "running"
    error, more = Checking().error(training, seconds=60)
    assert np.isnan(error)
    assert not more


def test_that_the_training_is_left_as_it_was():
    checked, other = paused(), paused()
    Checking().error(checked, seconds=60)
    checked.advance(50)
    other.advance(50)
    np.testing.assert_array_equal(checked.theta, other.theta)


def test_that_a_frame_holds_it_for_those_who_ask():
    camera, training = Camera(PLAN), paused()
    assert np.isnan(camera.frame(training, Wants()).check)
    frames = [camera.frame(training, Wants(check=True)) for _ in range(PLAN.layout.size)]
    assert frames[-1].check < 1e-7
    assert not frames[-1].unfinished


def test_that_two_vanished_gradients_agree():
    assert relative_error(np.zeros(3), np.zeros(3)) == 0
    assert relative_error(np.ones(3), -np.ones(3)) == 2


def test_that_a_gradient_of_zero_passes_though_its_differences_are_rounding(tmp_path):
    table = tmp_path / "constant.csv"
    table.write_text("a,b,y\n" + "1,2,yes\n1,2,no\n" * 30)
    experiment = Experiment(data=str(table), hidden=(8,), batch=64)  # half of them yes, half no
    training = paused(resolve(experiment), steps=0)
    course = module._Course(module.explain(module.OfBatch(), training))
    course.goes_on(float("inf"))
    assert np.abs(course.explanation.data_gradient).max() < 1e-15
    assert np.abs(course.numeric).max() > 1e-13
    error, _ = Checking().error(training, seconds=60)
    assert 0 < error < 1e-6


@given(st.floats(1e-4, 10.0), st.integers(1, 5000))
def test_that_the_floor_lets_rounding_pass_and_no_more(loss, parameters):
    rounding = 2.0**-52 * loss / 1e-5
    nothing, least = np.zeros(parameters), floor(loss, parameters)
    assert relative_error(nothing, nothing + 3.9 * rounding, least) < 1e-6
    assert relative_error(nothing, nothing + 4.1 * rounding, least) > 1e-6


def test_that_a_small_gradient_that_is_wrong_does_not_pass_by_the_floor():
    gradient = np.full(33, 1e-6)
    assert relative_error(gradient, 1.01 * gradient, floor(0.7, 33)) > 1e-6


def test_that_without_a_training_sample_nothing_is_checked():
    camera, training = Camera(PLAN), paused()
    frames = [camera.frame(training, Wants(check=True)) for _ in range(PLAN.layout.size)]
    assert frames[-1].check < 1e-7
    data = replace(training.experiment.data, edits=(PointEdit("clear"),))
    training.adjust(training.experiment.edited(data=data))
    frame = camera.frame(training, Wants(check=True))
    assert np.isnan(frame.check)
    assert not frame.unfinished
