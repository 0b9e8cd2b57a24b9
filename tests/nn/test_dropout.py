"""Dropout: inverted, drawn anew in every training pass, absent everywhere else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.nn.architecture import Architecture
from visualnn.nn.network import Tape

SEED = 4


def network(dropout, hidden=(6, 5)):
    keys = (*["tanh"] * len(hidden), "linear")
    return Architecture((3, *hidden, 2), keys, "mse", dropout=dropout)


def drawn(architecture, networks=1, seed=0):
    return np.random.default_rng(seed).normal(size=(networks, architecture.layout.size))


def tape_of(architecture, theta, rows, generator=None):
    tape = Tape(architecture, theta, np.zeros_like(theta), rows, generator=generator)
    rng = np.random.default_rng(1)
    tape.x[...], tape.y[...] = rng.normal(size=(rows, 3)), rng.normal(size=(rows, 2))
    return tape


def loss_at(architecture, theta, generator=None, rows=4):
    tape = tape_of(architecture, theta, rows, generator)
    tape.forward()
    return tape.loss[0]


@given(p=st.sampled_from([0.1, 0.5, 0.9]), networks=st.sampled_from([1, 2]))
def test_that_units_are_left_out_at_the_rate_and_the_rest_is_scaled_up(p, networks):
    shape = network(p, hidden=(50, 40))
    tape = tape_of(shape, drawn(shape, networks), 100, np.random.default_rng(SEED))
    tape.forward()
    assert tape.kept[-1] is None
    for kept in tape.kept[:-1]:
        assert set(kept.ravel().tolist()) == {0.0, 1 / (1 - p)}
        deviation = np.sqrt(p * (1 - p) / kept.size)
        assert np.mean(kept == 0) == pytest.approx(p, abs=5 * deviation)


@pytest.mark.parametrize("networks", [1, 2])
def test_that_the_next_layer_reads_what_is_kept(networks):
    shape = network(0.5)
    theta = drawn(shape, networks)
    tape = tape_of(shape, theta, 4, np.random.default_rng(SEED))
    tape.forward()
    weights, biases = shape.layout.weights(theta), shape.layout.biases(theta)
    for layer in (1, 2):
        read = tape.a[layer] * tape.kept[layer - 1]
        np.testing.assert_allclose(
            tape.z[layer], read @ weights[layer] + biases[layer][:, None, :], atol=1e-12
        )
        np.testing.assert_allclose(tape.a[layer], np.tanh(tape.z[layer - 1]), atol=1e-14)


def test_that_the_input_and_the_output_are_never_left_out():
    shape = network(0.9, hidden=())
    tape = tape_of(shape, drawn(shape), 4, np.random.default_rng(SEED))
    tape.forward()
    assert tape.kept == [None]
    assert loss_at(shape, drawn(shape)) == tape.loss[0]


def test_that_without_a_generator_nothing_is_left_out():
    dropping, plain = network(0.5), network(0.0)
    theta = drawn(plain)
    assert loss_at(dropping, theta) == loss_at(plain, theta)
    assert loss_at(plain, theta, np.random.default_rng(SEED)) == loss_at(plain, theta)
    assert tape_of(dropping, theta, 4).kept == [None, None, None]


def test_that_every_pass_draws_other_units_and_the_same_state_the_same():
    shape, generator = network(0.5), np.random.default_rng(SEED)
    tape = tape_of(shape, drawn(shape), 4, generator)
    state = generator.bit_generator.state
    masks = []
    for _ in range(2):
        tape.forward()
        masks.append(tape.kept[0].copy())
    generator.bit_generator.state = state
    tape.forward()
    assert (masks[0] != masks[1]).any()
    assert (tape.kept[0] == masks[0]).all()


@given(seed=st.integers(0, 1000), p=st.sampled_from([0.2, 0.5, 0.8]))
def test_that_the_gradient_is_the_slope_of_the_loss_for_the_units_that_are_kept(seed, p):
    shape, step = network(p, hidden=(4, 3)), 1e-6
    theta = drawn(shape, seed=seed)
    tape = tape_of(shape, theta, 4, np.random.default_rng(seed))
    tape.forward()
    tape.backward()
    for place in range(shape.layout.size):
        up, down = theta.copy(), theta.copy()
        up[0, place] += step
        down[0, place] -= step
        rise = loss_at(shape, up, np.random.default_rng(seed))
        rise -= loss_at(shape, down, np.random.default_rng(seed))
        assert tape.gradient[0, place] == pytest.approx(rise / (2 * step), rel=1e-6, abs=1e-7)


def test_that_the_mean_over_many_draws_is_the_output_without_dropout():
    # With linear layers the outputs are linear in each mask, and every mask's mean is 1.
    shape = Architecture((3, 6, 2), ("linear", "linear"), "mse", dropout=0.5)
    theta = drawn(shape)
    generator = np.random.default_rng(SEED)
    tape, plain = tape_of(shape, theta, 4, generator), tape_of(shape, theta, 4)
    plain.forward()
    total = np.zeros((4, 2))
    for _ in range(20_000):
        tape.forward()
        total += tape.a[-1][0]
    np.testing.assert_allclose(total / 20_000, plain.a[-1][0], atol=0.1)
