"""The losses' values where they are known, and at the far ends of the logits."""

import numpy as np
import pytest

from visualnn.nn.losses import LOSSES
from visualnn.nn.network import Architecture, Tape


def losses_at(key, z, y, output):
    """Return the loss of each sample of one layer whose weighted sums are ``z``."""
    z, y = np.atleast_2d(z).astype(float), np.atleast_2d(y).astype(float)
    units = z.shape[1]
    architecture = Architecture((units, units), (output,), key, bias=False)
    tape = Tape(architecture, np.eye(units).reshape(1, -1), np.zeros((1, units**2)), len(z))
    tape.x[...], tape.y[...] = z, y
    tape.forward()
    tape.backward()
    assert np.isfinite(tape.gradient).all()
    return tape.losses[0]


def test_that_mean_squared_error_averages_over_outputs():
    assert losses_at("mse", [[1, 3]], [[0, 1]], "linear") == pytest.approx([2.5])


def test_that_binary_cross_entropy_is_the_surprise_in_nats():
    a = 1 / (1 + np.exp(-0.7))
    surprise = losses_at("binary_crossentropy", [[0.7], [0.7]], [[1], [0]], "sigmoid")
    assert surprise == pytest.approx([-np.log(a), -np.log(1 - a)], rel=1e-14)


def test_that_categorical_cross_entropy_is_the_surprise_in_nats():
    z = np.array([0.2, -1.0, 1.5])
    a = np.exp(z) / np.exp(z).sum()
    surprise = losses_at("categorical_crossentropy", [z, z], np.eye(3)[[2, 0]], "softmax")
    assert surprise == pytest.approx(-np.log(a[[2, 0]]), rel=1e-14)


@pytest.mark.parametrize(("z", "y", "value"), [(800, 0, 800), (-800, 1, 800), (800, 1, 0)])
def test_that_binary_cross_entropy_stays_exact_at_the_far_ends(z, y, value):
    with np.errstate(over="ignore"):
        assert losses_at("binary_crossentropy", [[z]], [[y]], "sigmoid") == pytest.approx([value])


@pytest.mark.parametrize(("label", "value"), [(0, 0), (1, 2000)])
def test_that_categorical_cross_entropy_stays_exact_at_the_far_ends(label, value):
    z = [[1000.0, -1000.0]]
    y = np.eye(2)[[label]]
    assert losses_at("categorical_crossentropy", z, y, "softmax") == pytest.approx([value])


@pytest.mark.parametrize("key", LOSSES)
def test_that_a_loss_names_its_output_and_its_tasks(key):
    loss = LOSSES[key]
    assert loss.title
    assert loss.formula
    assert set(loss.tasks) <= {"binary", "multiclass", "regression"}
    assert loss.tasks
