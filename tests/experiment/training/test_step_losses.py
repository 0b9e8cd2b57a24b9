"""The steps' losses: bounded memory, an exact count, the same whichever way they came."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training, step_losses
from visualnn.experiment.training.forking import origin_of
from visualnn.experiment.training.step_losses import StepLosses

EXPERIMENT = Experiment(samples=60, hidden=(4,), batch=10, epochs=400)


@pytest.fixture
def few(monkeypatch):
    """Let no more than eight losses be kept."""
    monkeypatch.setattr(step_losses, "MOST", 8)


def filled(losses):
    kept = StepLosses()
    for loss in losses:
        kept.append(loss)
    return kept


def trained(steps):
    training = Training(resolve(EXPERIMENT))
    training.advance(steps)
    return training


def same(one, other):
    assert len(one) == len(other)
    np.testing.assert_array_equal(one.steps, other.steps)
    np.testing.assert_array_equal(one.values, other.values)


def test_that_every_loss_is_kept_up_to_the_bound():
    kept = filled(range(5000))
    assert kept.stride == 1
    np.testing.assert_array_equal(kept.values, np.arange(5000))


@pytest.mark.usefixtures("few")
@given(steps=st.integers(0, 300))
def test_that_evenly_many_are_kept_beyond_the_bound_and_counted_all(steps):
    kept = filled(np.arange(1, steps + 1))
    assert len(kept) == steps
    assert min(steps, 5) <= len(kept.values) <= 8
    assert kept.stride & (kept.stride - 1) == 0
    np.testing.assert_array_equal(kept.values, kept.steps)
    np.testing.assert_array_equal(kept.values, np.arange(1, steps + 1, kept.stride))


@pytest.mark.usefixtures("few")
@given(steps=st.integers(0, 100), cut=st.integers(0, 100), more=st.integers(0, 100))
def test_that_what_was_cut_off_is_counted_no_more(steps, cut, more):
    kept = filled(np.arange(1, steps + 1))
    kept.cut(cut)
    left = min(steps, cut)
    assert len(kept) == left
    for loss in range(left + 1, left + more + 1):
        kept.append(loss)
    assert len(kept) == left + more
    np.testing.assert_array_equal(kept.values, kept.steps)
    assert len(kept.values) <= 8


def test_that_no_more_memory_is_taken_however_long_a_run_is(monkeypatch):
    monkeypatch.setattr(step_losses, "MOST", 256)
    training = trained(0)
    sizes = []
    for _ in range(3):
        training.advance(512)
        sizes.append(training.recording.losses.values.nbytes)
    assert training.latest == 3 * 512
    assert max(sizes) <= 8 * 256


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("steps", [3, 11, 17, 40])
def test_that_thinned_losses_go_on_from_pieces_as_they_would_have(steps):
    training, kept = trained(0), StepLosses()
    for _ in range(4):
        training.advance(steps)
        piece = training.memory((len(kept), 0))
        kept.go_on(piece.losses, piece.stride, piece.start[0], piece.checkpoint.step)
    same(kept, filled_from(training, len(kept)))


def filled_from(training, steps):
    """Return what is kept of so many steps."""
    losses, kept = training.recording.losses, StepLosses()
    kept.fill(losses.between(0, steps), losses.stride, steps)
    return kept


@pytest.mark.usefixtures("few")
def test_that_a_recorded_step_is_found_again_when_its_loss_is_not_kept():
    training = trained(50)
    theta = trained(23).theta.copy()
    training.seek(23)
    np.testing.assert_array_equal(training.theta, theta)
    assert training.latest == 50


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("step", [0, 6, 15, 31])
def test_that_a_fork_counts_its_steps_whatever_its_parent_has_kept(step):
    parent = trained(40)
    experiment = parent.experiment.edited(lr=0.3, origin=origin_of(parent, step))
    short = Training(resolve(experiment), parent=parent)
    long = Training(resolve(experiment))
    for fork in (short, long):
        assert fork.latest == step
        fork.advance(60)
    np.testing.assert_array_equal(short.theta, long.theta)
    assert short.latest == long.latest == step + 60
    assert short.recording.losses.stride >= long.recording.losses.stride


@pytest.mark.usefixtures("few")
def test_that_a_divergence_ends_at_its_step_among_thinned_losses():
    training = trained(37)
    training.population.theta[...] = np.nan
    training.advance(5)
    assert (training.state, training.diverged_at) == ("diverged", 37)
    losses = training.recording.losses
    assert len(losses) == training.step
    assert np.isfinite(losses.values).all()
