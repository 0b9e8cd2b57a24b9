from dataclasses import replace

import numpy as np
import pytest

from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training, step_losses
from visualnn.ui.engine.keepsake import EVERY, Keepsake

EXPERIMENT = Experiment(samples=60, hidden=(4,), batch=10, epochs=400)


@pytest.fixture
def training():
    return Training(resolve(EXPERIMENT))


def show(keepsake, training):
    """Let the keepsake have the scores that it does not know, as a frame brings them."""
    start = keepsake.scores.rows
    keepsake.show(training.recording.history(start), start)


def test_that_a_running_training_is_remembered_every_so_many_frames(training):
    keepsake = Keepsake()
    for step in range(EVERY):
        assert not keepsake.is_due(running=True)
        keepsake.take(step, None)
    assert keepsake.is_due(running=True)
    keepsake.take(EVERY, training.memory())
    assert not keepsake.is_due(running=True)


def test_that_a_paused_training_is_remembered_once(training):
    keepsake = Keepsake()
    assert not keepsake.is_due(running=False)
    keepsake.take(7, None)
    assert keepsake.is_due(running=False)
    keepsake.take(7, training.memory())
    assert not keepsake.is_due(running=False)


def test_that_a_long_run_is_sent_piece_by_piece_and_kept_whole(training):
    keepsake = Keepsake()
    sent = 0
    for _ in range(5):
        training.advance(10)
        piece = training.memory(keepsake.known)
        show(keepsake, training)
        sent += len(piece.losses)
        keepsake.take(training.latest, piece)
    whole = training.memory()
    assert sent == len(whole.losses)
    np.testing.assert_array_equal(keepsake.memory.losses, whole.losses)
    np.testing.assert_array_equal(keepsake.memory.rows, whole.rows)
    assert keepsake.memory.ends == whole.ends


def test_that_a_training_goes_on_from_the_pieces_as_it_would_have(training):
    keepsake = Keepsake()
    for _ in range(3):
        training.advance(11)
        show(keepsake, training)
        keepsake.take(training.latest, training.memory(keepsake.known))
    other = Training(resolve(EXPERIMENT), memory=keepsake.memory)
    other.advance(20)
    training.advance(other.latest - training.latest)
    np.testing.assert_array_equal(other.theta, training.theta)
    np.testing.assert_array_equal(other.recording.losses.values, training.recording.losses.values)


def test_that_thinned_losses_go_on_from_the_pieces_too(training, monkeypatch):
    monkeypatch.setattr(step_losses, "MOST", 8)
    keepsake = Keepsake()
    for _ in range(4):
        training.advance(11)
        show(keepsake, training)
        keepsake.take(training.latest, training.memory(keepsake.known))
    other = Training(resolve(EXPERIMENT), memory=keepsake.memory)
    other.advance(20)
    training.advance(other.latest - training.latest)
    np.testing.assert_array_equal(other.theta, training.theta)
    np.testing.assert_array_equal(other.recording.losses.values, training.recording.losses.values)


def test_that_what_is_kept_of_losses_stays_where_it_is(training):
    keepsake = Keepsake()
    training.advance(20)
    keepsake.take(training.latest, training.memory(keepsake.known))
    before = keepsake._losses.values.ctypes.data
    training.advance(200)
    keepsake.take(training.latest, training.memory(keepsake.known))
    assert keepsake._losses.values.ctypes.data == before


def test_that_a_run_without_any_score_is_remembered_with_what_was_set_by_hand(training):
    plan = replace(training.plan, y_train=np.full_like(training.plan.y_train, np.inf))
    lost, keepsake = Training(plan), Keepsake()
    lost.assign((0,), (0.5,))
    show(keepsake, lost)
    keepsake.take(0, lost.memory(keepsake.known))
    assert (lost.state, keepsake.memory.length) == ("diverged", (0, 0))
    assert len(keepsake.memory.assignments) == 1
