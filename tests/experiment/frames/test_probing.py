"""The network's inside: flows, spreads, one sample's passage, and the update to come."""

from __future__ import annotations

import numpy as np
import pytest

from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.frames.probe import BINS, Probe
from visualnn.experiment.frames.probing import spread
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training


def started(steps=7, data="moons", **names):
    training = Training(resolve(Experiment(data=data, samples=100, hidden=(4, 3), **names)))
    training.advance(steps)
    return training


def workings(training, **wanted):
    frame = Camera(training.plan).frame(training, Wants(probe=Probe(**wanted)))
    return frame.workings


def test_that_nothing_is_looked_into_unasked():
    training = started()
    assert Camera(training.plan).frame(training, Wants()).workings is None
    inside = workings(training)
    parts = (inside.flow, inside.spread, inside.passage, inside.forecast, inside.unit_map)
    assert parts == (None,) * 5


@pytest.mark.parametrize("names", [{}, {"dropout": 0.4}])
def test_that_the_flows_into_a_unit_add_up_to_its_mean_sum(names):
    training = started(steps=0, **names)
    layout, tape = training.plan.layout, training.tape
    flow = workings(training, flow=True).flow
    for into, bias, z in zip(layout.weights(flow), layout.biases(flow), tape.z, strict=True):
        np.testing.assert_allclose(into.sum(axis=0) + bias, z[0].mean(axis=0), atol=1e-12)


def test_that_a_flow_is_the_weight_on_show_times_the_mean_output_of_its_source():
    training = started()
    layout, tape = training.plan.layout, training.tape
    flow = layout.weights(workings(training, flow=True).flow)[1]
    weights = layout.weights(training.theta)[1]
    assert flow[2, 1] == pytest.approx(np.mean(tape.a[1][0, :, 2] * weights[2, 1]), rel=1e-12)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam", "rmsprop"])
def test_that_the_forecast_comes_true_when_the_gradient_comes_once_more(optimizer):
    training = started(optimizer=optimizer, batch=1000, clip_norm=0.05)
    places = tuple(range(training.plan.layout.trained))
    ahead = workings(training, forecast=places).forecast
    before = training.population.theta.copy()
    training.population.update()
    assert (ahead == -training.population.step[0, list(places)]).all()
    assert (before != training.population.theta).any()


@pytest.mark.parametrize("names", [{}, {"l2": 0.1, "l1": 0.01}, {"dropout": 0.3}])
def test_that_before_the_first_step_the_forecast_is_the_first_update(names):
    training = started(steps=0, **names)
    places = (0, 5, 11)
    ahead = workings(training, forecast=places).forecast
    training.advance()
    assert (ahead == -training.population.step[0, list(places)]).all()


def test_that_looking_inside_does_not_change_the_run():
    wanted = Probe(flow=True, spread=True, sample=3, forecast=(0, 1), unit=(1, 2), resolution=8)
    training, other = started(0, dropout=0.2), started(0, dropout=0.2)
    camera = Camera(training.plan)
    for _ in range(20):
        training.advance()
        camera.frame(training, Wants(probe=wanted))
    other.advance(20)
    assert (training.theta == other.theta).all()


def test_that_places_that_are_no_parameters_have_no_forecast():
    training = started()
    assert workings(training, forecast=(training.plan.layout.trained,)).forecast is None


def test_that_a_sample_passes_through_the_network_as_it_is():
    training = started(data="iris")
    run = workings(training, sample=7).passage
    plan = training.plan
    assert run.a[0] == pytest.approx(plan.scaler.apply(plan.samples.x[7:8])[0])
    w, b = plan.layout.weights(training.theta), plan.layout.biases(training.theta)
    for layer in range(3):
        np.testing.assert_allclose(run.z[layer], run.a[layer] @ w[layer] + b[layer], atol=1e-12)
    assert run.a[-1].sum() == pytest.approx(1.0)
    # δ of softmax with cross-entropy is the answer minus the target.
    target = np.eye(3)[plan.samples.y[7]]
    np.testing.assert_allclose(run.delta[-1], run.a[-1] - target, atol=1e-12)
    np.testing.assert_allclose(
        run.delta[-2], (run.delta[-1] @ w[2].T) * (1 - run.a[2] ** 2), atol=1e-12
    )
    assert run.loss == pytest.approx(-np.log(run.a[-1][plan.samples.y[7]]))


