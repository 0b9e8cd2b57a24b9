"""The test share by epoch: exactly what each epoch's network scores, whenever it is asked for."""

from dataclasses import replace

import numpy as np
import pytest

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.frames.hindsight import Hindsight
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.experiment.training.recording import BUDGET
from visualnn.experiment.training.scoring import Judge

PLAN = resolve(Experiment(samples=60, noise=0.5, hidden=(4,), batch=8, epochs=30))


def scored_live(plan, assigned=()):
    """Return the test loss after every epoch, judged while the training went on."""
    training, assigned = Training(plan), list(assigned)
    theta = training.population.theta
    judge = Judge(plan.architecture, plan.task, theta, plan.x_test, plan.y_test)
    losses = [judge.score().loss]
    while not training.ended:
        if training.step in assigned:
            training.assign([0, 3], [2.0, -1.0])
        training.advance()
        if training.step % training.steps_per_epoch == 0:
            losses.append(judge.score().loss)
    return losses


def trained(plan, budget=BUDGET, **edit):
    training = Training(plan, budget)
    training.advance(50)
    if edit:
        training.adjust(training.experiment.edited(**edit))
    training.advance(100_000)
    return training


@pytest.mark.parametrize("budget", [1, 8000, BUDGET])
def test_that_scores_asked_for_afterwards_are_those_of_every_epoch(budget):
    training = trained(PLAN, budget)
    found = Hindsight(PLAN).test_scores(training, 0, seconds=60)
    np.testing.assert_array_equal(found.columns["test_loss"], scored_live(PLAN))


@pytest.mark.parametrize("budget", [1, BUDGET])
def test_that_one_epoch_is_judged_alike_alone_and_after_live_edits(budget):
    training = trained(PLAN, budget, lr=0.2)
    whole = Hindsight(PLAN).test_scores(training, 0, seconds=60).columns
    alone = Hindsight(PLAN).judged(training, 17)
    assert (alone.epoch, alone.loss) == (17, whole["test_loss"][17])
    assert alone.quality == whole["test_accuracy"][17]


def test_that_asking_leaves_the_training_where_it_was():
    training = trained(PLAN, 1)
    training.seek(33)
    before = training.theta.copy(), training.step
    Hindsight(PLAN).test_scores(training, 0, seconds=60)
    assert training.step == before[1]
    np.testing.assert_array_equal(training.theta, before[0])


def test_that_a_frame_holds_a_slice_and_says_that_there_is_more():
    training = trained(PLAN)
    hindsight = Hindsight(PLAN)
    first = hindsight.test_scores(training, 0, seconds=0)
    assert len(first.columns["test_loss"]) == 1
    assert not hindsight.is_complete(training)
    rest = hindsight.test_scores(training, 1, seconds=60)
    assert rest.start == 1
    assert hindsight.is_complete(training)


def test_that_the_test_share_is_left_alone_until_it_is_asked_for():
    training = Training(PLAN)
    camera = Camera(PLAN)
    assert camera.frame(training, Wants()).test_scores is None
    assert len(camera.frame(training, Wants(test_from=0)).test_scores.columns["test_loss"]) == 1


def test_that_a_training_that_was_reset_is_scored_anew():
    training, hindsight = trained(PLAN), Hindsight(PLAN)
    hindsight.test_scores(training, 0, seconds=60)
    training.reset()
    training.adjust(training.experiment.edited(lr=0.5))
    training.advance(60)
    found = hindsight.test_scores(training, 0, seconds=60).columns["test_loss"]
    again = Hindsight(PLAN).test_scores(training, 0, seconds=60).columns["test_loss"]
    np.testing.assert_array_equal(found, again)


def test_that_without_test_samples_there_is_nothing_to_score():
    plan = resolve(Experiment(data="xor_gate", hidden=(2,), epochs=5))
    training, hindsight = Training(plan), Hindsight(plan)
    assert len(hindsight.test_scores(training, 0).columns["test_loss"]) == 0
    assert hindsight.is_complete(training)


@pytest.mark.parametrize("budget", [1, 8000, BUDGET])
def test_that_weights_set_by_hand_count_from_where_they_were_set(budget):
    training = Training(PLAN, budget)
    for step in (10, 7 * training.steps_per_epoch):  # in the middle and at the end of an epoch
        training.advance(step - training.step)
        training.assign([0, 3], [2.0, -1.0])
    training.advance(100_000)
    found = Hindsight(PLAN).test_scores(training, 0, seconds=60)
    wanted = scored_live(PLAN, assigned=(10, 7 * training.steps_per_epoch))
    np.testing.assert_array_equal(found.columns["test_loss"], wanted)


@pytest.mark.parametrize("budget", [1, 8000])
def test_that_points_put_meanwhile_count_from_where_they_were_put(budget):
    def put(training):
        data = training.experiment.data
        edits = tuple(PointEdit("add", x=(0.1 * k, 0.2), y=k % 2) for k in range(9))
        training.adjust(training.experiment.edited(data=replace(data, edits=edits)))

    training, known = Training(PLAN, budget), []
    theta = training.population.theta
    judge = Judge(PLAN.architecture, PLAN.task, theta, PLAN.x_test, PLAN.y_test)
    known.append(judge.score().loss)
    while not training.ended:
        training.advance()
        if training.recording.epochs.ends[-1] == training.step:
            known.append(judge.score().loss)
        if training.step == 30:
            put(training)
    found = Hindsight(PLAN).test_scores(training, 0, seconds=60)
    np.testing.assert_array_equal(found.columns["test_loss"], known)
