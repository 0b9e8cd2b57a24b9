"""Frames: what the views asked for, and nothing that moves under them."""

from dataclasses import replace

import numpy as np
import pytest

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.frames.probe import Probe
from visualnn.experiment.jobs import train
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.experiment.training.scoring import Judge
from visualnn.nn.network import Tape

EVERYTHING = Wants(boundary=9, neurons=5, weights=True)


def taken(data="moons", steps=7, wants=EVERYTHING, **names):
    training = Training(resolve(Experiment(data=data, samples=100, hidden=(4, 3), **names)))
    training.advance(steps)
    camera = Camera(training.plan)
    return training, camera, camera.frame(training, wants)


def test_that_a_frame_holds_what_was_asked_for():
    training, _, frame = taken()
    assert (frame.step, frame.epoch, frame.learning_rate) == (7, 4, 0.03)
    assert frame.boundary.shape == (1, 9, 9)
    assert [maps.shape for maps in frame.neurons] == [(2, 5, 5), (4, 5, 5), (3, 5, 5), (1, 5, 5)]
    assert (frame.theta == training.theta).all()
    assert (frame.gradient == training.population.gradient[0]).all()
    assert (frame.update == -training.population.step[0]).all()
    assert len(frame.history["train_loss"]) == 4


def test_that_the_parameters_alone_are_in_single_precision():
    training, _, frame = taken(wants=Wants(theta=True))
    assert frame.theta.dtype == np.float32
    assert (frame.theta == training.theta.astype(np.float32)).all()
    assert (frame.gradient, frame.update) == (None, None)


def test_that_scores_within_an_epoch_are_those_of_the_step_once_training_holds():
    training, camera, _ = taken(wants=Wants(), steps=7, batch=10)
    training.state = "paused"
    frame = camera.frame(training, Wants(outcomes=True))
    assert frame.step % training.steps_per_epoch
    assert frame.scores["val_accuracy"] == frame.outcomes.scores[1]
    assert frame.scores["val_loss"] == training.score(training.plan.x_val, training.plan.y_val).loss
    assert frame.scored_epoch == frame.epoch


def test_that_scores_are_of_the_edited_samples_at_once_while_training_holds():
    training, camera, before = taken(wants=Wants(), steps=8)
    training.state = "paused"
    experiment = training.experiment
    gone = tuple(PointEdit("remove", k) for k in range(0, 60))
    edited = replace(experiment.data, edits=(*experiment.data.edits, *gone))
    training.adjust(experiment.edited(data=edited))
    shown = training.shown
    frame = camera.frame(training, Wants(outcomes=True))
    assert frame.scores["val_loss"] == training.score(shown.x_val, shown.y_val).loss
    assert frame.scores["val_loss"] != before.scores["val_loss"]
    assert frame.scores["train_accuracy"] == frame.outcomes.scores[0]


def test_that_what_was_not_asked_for_is_not_there():
    _, _, frame = taken(wants=Wants(history_from=3))
    parts = (frame.theta, frame.gradient, frame.update, frame.neurons, frame.boundary)
    assert parts == (None,) * 5
    assert {len(values) for values in frame.history.values()} == {1}


def test_that_history_from_beyond_the_end_is_empty():
    _, _, frame = taken(wants=Wants(history_from=99))
    assert frame.history_from == 4
    assert {len(values) for values in frame.history.values()} == {0}


@pytest.mark.parametrize("data", ["moons", "iris", "sine", "plane"])
def test_that_the_boundary_is_the_networks_own_answer(data):
    training, _, frame = taken(data)
    training.advance(100_000)
    run = train(training.plan)
    final = Camera(training.plan).frame(training, Wants(boundary=9)).boundary
    grid = training.plan.plane_features(9)
    np.testing.assert_allclose(
        final.reshape(len(final), -1).T, run.predict(grid), rtol=1e-4, atol=1e-4
    )
    assert (final != frame.boundary).any()


def test_that_a_frame_does_not_move_when_training_goes_on():
    training, camera, frame = taken()
    arrays = [frame.theta, frame.gradient, frame.update, frame.boundary, *frame.neurons]
    before = [array.copy() for array in arrays]
    training.advance(50)
    camera.frame(training, EVERYTHING)
    assert all((array == copy).all() for array, copy in zip(arrays, before, strict=True))


def test_that_taking_frames_does_not_change_the_run():
    training, camera, _ = taken(steps=0)
    other, _, _ = taken(steps=0)
    for _ in range(20):
        training.advance()
        camera.frame(training, EVERYTHING)
    other.advance(20)
    assert (training.theta == other.theta).all()


def test_that_the_test_share_is_not_touched_before_the_end():
    training, camera, frame = taken(epochs=5)
    assert np.isnan([frame.test_loss, frame.test_score]).all()
    training.advance(1000)
    frame = camera.frame(training, Wants())
    score = training.score(training.plan.x_test, training.plan.y_test)
    assert (frame.test_loss, frame.test_score) == (score.loss, score.quality)


def test_that_the_query_is_answered_by_the_network():
    training, camera, frame = taken("pass", steps=0, epochs=100)
    untrained = float(frame.query[0])
    training.advance(10_000)
    run = train(training.plan)
    answer = camera.frame(training, Wants()).query
    np.testing.assert_allclose(answer, run.predict([4, 5])[0], rtol=1e-4)
    assert answer[0] > 0.5
    assert answer[0] != untrained
    assert camera.frame(training, Wants()).untrained_query[0] == untrained


def test_that_an_ended_run_is_shown_with_its_best_weights():
    training, camera, _ = taken(noise=0.6, patience=3, lr=0.3)
    training.advance(100_000)
    assert training.state == "stopped early"
    frame = camera.frame(training, Wants(weights=True, boundary=4))
    assert (frame.theta == training.patience.theta).all()
    assert (frame.theta != training.population.theta[0]).any()
    assert frame.best_epoch == training.epoch - 3
    assert frame.waited == 3


def test_that_one_pass_a_grid_serves_all_who_look_at_the_plane(monkeypatch):
    training = Training(resolve(Experiment(data="sine", samples=60)))
    camera, passed = Camera(training.plan), []
    forward = Tape.forward
    wants = Wants(boundary=8, neurons=8, probe=Probe(unit=(1, 0), resolution=8))
    for _ in range(2):
        training.advance()
        passed.clear()
        with monkeypatch.context() as patch:
            patch.setattr(Tape, "forward", lambda tape: (passed.append(tape.batch), forward(tape)))
            frame = camera.frame(training, wants)
        assert passed.count(64) == 1
        np.testing.assert_array_equal(frame.boundary, frame.neurons[-1])
        np.testing.assert_array_equal(frame.workings.unit_map, frame.neurons[1][0])


def test_that_an_ended_run_is_scored_once_for_the_same_weights(monkeypatch):
    training = Training(resolve(Experiment(samples=60, epochs=2)))
    training.advance(100)
    camera, scored = Camera(training.plan), []
    score = Judge.score
    monkeypatch.setattr(Judge, "score", lambda judge: (scored.append(judge), score(judge))[1])
    frames = [camera.frame(training, Wants(outcomes=True)) for _ in range(3)]
    assert len(scored) == 3
    assert frames[0].test_score == frames[-1].outcomes.scores[2]
    training.seek(3)
    other = camera.frame(training, Wants(outcomes=True))
    alone = training.score(training.plan.x_test, training.plan.y_test)
    assert (other.test_loss, other.test_score) == (alone.loss, alone.quality)
