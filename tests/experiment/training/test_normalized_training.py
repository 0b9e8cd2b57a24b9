"""Training with normalized layers: as PyTorch does it, and with the running statistics after."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from visualnn.errors import InputError
from visualnn.experiment.jobs import train
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.population import Population
from visualnn.experiment.training import Training
from visualnn.experiment.training.scoring import Judge
from visualnn.nn.calls import run
from visualnn.nn.network import Tape
from visualnn.nn.normalization import EPSILON
from visualnn.nn.optim import OPTIMIZERS, AdamW

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "normalization.json").read_text())


def small(**names):
    """Return an experiment on 60 training samples with one normalized layer of four units."""
    usual = {"samples": 100, "hidden": (4,), "batch": 16, "epochs": 6, "normalization": "batch"}
    return Experiment(**(usual | names))


def started(**names):
    return Training(resolve(small(**names)))


def from_reference(case):
    """Return a training on the reference's samples that begins with its weights."""
    settings = {"optimizer": case["key"], "hidden": tuple(REFERENCE["sizes"][1:-1])}
    settings |= {"normalization": case["normalization"], "batch": REFERENCE["batch"]}
    plan = resolve(Experiment(samples=100, train=0.5, **settings, **case["settings"]))
    theta0 = plan.theta0.copy()
    weights = [np.array(matrix) for matrix in REFERENCE["weights"]]
    for ours, theirs in zip(plan.layout.matrices(theta0), weights, strict=True):
        ours[...] = theirs
    x, y = np.array(REFERENCE["x"]), np.array(REFERENCE["y"])
    return Training(replace(plan, x_train=x, y_train=y, theta0=theta0))


