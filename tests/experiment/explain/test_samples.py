"""What the samples of a batch say, one by one, is the gradient when it is averaged."""

import gc
from functools import partial
from weakref import ref

import numpy as np
import pytest

from visualnn.experiment.explain import OfBatch, Place, explain, parameter
from visualnn.experiment.explain.samples import (
    dropped_in,
    importance,
    mean_steepness,
    mean_values,
    moments,
    own_slopes,
    sample_gradients,
    spread,
    votes,
)
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.nn.network import Tape


def explanation(**settings):
    run = Training(resolve(Experiment(samples=60, hidden=(4, 3), batch=16, **settings)))
    run.advance(5)
    return explain(OfBatch(), run)


@pytest.mark.parametrize("normalization", ["none", "batch", "layer"])
def test_that_their_mean_is_the_gradient(normalization):
    e = explanation(normalization=normalization, dropout=0.3)
    for index in range(e.layout.trained):
        own = sample_gradients(e, parameter(e.layout, index))
        size = max(np.abs(own).mean(), 1e-300)
        assert abs(own.mean() - e.data_gradient[index]) <= 1e-12 * size


def test_that_each_is_the_gradient_of_a_batch_of_one():
    e = explanation()
    for row in range(e.samples):
        gradient = np.zeros((1, e.layout.size))
        tape = Tape(e.architecture, e.theta[None].copy(), gradient, 1)
        tape.x[...], tape.y[...] = e.x[[row]], e.y[[row]]
        tape.forward()
        tape.backward()
        own = [sample_gradients(e, parameter(e.layout, i))[row] for i in range(e.layout.trained)]
        assert own == pytest.approx(gradient[0], rel=1e-9, abs=1e-12)


def test_that_the_mean_of_delta_is_the_bias_s_gradient():
    e = explanation()
    for layer in e.layout.layers:
        own = spread(e, "z", layer)
        biases = [e.slope(Place("b", layer, unit)) for unit in range(e.sizes[layer])]
        assert own.mean == pytest.approx(biases, rel=1e-12, abs=1e-15)
        slopes = own_slopes(e, "z", layer)
        assert own.deviation == pytest.approx(slopes.std(axis=0))
        assert (own.low <= own.mean).all()
        assert (own.mean <= own.high).all()


def test_that_votes_are_counted_against_the_step_and_scale_with_a_convention():
    e, place = explanation(), Place("w", 1, 0, 0)
    own, doubled = votes(e, place), votes(e, place, 2.0)
    assert own.up == sum(value < 0 for value in own.values)
    assert own.up + own.down == e.samples
    assert own.mean == pytest.approx(e.slope(place), rel=1e-12)
    assert (own.low, own.high) == (min(own.values), max(own.values))
    assert doubled.deviation == pytest.approx(2 * own.deviation, rel=1e-12)


def test_that_dropped_units_are_counted_over_the_batch():
    e = explanation(dropout=0.5)
    assert dropped_in(e, 1).tolist() == [sum(column == 0) for column in e.before.kept[0].T]
    assert 0 < dropped_in(e, 1).sum() < e.samples * e.sizes[1]
    assert dropped_in(e, e.depth).tolist() == [0]


def test_that_moments_lead_back_to_the_sums():
    e = explanation(normalization="layer")
    mean, deviation = moments(e, 1)
    assert e.before.normed[0][0] * deviation + mean == pytest.approx(e.before.s[0][0], rel=1e-12)
    with pytest.raises(ValueError, match="not normalized"):
        moments(explanation(), 1)


def test_that_what_is_read_off_an_explanation_is_made_once_and_keeps_it_no_longer_than_others_do():
    e = explanation()
    for read in (
        partial(spread, e, "z", 1),
        partial(mean_values, e, "a", 2),
        partial(mean_steepness, e, 1),
        partial(importance, e),
    ):
        assert read() is read()
    assert mean_values(e, "a", 1) is not mean_values(e, "a", 2)
    gone = ref(e)
    del e, read
    gc.collect()
    assert gone() is None
