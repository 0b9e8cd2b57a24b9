"""A beside B: the same samples and batches, the same step, and nothing shared but these."""

from dataclasses import replace

import numpy as np
import pytest

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.engine import Engine
from visualnn.experiment.frames import Beside, Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.messages import Ask, Load, Seek, Step
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.spec.origin import Change, Origin
from visualnn.experiment.together import rivalry as rivalry_module
from visualnn.experiment.together.beside import beside, relived
from visualnn.experiment.together.rivalry import Rivalry
from visualnn.experiment.training import Training
from visualnn.experiment.training.forking import origin_of

B = Experiment(samples=60, hidden=(4,), batch=10, epochs=50, seed=3)
A = B.edited(optimizer="sgd", lr=0.5)


@pytest.fixture
def b():
    training = Training(resolve(B))
    training.advance(13)
    return training


def wanted(a=A, made=0, **names):
    return Beside(a, Wants(**names), made)


def test_that_a_is_bit_for_bit_its_own_training_at_the_step_of_b(b):
    rival = Rivalry().rival(b, wanted(weights=True), seconds=np.inf)
    alone = Training(resolve(A))
    alone.advance(13)
    assert rival.frame.step == 13
    np.testing.assert_array_equal(rival.frame.theta, alone.theta)
    np.testing.assert_array_equal(
        rival.frame.history["train_loss"], alone.recording.history()["train_loss"]
    )


def test_that_a_takes_the_samples_and_the_seed_of_b(b):
    other = A.edited(data="spiral", noise=0.7, seed=9)
    assert beside(other, B) == A


def test_that_a_looks_back_with_b_and_comes_again(b):
    rivalry = Rivalry()
    rivalry.rival(b, wanted(), seconds=np.inf)
    b.seek(4)
    assert rivalry.rival(b, wanted(made=1)).frame.step == 4
    b.seek(13)
    assert rivalry.rival(b, wanted(made=1)).frame.step == 13


def test_that_the_scene_of_a_comes_once(b):
    rivalry = Rivalry()
    first = rivalry.rival(b, wanted())
    assert first.scene.experiment == A
    assert rivalry.rival(b, wanted(made=first.made)).scene is None
    other = rivalry.rival(b, wanted(A.edited(hidden=(5, 5)), made=first.made))
    assert other.made != first.made
    assert other.scene.sizes == (2, 5, 5, 1)
    assert other.frame.history_from == 0


def test_that_a_that_does_not_fit_says_why_and_is_tried_once(monkeypatch):
    training, rivalry = Training(resolve(B.edited(data="sine"))), Rivalry()
    ask = wanted(A.edited(loss="binary_crossentropy"))
    rival = rivalry.rival(training, ask)
    assert rival.frame is None
    assert "binary_crossentropy" in rival.refused
    assert not rivalry.lags(training)
    with monkeypatch.context() as patch:
        patch.setattr(rivalry_module, "resolve", lambda _: pytest.fail("tried again"))
        assert rivalry.rival(training, ask).refused == rival.refused
    assert rivalry.rival(training, wanted(A)).frame.step == 0


def with_point(experiment, *places):
    edits = tuple(PointEdit("add", x=(x, 0.3), y=1) for x in places)
    return experiment.edited(data=replace(experiment.data, edits=edits))


@pytest.mark.parametrize("seconds", [0.0, np.inf])
@pytest.mark.parametrize("batch", [10, 7])
def test_that_a_is_edited_at_the_step_at_which_b_was(seconds, batch):
    b, a, rivalry = Training(resolve(B)), A.edited(batch=batch), Rivalry()
    for places in ((0.5,), (0.5, -0.5)):
        b.advance(5)
        rivalry.rival(b, wanted(a), seconds)
        b.adjust(with_point(B, *places))
        rivalry.rival(b, wanted(a), seconds)
    b.advance(9)
    frame = rivalry.rival(b, wanted(a, weights=True), seconds).frame
    while rivalry.lags(b):
        frame = rivalry.rival(b, wanted(a, weights=True), seconds).frame
    alone = Training(resolve(a))
    for places in ((0.5,), (0.5, -0.5)):
        alone.advance(5)
        alone.adjust(with_point(a, *places))
    alone.advance(9)
    assert frame.step == 19
    np.testing.assert_array_equal(frame.theta, alone.theta)


