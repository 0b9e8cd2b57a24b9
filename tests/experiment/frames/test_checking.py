"""The whole gradient beside central differences, while training holds."""

import numpy as np
import pytest

from visualnn.experiment.frames import Wants
from visualnn.experiment.frames import checking as module
from visualnn.experiment.frames.checking import Checking, relative_error
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
    assert relative_error(np.ones(3), -np.ones(3)) == 1
