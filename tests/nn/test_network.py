"""The tape: what a pass leaves on it, and what it does not leave behind."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.experiment.together.population import Population
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import run
from visualnn.nn.network import Tape
from visualnn.nn.optim import Adam

ARCHITECTURE = Architecture((2, 8, 8, 1), ("tanh", "relu", "sigmoid"), "binary_crossentropy")


def filled(architecture, theta, rows, seed=0):
    rng = np.random.default_rng(seed)
    tape = Tape(architecture, theta, np.zeros_like(theta), rows)
    tape.x[...] = rng.normal(size=tape.x.shape)
    tape.y[...] = rng.integers(0, 2, tape.y.shape)
    tape.forward()
    tape.backward()
    return tape


def drawn(networks, architecture=ARCHITECTURE, seed=1):
    return np.random.default_rng(seed).normal(size=(networks, architecture.layout.size))


@given(networks=st.integers(2, 5), rows=st.integers(1, 7))
def test_that_a_population_computes_what_each_network_computes_alone(networks, rows):
    theta = drawn(networks)
    together = filled(ARCHITECTURE, theta, rows)
    for row in range(networks):
        alone = filled(ARCHITECTURE, theta[row : row + 1], rows)
        assert together.loss[row] == pytest.approx(alone.loss[0], rel=1e-12)
        np.testing.assert_allclose(together.gradient[row], alone.gradient[0], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("networks", [1, 3])
def test_that_the_tape_holds_every_layer_with_networks_and_samples_as_axes(networks):
    tape = filled(ARCHITECTURE, drawn(networks), 5)
    assert [z.shape for z in tape.z] == [(networks, 5, 8), (networks, 5, 8), (networks, 5, 1)]
    assert [a.shape for a in tape.a] == [(5, 2), *(z.shape for z in tape.z)]
    assert [d.shape for d in tape.delta] == [z.shape for z in tape.z]
    assert tape.losses.shape == (networks, 5)
    np.testing.assert_allclose(tape.loss, tape.losses.mean(axis=1), rtol=1e-14)


@pytest.mark.parametrize("networks", [1, 3])
def test_that_the_tape_obeys_the_equations_of_the_chain_rule(networks):
    theta = drawn(networks)
    tape = filled(ARCHITECTURE, theta, 5)
    layout = ARCHITECTURE.layout
    weights, biases = layout.weights(theta), layout.biases(theta)
    slopes, shifts = layout.weights(tape.gradient), layout.biases(tape.gradient)
    for layer in range(3):
        before, delta = tape.a[layer], tape.delta[layer]
        np.testing.assert_allclose(
            tape.z[layer], before @ weights[layer] + biases[layer][:, None, :], atol=1e-12
        )
        np.testing.assert_allclose(slopes[layer], before.swapaxes(-1, -2) @ delta, atol=1e-12)
        np.testing.assert_allclose(shifts[layer], delta.sum(axis=1), atol=1e-12)


def test_that_a_network_without_hidden_layer_is_one_neuron():
    architecture = Architecture((2, 1), ("sigmoid",), "binary_crossentropy")
    tape = Tape(architecture, np.array([[2.0, -1.0, 0.5]]), np.zeros((1, 3)), 1)
    tape.x[...] = (3.0, 4.0)
    tape.forward()
    assert tape.z[0][0, 0, 0] == 2.5
    assert tape.a[1][0, 0, 0] == pytest.approx(1 / (1 + np.exp(-2.5)), rel=1e-15)


def test_that_linear_layers_collapse_to_one():
    architecture = Architecture((2, 5, 4, 3), ("linear",) * 3, "mse")
    theta = drawn(1, architecture)
    tape = filled(architecture, theta, 6)
    (w1, w2, w3), (b1, b2, b3) = (
        architecture.layout.weights(theta),
        architecture.layout.biases(theta),
    )
    np.testing.assert_allclose(
        tape.a[-1][0], tape.x @ (w1 @ w2 @ w3)[0] + ((b1 @ w2[0] + b2) @ w3[0] + b3), atol=1e-12
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_a_tape_keeps_the_type_of_its_parameters(dtype):
    tape = filled(ARCHITECTURE, drawn(1).astype(dtype), 3)
    assert {array.dtype for array in (*tape.z, *tape.a, *tape.delta, tape.loss)} == {
        np.dtype(dtype)
    }


def peak_of_warm_steps(architecture, networks, rows, rounds=200):
    """Return how many bytes warm updates ever held beyond what was there before."""
    population = Population(0.1 * drawn(networks, architecture), [Adam()] * networks)
    tape = Tape(architecture, population.theta, population.gradient, rows)
    calls = [*tape.forward_calls, *tape.backward_calls, *population.update_calls]
    run(calls)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(rounds):
            run(calls)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def test_that_a_warm_step_of_a_small_network_allocates_next_to_nothing():
    assert peak_of_warm_steps(ARCHITECTURE, 1, 32) < 8192


@pytest.mark.parametrize("networks", [1, 4])
def test_that_a_warm_step_allocates_nothing_that_grows_with_the_network(networks):
    # NumPy itself cuts an operand that is not in one piece into buffers of 8192 numbers.
    architecture = Architecture(
        (64, 256, 256, 10), ("tanh", "relu", "softmax"), "categorical_crossentropy"
    )
    layer = 512 * 256 * 8
    assert peak_of_warm_steps(architecture, networks, 512, rounds=10) < 4 * 8192 * 8 < layer


@pytest.mark.parametrize("networks", [1, 3])
@pytest.mark.parametrize("activation", [key for key in ACTIVATIONS if key != "softmax"])
def test_that_a_lean_tape_gives_the_same_losses(activation, networks):
    shape = Architecture((2, 4, 3, 1), (activation, activation, "sigmoid"), "binary_crossentropy")
    rng = np.random.default_rng(0)
    theta = rng.normal(size=(networks, shape.layout.size))
    full, lean = (Tape(shape, theta, np.zeros_like(theta), 70, lean=lean) for lean in (False, True))
    for tape in (full, lean):
        tape.x[...], tape.y[...] = (np.sin(range(140)).reshape(70, 2), np.ones((70, 1)))
        tape.forward()
    np.testing.assert_array_equal(lean.losses, full.losses)
    lean.loss[...] = 0
    lean.first_sums[...] = full.first_sums
    run(lean.calls_from_sums_to_loss)
    # Its terms are summed in another order, so that the last bits may differ.
    np.testing.assert_allclose(lean.loss, full.loss, rtol=1e-14)
