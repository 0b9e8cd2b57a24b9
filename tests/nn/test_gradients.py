"""Backpropagation against central differences, for whatever the registries hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visualnn.experiment.spec import Experiment
from visualnn.experiment.training.penalty import penalty, penalty_calls
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import run
from visualnn.nn.losses import LOSSES
from visualnn.nn.network import Tape
from visualnn.nn.normalization import NORMALIZATIONS

STEP, FAR = 1e-6, 3e-5
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
    tape = Tape(architecture, theta, np.zeros_like(theta), len(x), training=True)
    tape.x[...], tape.y[...] = x, y
    tape.forward()
    return tape


def slopes_of_loss(architecture, theta, x, y):
    """Return two central differences at ``theta (P,)``; all neighbors are one population.

    Two points close by, which rarely have a corner between them, and four
    farther off, in which rounding counts for less.  A wrong gradient is neither.
    """
    steps = np.array([STEP, -STEP, FAR, -FAR, 2 * FAR, -2 * FAR])
    neighbors = theta + steps[:, None, None] * np.eye(len(theta))
    losses = filled(architecture, neighbors.reshape(-1, len(theta)), x, y).loss
    up, down, right, left, far_right, far_left = losses.reshape(6, -1)
    near, far = up - down, 8 * (right - left) - (far_right - far_left)
    return near / (2 * STEP), far / (12 * FAR)


def slope_of_penalty(experiment, layout, theta):
    """Return the central difference of the penalty at ``theta (P,)``."""
    steps = STEP * np.eye(len(theta))
    up, down = (
        np.array([penalty(experiment, layout, theta + sign * step) for step in steps])
        for sign in (1, -1)
    )
    return (up - down) / (2 * STEP)


def relative_error(gradient, slopes, loss):
    """Return how far each entry is from the nearest of its central differences."""
    floor = FLOOR * max(1.0, loss)
    sizes = [np.maximum(np.maximum(np.abs(gradient), np.abs(slope)), floor) for slope in slopes]
    errors = [np.abs(gradient - slope) / size for slope, size in zip(slopes, sizes, strict=True)]
    return np.minimum(*errors)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@settings(max_examples=5)
@given(
    sizes=shapes(),
    rows=st.integers(3, 6),
    networks=st.sampled_from([1, 3]),
    bias=st.booleans(),
    seed=st.integers(0, 10_000),
)
def test_that_the_gradient_is_the_slope_of_the_loss(
    normalization, loss, activation, sizes, rows, networks, bias, seed
):
    rule, rng = LOSSES[loss], np.random.default_rng(seed)
    hidden = len(sizes) - 2
    keys = (*[activation] * hidden, rule.output if rule.reads_logits else activation)
    normalizations = (*[normalization] * hidden, "none")
    architecture = Architecture(sizes, keys, loss, bias, normalizations)
    layout = architecture.layout
    theta = rng.normal(size=(networks, layout.size))
    x, y = rng.normal(size=(rows, sizes[0])), targets(rule, rows, sizes[-1], rng)
    tape = filled(architecture, theta, x, y)
    tape.backward()
    for row, gradient, value in zip(theta, tape.gradient, tape.loss, strict=True):
        slopes = slopes_of_loss(architecture, row, x, y)
        for experiment in PENALTIES.values():
            whole = gradient.copy()
            run(penalty_calls(experiment, layout, row, whole))
            extra = slope_of_penalty(experiment, layout, row)
            wanted = [slope + extra for slope in slopes]
            differenced = max(value, penalty(experiment, layout, row))
            assert relative_error(whole, wanted, differenced).max() < TOLERANCE


class Kept:
    """A network in training whose every pass leaves out the same units."""

    def __init__(self, architecture, theta, x, y, seed):
        self.generator = np.random.default_rng(seed)
        self.first = self.generator.bit_generator.state
        theta = theta[None].copy()
        gradient = np.zeros_like(theta)
        self.tape = Tape(
            architecture, theta, gradient, len(x), training=True, generator=self.generator
        )
        self.tape.x[...], self.tape.y[...] = x, y

    def loss(self, theta):
        """Return the loss at ``theta (P,)``; the tape holds this pass."""
        self.tape.theta[...] = theta
        self.generator.bit_generator.state = self.first
        self.tape.forward()
        return self.tape.loss[0]

    def slopes(self, theta):
        """Return the two central differences of `slopes_of_loss`."""
        steps = np.eye(len(theta))
        up, down, right, left, far_right, far_left = (
            np.array([self.loss(theta + size * step) for step in steps])
            for size in (STEP, -STEP, FAR, -FAR, 2 * FAR, -2 * FAR)
        )
        far = 8 * (right - left) - (far_right - far_left)
        return (up - down) / (2 * STEP), far / (12 * FAR)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@settings(max_examples=3)
@given(
    sizes=shapes(), rows=st.integers(3, 6), p=st.sampled_from([0.2, 0.5]), seed=st.integers(0, 999)
)
def test_that_the_gradient_is_the_slope_of_the_loss_of_the_units_that_are_kept(
    normalization, loss, activation, sizes, rows, p, seed
):
    rule, rng = LOSSES[loss], np.random.default_rng(seed)
    hidden = len(sizes) - 2
    keys = (*[activation] * hidden, rule.output if rule.reads_logits else activation)
    normalizations = (*[normalization] * hidden, "none")
    architecture = Architecture(sizes, keys, loss, True, normalizations, p)
    theta = rng.normal(size=architecture.layout.size)
    x, y = rng.normal(size=(rows, sizes[0])), targets(rule, rows, sizes[-1], rng)
    network = Kept(architecture, theta, x, y, seed)
    slopes, value = network.slopes(theta), network.loss(theta)
    network.tape.backward()
    assert relative_error(network.tape.gradient[0], slopes, value).max() < TOLERANCE


def test_that_the_check_sees_a_gradient_that_is_a_thousandth_off():
    architecture, rng = Architecture((2, 3, 1), ("tanh", "linear"), "mse"), np.random.default_rng(0)
    theta = rng.normal(size=architecture.layout.size)
    x, y = rng.normal(size=(4, 2)), rng.normal(size=(4, 1))
    tape = filled(architecture, theta[None], x, y)
    tape.backward()
    slopes = slopes_of_loss(architecture, theta, x, y)
    wrong = tape.gradient[0] * 1.001
    assert relative_error(wrong, slopes, tape.loss[0]).max() > TOLERANCE


@pytest.mark.parametrize("activation", ACTIVATIONS)
@given(z=st.floats(-6, 6).filter(lambda z: abs(z) > 1e-3))
def test_that_a_derivative_is_the_slope_of_its_activation(activation, z):
    function = ACTIVATIONS[activation]
    at = np.array([[z]])
    difference = function.value(at + STEP) - function.value(at - STEP)
    assert function.derivative(at) == pytest.approx(difference / (2 * STEP), rel=1e-6, abs=1e-8)