def test_that_a_goes_on_where_b_cleared_the_canvas_and_put_points_again():
    b, a, rivalry = Training(resolve(B)), A.edited(batch=7), Rivalry()
    b.advance(5)
    cleared = B.edited(data=replace(B.data, edits=(PointEdit("clear"),)))
    b.adjust(cleared)
    b.advance(50)
    rivalry.rival(b, wanted(a), np.inf)
    put = tuple(PointEdit("add", x=(0.1 * k, 0.3), y=k % 2) for k in range(20))
    b.adjust(B.edited(data=replace(B.data, edits=(PointEdit("clear"), *put))))
    b.advance(50)
    made = rivalry.rival(b, wanted(a), np.inf).made
    rival = rivalry.rival(b, wanted(a), np.inf)
    assert (rival.made, rival.frame.step) == (made, b.step)


def test_that_a_rests_where_b_looks_back(b, monkeypatch):
    rivalry = Rivalry()
    rivalry.rival(b, wanted(), seconds=np.inf)
    b.seek(4)
    made = rivalry.rival(b, wanted()).made
    monkeypatch.setattr(Training, "seek", lambda *_: pytest.fail("sought again"))
    assert rivalry.rival(b, wanted(made=made)).frame.step == 4


def test_that_the_engine_says_when_a_has_come_as_far_as_b_and_leaves_b_alone():
    engine, alone = Engine(), Engine()
    for one in (engine, alone):
        one.obey(Load(1, B))
        for _ in range(8):
            one.obey(Step("epoch"))
    frame = engine.obey(Ask(Wants(weights=True, rival=wanted()))).frame
    while frame.unfinished:
        frame = engine.obey(Ask(Wants(weights=True, rival=wanted(made=frame.rival.made)))).frame
    assert frame.rival.frame.latest == frame.latest
    np.testing.assert_array_equal(frame.theta, alone.obey(Ask(Wants(weights=True))).frame.theta)
    engine.obey(Seek(5))
    assert engine.obey(Ask(Wants(rival=wanted()))).frame.rival.frame.step == 5


@pytest.fixture
def fork(b):
    """B's fork at step 7 with another rate, four steps on, and its settings."""
    experiment = B.edited(origin=origin_of(b, 7), lr=0.5)
    training = Training(resolve(experiment), parent=b)
    training.advance(4)
    return training, experiment


def test_that_a_fork_is_compared_from_where_it_forked_off(fork):
    training, experiment = fork
    frame = Rivalry().rival(training, wanted(experiment, weights=True), np.inf).frame
    assert frame.step == 11
    np.testing.assert_array_equal(frame.theta, training.theta)


def test_that_a_fork_is_the_same_beside_its_parent_and_beside_its_sibling(b, fork):
    training, experiment = fork
    sibling = Training(resolve(replace(experiment.edited(optimizer="sgd", lr=0.1))), parent=b)
    sibling.advance(4)
    b.seek(11)
    for other in (sibling, b):
        rivalry = Rivalry()
        frame = rivalry.rival(other, wanted(experiment, weights=True), np.inf).frame
        assert frame.step == 11
        np.testing.assert_array_equal(frame.theta, training.theta)


def test_that_a_fork_takes_the_edits_that_came_behind_its_origin(fork):
    training, experiment = fork
    training.adjust(with_point(experiment, 0.5))
    training.advance(9)
    frame = Rivalry().rival(training, wanted(experiment, weights=True), np.inf).frame
    np.testing.assert_array_equal(frame.theta, training.theta)


def test_that_a_fork_of_something_else_does_again_what_led_to_it_on_the_samples_of_b(fork):
    _, experiment = fork
    other = Training(resolve(B.edited(seed=8, noise=0.3)))
    other.advance(11)
    frame = Rivalry().rival(other, wanted(experiment, weights=True), np.inf).frame
    alone = Training(resolve(B.edited(seed=8, noise=0.3)))
    alone.advance(7)
    alone.adjust(alone.plan.experiment.edited(lr=0.5))
    alone.advance(4)
    assert frame.step == 11
    np.testing.assert_array_equal(frame.theta, alone.theta)
    np.testing.assert_array_equal(
        frame.history["train_loss"], alone.recording.history()["train_loss"]
    )


