"""The worked example of backpropagation: two inputs, two hidden units, two outputs, to 8 decimals.

Every number is a published one, worked out by hand; the loss is ½·Σ(t − o)² and
no layer has a bias.
"""

import numpy as np
import pytest

from visualnn.experiment.together.population import Population
from visualnn.nn.architecture import Architecture
from visualnn.nn.losses import LOSSES
from visualnn.nn.network import Tape
from visualnn.nn.optim import SGD

# With two outputs the mean of the squared errors is half their sum.
SAME = [key for key in ("half_squared_error", "mse") if key in LOSSES]
X, TARGETS = (0.1, 0.2), (0.4, 0.6)
ORDER = [0, 2, 1, 3, 4, 6, 5, 7]
"""Where w1 … w8 lie in the vector: w1 and w2 lead into h1, so they are a column of W1."""
WEIGHTS = (0.3, 0.25, 0.4, 0.35, 0.45, 0.4, 0.7, 0.6)


def exact(values):
    return pytest.approx(np.array(values), abs=5e-9, rel=0)


@pytest.fixture(params=SAME)
def example(request):
    """Return the population and its tape, after the forward and the backward pass."""
    theta = np.empty((1, 8))
    theta[0, ORDER] = WEIGHTS
    population = Population(theta, (SGD(lr=0.5),))
    architecture = Architecture((2, 2, 2), ("sigmoid", "sigmoid"), request.param, bias=False)
    tape = Tape(architecture, population.theta, population.gradient, 1)
    tape.x[...], tape.y[...] = X, TARGETS
    tape.forward()
    tape.backward()
    return population, tape


def test_that_the_forward_pass_gives_the_published_sums_and_outputs(example):
    _, tape = example
    assert tape.z[0][0, 0] == exact([0.08, 0.11])
    assert tape.a[1][0, 0] == exact([0.51998934, 0.52747230])
    assert tape.z[1][0, 0] == exact([0.44498412, 0.68047592])
    assert tape.a[2][0, 0] == exact([0.60944600, 0.66384491])


def test_that_the_loss_is_the_published_one(example):
    _, tape = example
    errors = 0.5 * (tape.a[2][0, 0] - TARGETS) ** 2
    assert errors == exact([0.02193381, 0.00203809])
    assert tape.loss == exact([0.02397190])


def test_that_the_chain_rule_gives_the_published_factors(example):
    population, tape = example
    output = tape.a[2][0, 0]
    slopes = (output * (1 - output), tape.a[1][0, 0] * (1 - tape.a[1][0, 0]))
    assert output[0] - TARGETS[0] == exact(0.20944600)
    assert slopes[0][0] == exact(0.23802157)
    assert slopes[1][0] == exact(0.24960043)
    paths = tape.delta[1][0, 0] * tape.architecture.layout.weights(population.theta)[1][0, 0]
    assert paths == exact([0.02243370, 0.00997311])
    assert paths.sum() == exact(0.03240681)
    assert tape.delta[0][0, 0, 0] == exact(0.03240681 * 0.24960043)


def test_that_the_gradient_has_the_published_entries(example):
    population, _ = example
    gradient = population.gradient[0, ORDER]
    assert gradient[[4, 0]] == exact([0.02592286, 0.00080888])


def test_that_one_step_gives_the_published_weights_and_loss(example):
    population, tape = example
    population.update()
    first, second = population.theta[0, ORDER].reshape(2, 4)
    assert first == exact([0.29959556, 0.24919112, 0.39964496, 0.34928991])
    assert second == exact([0.43703857, 0.38685205, 0.69629578, 0.59624247])
    tape.forward()
    assert 0.5 * (tape.a[2][0, 0] - TARGETS) ** 2 == exact([0.02125445, 0.00198189])
    assert tape.loss == exact([0.02323634])
