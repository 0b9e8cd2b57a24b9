"""How the weights begin."""

import numpy as np
import pytest

from visualnn.nn.initializers import INITIALIZERS, initialize
from visualnn.nn.layout import Layout

FAN_IN, FAN_OUT = 200, 300
DEVIATION = {
    "xavier_uniform": np.sqrt(2 / (FAN_IN + FAN_OUT)),
    "xavier_normal": np.sqrt(2 / (FAN_IN + FAN_OUT)),
    "he_uniform": np.sqrt(2 / FAN_IN),
    "he_normal": np.sqrt(2 / FAN_IN),
    "normal": 0.1,
}
LIMIT = {"xavier_uniform": np.sqrt(6 / (FAN_IN + FAN_OUT)), "he_uniform": np.sqrt(6 / FAN_IN)}


def drawn(key, seed=0, sizes=(FAN_IN, FAN_OUT), scale=0.1):
    layout = Layout(sizes)
    theta = initialize(layout, INITIALIZERS[key], np.random.default_rng(seed), scale)
    return layout, theta


@pytest.mark.parametrize("key", DEVIATION)
def test_that_weights_have_the_deviation_of_the_formula(key):
    layout, theta = drawn(key)
    (weights,) = layout.weights(theta)
    assert weights.std() == pytest.approx(DEVIATION[key], rel=0.01)
    assert abs(weights.mean()) < 0.02 * DEVIATION[key]


@pytest.mark.parametrize("key", LIMIT)
def test_that_uniform_weights_reach_their_limit_and_stay_within(key):
    _, theta = drawn(key)
    assert 0.999 * LIMIT[key] < np.abs(theta).max() <= LIMIT[key]


@pytest.mark.parametrize("key", ["xavier_normal", "he_normal", "normal"])
def test_that_normal_weights_go_beyond_two_deviations(key):
    layout, theta = drawn(key)
    (weights,) = layout.weights(theta)
    assert np.mean(np.abs(weights) > 2 * DEVIATION[key]) == pytest.approx(0.0455, abs=0.005)


@pytest.mark.parametrize("key", INITIALIZERS)
def test_that_biases_begin_at_zero(key):
    layout, theta = drawn(key, sizes=(3, 4, 2))
    assert not any(bias.any() for bias in layout.biases(theta))


@pytest.mark.parametrize("key", INITIALIZERS)
def test_that_a_seed_decides_the_weights(key):
    assert (drawn(key, 3)[1] == drawn(key, 3)[1]).all()


def test_that_another_seed_draws_other_weights():
    assert (drawn("he_normal", 3)[1] != drawn("he_normal", 4)[1]).any()


def test_that_zeros_leave_every_weight_at_zero():
    assert not drawn("zeros")[1].any()


def test_that_constant_gives_every_weight_the_scale():
    layout, theta = drawn("constant", scale=0.75)
    assert set(theta[layout.weight_mask()].tolist()) == {0.75}


@pytest.mark.parametrize("key", INITIALIZERS)
def test_that_the_scale_changes_what_says_it_is_scaled_and_nothing_else(key):
    changed = (drawn(key, scale=0.1)[1] != drawn(key, scale=0.2)[1]).any()
    assert changed == INITIALIZERS[key].scaled
