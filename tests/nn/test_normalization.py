"""Normalized layers against torch.nn.BatchNorm1d and LayerNorm (make_normalization.py)."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import run
from visualnn.nn.initializers import INITIALIZERS, initialize
from visualnn.nn.network import Tape
from visualnn.nn.normalization import EPSILON, NORMALIZATIONS

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "normalization.json").read_text()
)["layers"]
NEAR = {"rtol": 1e-12, "atol": 1e-12}
LEARNT = [key for key, rule in NORMALIZATIONS.items() if rule.learns]


class Layer:
    """One normalized layer on its own, ``(batch, units)`` in and out as in PyTorch."""

    def __init__(self, key, gamma, beta):
        self.rule, self.gamma, self.beta = NORMALIZATIONS[key], np.array(gamma), np.array(beta)
        self.gamma_gradient, self.beta_gradient = np.zeros((2, len(gamma)))
        self.mean, self.variance = np.zeros_like(self.gamma), np.ones_like(self.gamma)

    def forward(self, s, training=True):
        s = np.array(s).T.copy()
        self.site = self.rule.site(
            s,
            np.empty_like(s),
            gamma=self.gamma,
            beta=self.beta,
            gamma_gradient=self.gamma_gradient,
            beta_gradient=self.beta_gradient,
            mean=self.mean,
            variance=self.variance,
            training=training,
        )
        run(self.rule.forward(self.site))
        return self.site.z.T

    def backward(self, delta):
        delta = np.array(delta).T.copy()
        run(self.rule.backward(self.site, delta, np.empty_like(delta)))
        return delta.T


@pytest.mark.parametrize("key", LEARNT)
def test_that_three_batches_give_what_torch_makes_of_them(key):
    case = REFERENCE[key]
    layer = Layer(key, case["gamma"], case["beta"])
    for wanted in case["passes"]:
        np.testing.assert_allclose(layer.forward(wanted["s"]), wanted["z"], **NEAR)
        np.testing.assert_allclose(layer.backward(wanted["delta"]), wanted["s_gradient"], **NEAR)
        for name in ("gamma_gradient", "beta_gradient", "mean", "variance"):
            if name in wanted:
                np.testing.assert_allclose(getattr(layer, name), wanted[name], **NEAR)
    evaluation = case["evaluation"]
    z = layer.forward(evaluation["s"], training=False)
    np.testing.assert_allclose(z, evaluation["z"], **NEAR)


def test_that_the_reference_moves_the_running_statistics():
    first, *_, last = REFERENCE["batch"]["passes"]
    assert first["mean"] != last["mean"]
    assert first["variance"] != last["variance"]


@pytest.mark.parametrize("key", LEARNT)
@given(
    rows=st.integers(2, 9), units=st.integers(2, 9), shift=st.floats(-50, 50), seed=st.integers(0)
)
def test_that_what_is_normalized_has_mean_zero_and_the_variance_that_epsilon_leaves(
    key, rows, units, shift, seed
):
    s = np.random.default_rng(seed).normal(shift, 2, (rows, units))
    z = Layer(key, np.ones(units), np.zeros(units)).forward(s)
    axis = 0 if NORMALIZATIONS[key].over_batch else 1
    variance = s.var(axis=axis)
    np.testing.assert_allclose(z.mean(axis=axis), 0, atol=1e-11)
    np.testing.assert_allclose(z.var(axis=axis), variance / (variance + EPSILON), rtol=1e-9)


@pytest.mark.parametrize("key", LEARNT)
def test_that_sums_that_are_all_the_same_become_beta(key):
    layer = Layer(key, [2.0, 2.0, 2.0], [0.5, 0.5, 0.5])
    np.testing.assert_allclose(layer.forward(np.full((4, 3), 7.0)), 0.5, rtol=1e-10)
    assert np.isfinite(layer.backward(np.ones((4, 3)))).all()


def test_that_evaluation_leaves_the_running_statistics_alone():
    layer = Layer("batch", np.ones(3), np.zeros(3))
    layer.forward(np.random.default_rng(0).normal(size=(5, 3)), training=False)
    assert layer.mean.tolist() == [0, 0, 0]
    assert layer.variance.tolist() == [1, 1, 1]


def test_that_a_sample_normalized_by_layer_does_not_see_the_others():
    s = np.random.default_rng(0).normal(size=(6, 4))
    layer = Layer("layer", np.ones(4), np.zeros(4))
    np.testing.assert_allclose(layer.forward(s)[2], layer.forward(s[2:3])[0], rtol=1e-14)


def architecture(key):
    return Architecture((2, 4, 3, 1), ("tanh", "relu", "linear"), "mse", True, (key, key, "none"))


def first(shape, seed=0):
    return initialize(shape.layout, INITIALIZERS["he_normal"], np.random.default_rng(seed))


def test_that_each_normalized_layer_has_its_parameters_and_running_statistics_at_the_end():
    layout = architecture("batch").layout
    own = ["W1", "b1", "gamma1", "beta1", "W2", "b2", "gamma2", "beta2", "W3", "b3"]
    assert list(layout) == [*own, "mean1", "variance1", "mean2", "variance2"]
    assert layout.trained == 2 * 4 + 4 + 8 + 4 * 3 + 3 + 6 + 3 + 1
    assert layout.size == layout.trained + 2 * (4 + 3)
    assert architecture("layer").layout.size == layout.trained


def test_that_a_normalized_layer_begins_as_one_that_changes_no_scale():
    shape = architecture("batch")
    theta, layout = first(shape), shape.layout
    for name, value in (("gamma", 1), ("beta", 0), ("mean", 0), ("variance", 1)):
        assert (layout[f"{name}1"].view(theta) == value).all()
        assert (layout[f"{name}2"].view(theta) == value).all()
    assert not layout.weight_mask()[layout.trained :].any()


def test_that_no_gradient_reaches_the_running_statistics():
    shape = architecture("batch")
    theta = first(shape)[None]
    tape = Tape(shape, theta, np.zeros_like(theta), 6, training=True)
    tape.x[...] = np.random.default_rng(1).normal(size=tape.x.shape)
    tape.forward()
    tape.backward()
    assert not tape.gradient[:, shape.layout.trained :].any()
    assert theta[:, shape.layout.trained :].any()


@pytest.mark.parametrize("key", LEARNT)
@pytest.mark.parametrize("training", [True, False])
def test_that_normalized_networks_together_compute_what_each_computes_alone(key, training):
    shape, rng = architecture(key), np.random.default_rng(1)
    thetas = np.array([first(shape, seed) for seed in range(3)])
    x, y = rng.normal(size=(7, 2)), rng.normal(size=(7, 1))
    together = passed(shape, thetas.copy(), x, y, training)
    for row in range(3):
        alone = passed(shape, thetas[row : row + 1].copy(), x, y, training)
        for name in ("loss", "gradient", "theta"):
            wanted = getattr(alone, name)[0]
            np.testing.assert_allclose(getattr(together, name)[row], wanted, rtol=1e-9, atol=1e-13)


def passed(shape, theta, x, y, training):
    tape = Tape(shape, theta, np.zeros_like(theta), len(x), training=training)
    tape.x[...], tape.y[...] = x, y
    tape.forward()
    tape.backward()
    return tape


@pytest.mark.parametrize("key", NORMALIZATIONS)
def test_that_a_normalization_says_what_it_is(key):
    assert NORMALIZATIONS[key].title
    assert "z =" in NORMALIZATIONS[key].formula
