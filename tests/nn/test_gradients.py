"""Backpropagation against central differences, for whatever the registries hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visualnn.experiment.penalty import penalty, penalty_calls
from visualnn.experiment.spec import Experiment
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.calls import run
from visualnn.nn.losses import LOSSES
from visualnn.nn.network import Architecture, Tape

STEP = 1e-6
TOLERANCE = 1e-6
FLOOR = 1e-3
"""Gradients below this share of the loss drown in the rounding of the difference."""

PENALTIES = {
    "none": Experiment(),
    "l1": Experiment(l1=0.3),
    "l2": Experiment(l2=0.7),
    "l1 and l2": Experiment(l1=0.2, l2=0.4),
}


def targets(loss, rows, outputs, rng):
    """Return what the loss may be asked to fit: probabilities, one-hot rows, indices or values."""
    if loss.target == "index":
        return rng.integers(0, outputs, (rows, 1)).astype(float)
    if "regression" in loss.tasks:
        return rng.normal(size=(rows, outputs))
    if "multiclass" in loss.tasks:
        return np.eye(outputs)[rng.integers(0, outputs, rows)]
    return rng.integers(0, 2, (rows, outputs)).astype(float)


@st.composite
def shapes(draw):
    hidden = draw(st.lists(st.integers(1, 4), max_size=3))
    return (draw(st.integers(1, 3)), *hidden, draw(st.integers(1, 3)))


def filled(architecture, theta, x, y):
    tape = Tape(architecture, theta, np.zeros_like(theta), len(x))
    tape.x[...], tape.y[...] = x, y
    tape.forward()
    return tape


def central_difference(architecture, theta, x, y, experiment):
    """Return the slope at ``theta (P,)``; all 2P neighbours are one population."""
    steps = STEP * np.eye(len(theta))
    neighbours = np.concatenate([theta + steps, theta - steps])
    losses = filled(architecture, neighbours, x, y).loss
    losses = losses + [penalty(experiment, architecture.layout, row) for row in neighbours]
    up, down = losses.reshape(2, -1)
    return (up - down) / (2 * STEP)


def relative_error(a, n, loss):
    return np.abs(a - n) / np.maximum(np.maximum(np.abs(a), np.abs(n)), FLOOR * max(1.0, loss))


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
@settings(max_examples=12)
@given(
    sizes=shapes(),
    rows=st.integers(1, 5),
    networks=st.sampled_from([1, 3]),
    bias=st.booleans(),
    regularization=st.sampled_from(list(PENALTIES)),
    seed=st.integers(0, 10_000),
)
def test_that_the_gradient_is_the_slope_of_the_loss(
    loss, activation, sizes, rows, networks, bias, regularization, seed
):
    rule, experiment, rng = LOSSES[loss], PENALTIES[regularization], np.random.default_rng(seed)
    last = rule.output if rule.reads_logits else activation
    keys = (*[activation] * (len(sizes) - 2), last)
    architecture = Architecture(sizes, keys, loss, bias)
    theta = rng.normal(size=(networks, architecture.layout.size))
    x, y = rng.normal(size=(rows, sizes[0])), targets(rule, rows, sizes[-1], rng)
    tape = filled(architecture, theta, x, y)
    tape.backward()
    for row, gradient, value in zip(theta, tape.gradient, tape.loss, strict=True):
        run(penalty_calls(experiment, architecture.layout, row, gradient))
        slope = central_difference(architecture, row, x, y, experiment)
        assert relative_error(gradient, slope, value).max() < TOLERANCE


def test_that_the_check_sees_a_gradient_that_is_a_thousandth_off():
    architecture, rng = Architecture((2, 3, 1), ("tanh", "linear"), "mse"), np.random.default_rng(0)
    theta = rng.normal(size=architecture.layout.size)
    x, y = rng.normal(size=(4, 2)), rng.normal(size=(4, 1))
    tape = filled(architecture, theta[None], x, y)
    tape.backward()
    slope = central_difference(architecture, theta, x, y, PENALTIES["none"])
    wrong = tape.gradient[0] * 1.001
    assert relative_error(wrong, slope, tape.loss[0]).max() > TOLERANCE


@pytest.mark.parametrize("activation", ACTIVATIONS)
@given(z=st.floats(-6, 6).filter(lambda z: abs(z) > 1e-3))
def test_that_a_derivative_is_the_slope_of_its_activation(activation, z):
    function = ACTIVATIONS[activation]
    at = np.array([[z]])
    difference = function.value(at + STEP) - function.value(at - STEP)
    assert function.derivative(at) == pytest.approx(difference / (2 * STEP), rel=1e-6, abs=1e-8)
