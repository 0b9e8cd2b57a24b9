"""Single samples' gradients: their mean is the batch's, and lengths are those written out."""

import numpy as np
import pytest

from visualnn.experiment.explain import loss_and_gradient
from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.frames.scatter import scattered, squares_apart, widest
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training

KINDS = [
    {},
    {"data": "iris"},
    {"data": "sine", "loss": "mae"},
    {"hidden": ()},
    {"data": "blobs", "loss": "sparse_categorical_crossentropy"},
]


def written_out(plan, theta, x, y):
    """Return every sample's own gradient ``(n, P)``, each by a pass of its own."""
    rows = (loss_and_gradient(plan, theta, x[k : k + 1], y[k : k + 1])[1] for k in range(len(x)))
    return np.array(list(rows))


@pytest.mark.parametrize("names", KINDS)
def test_that_lengths_and_angles_are_those_of_the_gradients_written_out(names):
    plan = resolve(Experiment(**{"samples": 60, "hidden": (4, 3), "batch": 16, **names}))
    training = Training(plan)
    tape = training.tape
    found = scattered(tape, np.arange(tape.batch))
    single = written_out(plan, plan.theta0, np.array(tape.x), np.array(tape.y))
    mean = single.mean(axis=0)
    np.testing.assert_allclose(mean, training.population.gradient[0], atol=1e-12)
    assert found.mean == pytest.approx(np.linalg.norm(mean))
    assert found.spread == pytest.approx(np.sqrt(((single - mean) ** 2).sum() / 15))
    unit = mean / np.linalg.norm(mean)
    np.testing.assert_allclose(found.along, single @ unit, atol=1e-10)
    rest = single - np.outer(single @ unit, unit)
    widest_variance = np.linalg.svd(rest, compute_uv=False)[0]
    assert np.linalg.norm(found.across) == pytest.approx(widest_variance)


def test_that_the_mean_of_the_projections_is_the_mean():
    training = Training(resolve(Experiment(samples=60, batch=20)))
    training.advance(7)
    found = scattered(training.tape, np.arange(training.tape.batch))
    assert found.along.mean() == pytest.approx(found.mean)
    assert found.across.mean() == pytest.approx(0, abs=1e-9 * found.spread)


def test_that_a_batch_of_one_says_nothing_of_the_spread():
    training = Training(resolve(Experiment(samples=60, batch=1)))
    found = scattered(training.tape, np.arange(1))
    assert np.isnan(found.spread)
    assert np.isnan(found.noise)
    assert found.along[0] == pytest.approx(found.mean)


@pytest.mark.parametrize("size", [1e-3, 1e-9])
def test_that_samples_that_nearly_agree_keep_the_digits_of_their_spread(size):
    rng = np.random.default_rng(3)
    h = rng.normal(size=5) + size * rng.normal(size=(12, 5))
    delta = rng.normal(size=3) + size * rng.normal(size=(12, 3))
    single = h[:, :, None] * delta[:, None, :]
    expected = ((single - single.mean(axis=0)) ** 2).sum()
    assert squares_apart(h, delta) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("normalization", ["batch", "layer"])
def test_that_with_normalization_the_shares_still_add_up_to_the_gradient(normalization):
    plan = resolve(Experiment(samples=60, normalization=normalization, dropout=0.3))
    training = Training(plan)
    training.advance(3)
    found = scattered(training.tape, np.arange(training.tape.batch))
    gradient, layout = training.population.gradient[0], plan.layout
    parts = [layout[f"{kind}{layer}"].view(gradient) for layer in layout.layers for kind in "Wb"]
    assert found.mean == pytest.approx(np.sqrt(sum((part**2).sum() for part in parts)))


def test_that_numbers_without_a_length_are_no_error():
    assert np.isnan(widest(np.full((3, 3), np.nan))).all()


def test_that_a_frame_names_the_samples_of_the_latest_batch():
    training = Training(resolve(Experiment(samples=60, batch=8)))
    training.advance(2)
    found = Camera(training.plan).frame(training, Wants(scatter=True)).scatter
    assert (found.samples == training.descent.batch_numbers).all()
    assert found.batch == 8