def test_that_a_comes_to_where_it_forked_off_in_slices(fork):
    _, experiment = fork
    other = Training(resolve(B.edited(seed=8)))
    other.advance(9)
    rivalry = Rivalry()
    assert rivalry.rival(other, wanted(experiment), seconds=0.0).frame is None
    assert rivalry.lags(other)
    for _ in range(30):
        rival = rivalry.rival(other, wanted(experiment, made=1), seconds=0.0)
    assert rival.frame.step == 9
    assert not rivalry.lags(other)


def test_that_samples_edited_in_b_before_a_forked_off_are_edited_in_a_at_the_same_step(fork):
    _, experiment = fork
    other = Training(resolve(B.edited(seed=8)))
    other.advance(5)
    other.adjust(with_point(other.plan.experiment, 0.5))
    other.advance(10)
    frame = Rivalry().rival(other, wanted(experiment, weights=True), np.inf).frame
    alone = Training(resolve(B.edited(seed=8)))
    alone.advance(5)
    alone.adjust(with_point(alone.plan.experiment, 0.5))
    alone.advance(2)
    alone.adjust(with_point(alone.plan.experiment, 0.5).edited(lr=0.5))
    alone.advance(8)
    np.testing.assert_array_equal(frame.theta, alone.theta)


def test_that_what_led_to_an_origin_holds_every_edit_of_the_other_runs_samples_until_then():
    origin = Origin((Change(0, B), Change(7, B.edited(lr=0.5))), 9)
    other = B.edited(seed=8)
    points = {step: with_point(other, step / 10) for step in (5, 8, 12)}
    changes = (Change(0, other), *(Change(*point) for point in points.items()))
    lived = relived(origin, changes).changes
    assert [change.step for change in lived] == [0, 5, 7, 8]
    assert [change.experiment.optimizer.lr for change in lived] == [B.optimizer.lr] * 2 + [0.5] * 2
    datas = [other.data, points[5].data, points[5].data, points[8].data]
    assert [change.experiment.data for change in lived] == datas


def test_that_a_with_weights_set_by_hand_begins_anew_on_other_inputs(b):
    b.assign((0,), (0.25,))
    b.advance(2)
    experiment = B.edited(origin=origin_of(b, 14), lr=0.5)
    other = Training(resolve(B.edited(inputs=("x1", "x2", "x1_x2"))))
    other.advance(3)
    frame = Rivalry().rival(other, wanted(experiment, weights=True), np.inf).frame
    alone = Training(resolve(beside(experiment, other.plan.experiment)))
    alone.advance(3)
    np.testing.assert_array_equal(frame.theta, alone.theta)


def test_that_a_that_diverges_on_the_way_to_where_it_forked_off_says_so(fork):
    _, experiment = fork
    origin = experiment.origin
    wild = replace(
        origin.changes[0].experiment, optimizer=B.edited(optimizer="sgd", lr=10).optimizer
    )
    changes = (replace(origin.changes[0], experiment=wild.edited(loss="mse", output="linear")),)
    away = experiment.edited(
        loss="mse", output="linear", origin=replace(origin, changes=changes, step=200)
    )
    other = Training(resolve(B.edited(seed=8)))
    other.advance(5)
    rival = Rivalry().rival(other, wanted(away), np.inf)
    assert rival.frame is None
    assert "diverges at step" in rival.refused


def test_that_scores_of_a_and_b_are_of_the_same_instant(b):
    b.state = "running"  # so that b shows those of its latest epoch
    same = Rivalry().rival(b, wanted(B), seconds=np.inf).frame
    assert same.scores == Camera(b.plan).frame(b, Wants(), 0).scores
    assert same.scored_epoch == b.scored_epoch == 3
    b.state = "paused"
    held = Rivalry().rival(b, wanted(B), seconds=np.inf).frame
    assert held.scores == Camera(b.plan).frame(b, Wants(), 0).scores
    assert held.scores != same.scores
