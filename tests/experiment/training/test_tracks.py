"""Watched parameters: every value true, recorded live or replayed."""

import numpy as np
import pytest

from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training, tracks

PLAN = resolve(Experiment(samples=50, hidden=(3,), batch=8, epochs=50, optimizer="adam"))
PLACES = (0, 4, 9)


@pytest.fixture(scope="module")
def truth():
    """Return every step's watched parameters, with one of them set by hand at step 12."""
    training, rows = Training(PLAN), []
    for step in range(61):
        if step == 12:
            training.assign((4,), (1.5,))
        rows.append(training.theta[list(PLACES)].copy())
        training.advance()
    return np.array(rows)


def trained(steps, watch_at=None):
    training = Training(PLAN)
    for step in range(steps + 1):
        if step == watch_at:
            training.tracks.follow(training, PLACES)
        if step == 12:
            training.assign((4,), (1.5,))
        if step < steps:
            training.advance()
    if watch_at is None:
        training.tracks.follow(training, PLACES)
    return training


def whole(training):
    while training.tracks.work():
        pass
    return training.tracks.traces()


@pytest.mark.parametrize("watch_at", [0, 5, 12, 30, None])
def test_that_every_step_is_there_whenever_watching_began(truth, watch_at):
    found = whole(trained(40, watch_at))
    assert found.steps.tolist() == list(range(41))
    assert np.array_equal(found.values, truth[:41])
    assert found.stride == 1
    assert found.places == PLACES


def test_that_watching_disturbs_nothing():
    plain, watched = trained(30, watch_at=99), trained(20, watch_at=None)
    whole(watched)
    watched.advance(10)
    assert plain.population.theta.tobytes() == watched.population.theta.tobytes()
    assert watched.step == 30


def test_that_watching_while_looking_back_keeps_the_step_that_is_looked_at(truth):
    training = trained(40, watch_at=99)
    training.seek(7)
    training.tracks.follow(training, PLACES)
    found = whole(training)
    assert training.step == 7
    assert found.steps.tolist() == list(range(41))
    assert np.array_equal(found.values, truth[:41])
    training.advance(5)
    found = training.tracks.traces()
    assert found.steps.tolist() == list(range(46))
    assert np.array_equal(found.values, truth[:46])


def test_that_a_long_past_is_read_off_the_checkpoints(monkeypatch):
    monkeypatch.setattr(tracks, "MOST_REPLAYED", 10)
    training = trained(40, watch_at=99)
    training.tracks.follow(training, PLACES)
    assert not training.tracks.work()
    found = training.tracks.traces()
    assert found.stride > 1
    training.advance()
    for step, row in zip(found.steps.astype(int), found.values, strict=True):
        training.seek(step)
        np.testing.assert_array_equal(training.theta[list(PLACES)], row)


def test_that_a_long_track_keeps_every_second_step(monkeypatch, truth):
    monkeypatch.setattr(tracks, "MOST_ROWS", 20)
    training = trained(60, watch_at=0)
    found = whole(training)
    assert found.stride == 4
    assert len(found.steps) <= 21
    assert np.array_equal(found.values, truth[found.steps.astype(int)])


def test_that_a_long_track_is_sent_thinned_with_its_end(monkeypatch, truth):
    monkeypatch.setattr(tracks, "MOST_SENT", 10)
    found = whole(trained(40, watch_at=0))
    assert len(found.steps) <= 12
    assert found.steps[-1] == 40
    assert found.stride == 5
    assert np.array_equal(found.values, truth[found.steps.astype(int)])


def test_that_a_frame_carries_what_is_watched_and_says_when_more_is_coming(monkeypatch):
    training, camera = trained(30, watch_at=99), Camera(PLAN)
    assert camera.frame(training, Wants()).watched is None
    monkeypatch.setattr(tracks, "SLICE", 0.0)
    frame = camera.frame(training, Wants(watched=PLACES))
    assert frame.watched.places == PLACES
    assert frame.unfinished
    for _ in range(100):
        if not frame.unfinished:
            break
        frame = camera.frame(training, Wants(watched=PLACES))
    assert frame.watched.steps.tolist() == list(range(31))
    assert camera.frame(training, Wants()).watched is None
    assert training.tracks.places == ()


def test_that_a_place_beyond_the_network_is_not_watched():
    frame = Camera(PLAN).frame(trained(3, 99), Wants(watched=(10_000,)))
    assert frame.watched is None


@pytest.mark.parametrize("slices", [0, 2, 1000])
def test_that_a_watched_parameter_survives_a_divergence_that_goes_back_behind_it(
    monkeypatch, slices
):
    monkeypatch.setattr(tracks, "SLICE", 0.0)
    training = Training(PLAN)
    training.advance(9)
    training.tracks.follow(training, PLACES)
    for _ in range(slices):
        training.tracks.work()
    training.population.theta[...] = np.nan
    training.advance()
    assert (training.state, training.latest) == ("diverged", 8)
    found = whole(training)
    assert found.steps.tolist() == list(range(training.latest + 1))
    for step, row in zip(found.steps.astype(int), found.values, strict=True):
        training.seek(step)
        np.testing.assert_array_equal(training.descent.theta[list(PLACES)], row)
