"""The landscape around a run, and the run on it."""

import numpy as np
import pytest

from visualnn.errors import InputError
from visualnn.experiment.explain import loss_and_gradient
from visualnn.experiment.jobs import train
from visualnn.experiment.spec import Experiment
from visualnn.experiment.survey import MOST_PLACES, Survey, recorded_places, survey_job
from visualnn.landscape.planes import PLANES


@pytest.fixture(scope="module")
def run():
    return train(Experiment(data="moons", epochs=12, l2=0.01, hidden=(4, 3)))


def surveyed(run, **wishes):
    job = survey_job(run, Survey(resolution=9, **wishes))
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value


@pytest.mark.parametrize("plane", PLANES)
def test_that_the_trained_network_lies_at_the_center_with_its_training_loss(run, plane):
    landscape = surveyed(run, plane=plane)
    assert landscape.center == pytest.approx(run.scores["train_loss"], rel=1e-12)
    np.testing.assert_array_equal(landscape.plane.origin, run.theta)
    assert landscape.track.coordinates[-1] == pytest.approx(np.zeros(2), abs=1e-9)
    assert landscape.track.distances[-1] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("plane", PLANES)
def test_that_the_path_tells_its_own_loss_from_the_planes(run, plane):
    track = surveyed(run, plane=plane).track
    np.testing.assert_array_equal(track.epochs, np.arange(13))
    np.testing.assert_allclose(track.losses, run.history["train_loss"], rtol=1e-10)
    assert track.slice_losses[-1] == pytest.approx(track.losses[-1], rel=1e-9)
    assert track.distances[0] > 0.01
    assert track.slice_losses[0] != pytest.approx(track.losses[0], rel=1e-4)


def test_that_the_penalty_is_in_every_loss_or_in_none(run):
    bare, full = (surveyed(run, penalty=wish) for wish in (False, True))
    plan = run.plan
    whole, _ = loss_and_gradient(plan, run.theta, plan.x_train, plan.y_train)
    cost = whole - run.scores["train_loss"]
    assert cost > 0.01
    assert full.center - bare.center == pytest.approx(cost, rel=1e-9)
    assert full.track.losses[-1] - bare.track.losses[-1] == pytest.approx(cost, rel=1e-9)
    assert (full.losses > bare.losses).all()


def test_that_the_same_run_gives_the_same_random_plane(run):
    first, second = (surveyed(run, plane="random") for _ in range(2))
    np.testing.assert_array_equal(first.losses, second.losses)


def test_that_named_weights_span_the_plane(run):
    landscape = surveyed(run, plane="weights", weights=("W1[0,1]", "W3[2,0]"))
    assert landscape.plane.axes == ("ΔW1[0,1]", "ΔW3[2,0]")


def test_that_a_long_run_is_thinned_but_keeps_both_ends():
    training = train(Experiment(data="xor_gate", hidden=(2,), epochs=900)).training
    epochs, thetas = recorded_places(training)
    assert len(epochs) == len(thetas) == MOST_PLACES
    assert (epochs[0], epochs[-1]) == (0, 900)
    np.testing.assert_array_equal(thetas[-1], training.population.theta[0])


def test_that_early_stopping_puts_the_best_weights_at_the_center():
    run = train(Experiment(data="wine", patience=3, epochs=300))
    landscape = surveyed(run)
    assert run.best_epoch < run.epochs
    best = landscape.track.coordinates[landscape.track.epochs == run.best_epoch]
    assert best == pytest.approx(np.zeros((1, 2)), abs=1e-9)
    assert np.abs(landscape.track.coordinates[-1]).max() > 1e-3


@pytest.mark.parametrize(
    "wishes", [{"plane": "pcaa"}, {"resolution": 1}, {"span": 0.0}, {"weights": ("W1[0,0]",)}]
)
def test_that_a_wish_out_of_range_is_refused(wishes):
    with pytest.raises(InputError):
        Survey(**wishes)


def test_that_a_run_of_one_epoch_spans_no_plane_of_its_own():
    run = train(Experiment(epochs=1))
    with pytest.raises(InputError, match="train longer"):
        surveyed(run)