@pytest.mark.parametrize(
    "case", REFERENCE["cases"], ids=lambda case: f"{case['normalization']} {case['key']}"
)
def test_that_a_normalized_run_is_the_one_that_torch_makes(case):
    training = from_reference(case)
    training.advance(len(case["losses"]))
    assert len(case["losses"]) >= 50
    np.testing.assert_allclose(training.recording.losses.values, case["losses"], rtol=1e-10)
    for name, values in case["parts"].items():
        ours = training.plan.layout[name].view(training.population.theta[0])
        np.testing.assert_allclose(ours.ravel(), np.ravel(values), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(
    "case", REFERENCE["cases"], ids=lambda case: f"{case['normalization']} {case['key']}"
)
def test_that_a_normalized_network_answers_afterwards_as_in_torch(case):
    training = from_reference(case)
    training.advance(len(case["losses"]))
    plan, theta = training.plan, training.population.theta
    tape = Tape(plan.architecture, theta, np.zeros_like(theta), len(plan.x_train))
    tape.x[...] = plan.x_train
    tape.forward()
    np.testing.assert_allclose(tape.a[-1][0], case["outputs"], rtol=1e-10, atol=1e-12)


def by_hand(plan, theta, x):
    """Return the last sums of a network of one batch-normalized tanh layer, evaluated."""
    part = {name: slot.view(theta) for name, slot in plan.layout.items()}
    s = x @ part["W1"] + part["b1"]
    normed = (s - part["mean1"]) / np.sqrt(part["variance1"] + EPSILON)
    return np.tanh(part["gamma1"] * normed + part["beta1"]) @ part["W2"] + part["b2"]


def test_that_scores_and_predictions_use_the_running_statistics():
    result = train(small())
    plan = result.plan
    z = by_hand(plan, result.theta, plan.x_val)
    loss = np.mean(np.logaddexp(0, z) - z * plan.y_val)
    assert result.history["val_loss"][-1] == pytest.approx(loss, rel=1e-12)
    assert result.scores["val_loss"] == pytest.approx(loss, rel=1e-12)
    x = np.array([[0.3, -0.2], [1.0, 0.5], [-1.0, 0.7]])
    wanted = 1 / (1 + np.exp(-by_hand(plan, result.theta, plan.scaler.apply(x))))
    np.testing.assert_allclose(result.predict(x), wanted, rtol=1e-12)
    np.testing.assert_allclose(result.predict(x[:1]), wanted[:1], rtol=1e-12)


def test_that_scoring_leaves_the_running_statistics_alone():
    training = started()
    training.advance(7)
    before = training.population.theta.copy()
    training.score(training.plan.x_test, training.plan.y_test)
    Judge(
        training.plan.architecture,
        "binary",
        training.population.theta,
        training.plan.x_val,
        training.plan.y_val,
    ).score()
    assert (training.population.theta == before).all()


def test_that_the_preview_of_the_first_gradient_moves_no_statistics():
    training = started()
    assert (training.population.theta[0] == training.plan.theta0).all()
    assert training.population.gradient.any()


@pytest.mark.parametrize("batch", [1, 59])
def test_that_a_batch_of_one_is_refused_in_words_before_anything_runs(batch):
    with pytest.raises(InputError) as refusal:
        resolve(small(batch=batch))
    words = str(refusal.value)
    assert f"60 training samples in batches of {batch} leave a batch of one" in words
    assert "choose another batch size, or layer normalization" in words


@pytest.mark.parametrize("batch", [1, 59])
def test_that_layer_normalization_takes_a_batch_of_one(batch):
    training = started(batch=batch, normalization="layer")
    training.finish_epoch()
    assert np.isfinite(training.theta).all()


@pytest.mark.parametrize("batch", [2, 58, 60, 1000])
def test_that_batches_of_two_and_more_are_taken(batch):
    training = started(batch=batch)
    training.finish_epoch()
    assert np.isfinite(training.theta).all()


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_no_update_touches_the_running_statistics(key):
    layout = resolve(small()).layout
    theta = np.random.default_rng(0).normal(size=(2, layout.size))
    population = Population(theta, [OPTIMIZERS[key](lr=0.1)] * 2, trained=layout.trained)
    population.gradient[...] = 1
    population.update()
    assert (population.theta[:, layout.trained :] == theta[:, layout.trained :]).all()
    assert (population.theta[:, : layout.trained] != theta[:, : layout.trained]).all()
    assert not population.step[:, layout.trained :].any()


def test_that_weight_decay_shrinks_weights_and_gamma_but_no_running_statistics():
    layout = resolve(small()).layout
    theta = np.ones((1, layout.size))
    decay = AdamW(lr=0.1, weight_decay=0.5)
    population = Population(theta, [decay], trained=layout.trained)
    population.update()
    np.testing.assert_allclose(population.theta[0, : layout.trained], 0.95, rtol=1e-12)
    assert (population.theta[0, layout.trained :] == 1).all()


def test_that_a_penalty_counts_weights_only():
    training = started(l1=0.1, l2=0.1)
    training.advance(5)
    plan, theta = training.plan, training.population.theta[0]
    weights = np.concatenate([view.ravel() for view in plan.layout.weights(theta)])
    training.finish_epoch()
    theta = training.population.theta[0]
    weights = np.concatenate([view.ravel() for view in plan.layout.weights(theta)])
    wanted = 0.1 * np.abs(weights).sum() + 0.05 * weights @ weights
    assert training.recording.history()["penalty"][-1] == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize(("normalization", "more"), [("none", 0), ("layer", 8), ("batch", 8)])
def test_that_parameters_are_counted_without_the_running_statistics(normalization, more):
    plan = resolve(small(normalization=normalization))
    assert plan.scene().parameters == 2 * 4 + 4 + 4 + 1 + more


def test_that_normalized_networks_train_together_as_each_would_alone():
    plan = resolve(small())
    rng = np.random.default_rng(3)
    rates, batches = (0.01, 0.1, 0.3), [rng.permutation(60)[:16] for _ in range(20)]
    together = trained_on(plan, batches, rates)
    for row, rate in enumerate(rates):
        alone = trained_on(plan, batches, (rate,))
        np.testing.assert_allclose(together[row], alone[0], rtol=1e-9, atol=1e-12)


def trained_on(plan, batches, rates):
    theta = np.tile(plan.theta0, (len(rates), 1))
    optimizers = [OPTIMIZERS["momentum"](lr=rate) for rate in rates]
    population = Population(theta, optimizers, trained=plan.layout.trained)
    tape = Tape(plan.architecture, population.theta, population.gradient, 16, training=True)
    for rows in batches:
        tape.x[...], tape.y[...] = plan.x_train[rows], plan.y_train[rows]
        run([*tape.forward_calls, *tape.backward_calls, *population.update_calls])
    return population.theta
