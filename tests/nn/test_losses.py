"""The losses' values where they are known, and at the far ends of the logits."""

import json
from pathlib import Path

import numpy as np
import pytest

from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import run
from visualnn.nn.losses import LOSSES
from visualnn.nn.network import Tape

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "functions.json").read_text())


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


@pytest.mark.parametrize("networks", [1, 3])
@pytest.mark.parametrize("outputs", [1, 2])
@pytest.mark.parametrize("far", [1.0, 15.0, 80.0])
def test_that_the_mean_surprise_keeps_its_digits_where_a_network_is_sure(networks, outputs, far):
    rng = np.random.default_rng(5)
    y = (rng.random((40, outputs)) < 0.5).astype(np.float32)
    stored = rng.uniform(0.7 * far, far, (networks, outputs, 40)).astype(np.float32)
    z = (stored * (2 * y.T - 1)).swapaxes(-1, -2)
    losses, mean = np.empty((networks, 40), "f"), np.empty(networks, "f")
    run(LOSSES["binary_crossentropy"].mean(z if networks > 1 else z[0], z, y, losses, mean))
    wanted = np.log1p(np.exp(-np.abs(z.astype(float)))).sum(-1).mean(-1)
    np.testing.assert_allclose(mean, wanted, rtol=1e-5)


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


@pytest.mark.parametrize("key", LOSSES)
@pytest.mark.parametrize("networks", [1, 2])
def test_that_the_mean_loss_and_its_gradient_are_those_of_torch(key, networks):
    case = REFERENCE["losses"][key]
    z, y = np.array(case["z"]), np.array(case["y"])
    units = z.shape[1]
    architecture = Architecture((units, units), (LOSSES[key].output,), key, bias=False)
    theta = np.tile(np.eye(units).reshape(1, -1), (networks, 1))
    tape = Tape(architecture, theta, np.zeros_like(theta), len(z))
    tape.x[...], tape.y[...] = z, y
    tape.forward()
    tape.backward()
    for network in range(networks):
        assert tape.loss[network] == pytest.approx(case["value"], rel=1e-12)
        np.testing.assert_allclose(
            tape.delta[-1][network], case["gradient"], rtol=1e-12, atol=1e-15
        )


def test_that_class_indices_give_what_one_hot_rows_give():
    rng = np.random.default_rng(0)
    z, classes = rng.normal(size=(6, 4)), rng.integers(0, 4, 6)
    one_hot = losses_at("categorical_crossentropy", z, np.eye(4)[classes], "softmax")
    index = losses_at("sparse_categorical_crossentropy", z, classes[:, None], "softmax")
    assert (index == one_hot).all()


def test_that_only_index_targets_have_a_single_column():
    columns = {key: loss.columns(5) for key, loss in LOSSES.items()}
    assert columns.pop("sparse_categorical_crossentropy") == 1
    assert set(columns.values()) == {5}