@pytest.mark.parametrize("names", [{}, {"dropout": 0.4}, {"normalization": "batch"}])
def test_that_a_sample_on_its_way_through_the_batch_shows_the_batchs_own_numbers(names):
    training = started(**names)
    training.step_sample()
    place, tape = training.descent.place, training.tape
    glance = Camera(training.plan).frame(training, Wants()).glance
    passage = workings(training, sample=glance.sample).passage
    for mine, batch in zip(passage.z, tape.z, strict=True):
        np.testing.assert_array_equal(mine, batch[0, place])
    for mine, batch in zip(passage.a[1:], tape.a[1:], strict=True):
        np.testing.assert_array_equal(mine, batch[0, place])
    for mine, batch in zip(passage.delta, tape.delta, strict=True):
        np.testing.assert_array_equal(mine, batch[0, place] * tape.batch)
    assert passage.loss == tape.losses[0, place]


def test_that_a_sample_that_is_not_there_has_no_passage():
    assert workings(started(), sample=10_000).passage is None


def test_that_what_dropout_left_out_is_told_as_a_share_of_the_batch():
    training = started(dropout=0.5, batch=4)
    shares = workings(training).left_out
    assert shares[-1] is None
    for share, kept in zip(shares[:-1], training.tape.kept[:-1], strict=True):
        assert (share == np.mean(kept[0] == 0, axis=0)).all()
        assert set(share * 4) <= {0, 1, 2, 3, 4}
    assert workings(started()).left_out == (None,) * 3


def test_that_a_relu_below_zero_for_the_whole_batch_is_flat():
    training = started(activation="relu")
    bias = training.plan.layout["b1"].start
    training.assign([bias + 1], [-1e3])
    training.advance()
    flat = workings(training).flat
    assert flat[0][1] == 1.0
    assert flat[0][0] < 1.0


def test_that_the_steepness_of_a_layer_is_the_rms_of_its_gradient():
    training = started()
    gradient = training.plan.layout.weights(training.population.gradient[0])
    got = workings(training).steepness
    assert got == pytest.approx([np.sqrt(np.mean(g**2)) for g in gradient])


def test_that_a_spread_counts_every_sample_once_within_fixed_bounds():
    training = started()
    layers = workings(training, spread=True).spread
    assert [layer.counts.shape for layer in layers] == [(n, BINS) for n in (2, 4, 3, 1)]
    for layer in layers:
        np.testing.assert_allclose(layer.counts.sum(axis=1), 1.0)
    assert (layers[1].low, layers[1].high) == (-1.0, 1.0)
    assert (layers[3].low, layers[3].high) == (0.0, 1.0)


def test_that_a_spread_without_bounds_reaches_to_a_power_of_two_and_leaves_nan_out():
    got = spread(np.array([[3.0, np.nan], [-0.5, 4.0]]), None)
    assert (got.low, got.high) == (-4.0, 4.0)
    assert got.counts.sum(axis=1).tolist() == [1.0, 0.5]
    assert got.counts[1, -1] == 0.5
    assert spread(np.zeros((2, 1)), None).high == 1.0


def test_that_a_unit_is_mapped_as_finely_as_wanted():
    training = started()
    inside = workings(training, unit=(1, 2), resolution=9)
    frame = Camera(training.plan).frame(training, Wants(neurons=9))
    assert inside.unit == (1, 2)
    assert (inside.unit_map == frame.neurons[1][2]).all()
