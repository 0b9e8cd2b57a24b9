"""One sample's own gradient, read off the tape of its batch."""

import numpy as np
import pytest

from visualnn.nn.architecture import Architecture
from visualnn.nn.network import Tape

CASES = {
    "tanh": Architecture((3, 5, 4, 1), ("tanh", "relu", "sigmoid"), "binary_crossentropy"),
    "softmax": Architecture((3, 5, 2), ("tanh", "softmax"), "categorical_crossentropy"),
    "mse": Architecture((3, 4, 1), ("silu", "linear"), "mse"),
    "layer norm": Architecture(
        (3, 5, 1), ("tanh", "sigmoid"), "binary_crossentropy", True, ("layer", "none")
    ),
    "batch norm": Architecture(
        (3, 5, 1), ("tanh", "sigmoid"), "binary_crossentropy", True, ("batch", "none")
    ),
    "dropout": Architecture((3, 9, 1), ("tanh", "sigmoid"), "binary_crossentropy", True, (), 0.4),
}


def passed(architecture, rows=6):
    rng = np.random.default_rng(3)
    theta = rng.normal(size=(1, architecture.layout.size))
    tape = Tape(architecture, theta, np.zeros_like(theta), rows, training=True, generator=rng)
    tape.x[...] = rng.normal(size=tape.x.shape)
    tape.y[...] = np.eye(2)[rng.integers(2, size=rows)][:, -tape.y.shape[1] :]
    tape.forward()
    tape.backward()
    return tape


@pytest.mark.parametrize("key", CASES)
def test_that_the_mean_of_the_samples_gradients_is_the_batchs(key):
    tape = passed(CASES[key])
    own = [tape.gradient_of(row) for row in range(tape.batch)]
    np.testing.assert_allclose(np.mean(own, axis=0), tape.gradient[0], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("key", ["tanh", "softmax", "mse", "layer norm"])
def test_that_it_is_the_gradient_of_a_batch_of_that_sample_alone(key):
    architecture, tape = CASES[key], passed(CASES[key])
    alone = Tape(architecture, tape.theta, np.zeros_like(tape.theta), 1, training=True)
    for row in range(tape.batch):
        alone.x[...], alone.y[...] = tape.x[row], tape.y[row]
        alone.forward()
        alone.backward()
        np.testing.assert_allclose(tape.gradient_of(row), alone.gradient[0], rtol=1e-11, atol=1e-14)
