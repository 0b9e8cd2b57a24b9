"""The same comparisons with the PyTorch that is installed here, on drawn cases."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visualnn.experiment.together.population import Population
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.architecture import Architecture
from visualnn.nn.network import Tape
from visualnn.nn.normalization import NORMALIZATIONS
from visualnn.nn.optim import OPTIMIZERS

torch = pytest.importorskip("torch")

THEIRS = {
    "sgd": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "nesterov": (torch.optim.SGD, {"momentum": 0.9, "nesterov": True}),
    "adagrad": (torch.optim.Adagrad, {}),
    "rmsprop": (torch.optim.RMSprop, {}),
    "adam": (torch.optim.Adam, {}),
    "adamw": (torch.optim.AdamW, {}),
    "amsgrad": (torch.optim.Adam, {"amsgrad": True}),
    "nadam": (torch.optim.NAdam, {}),
    "adamax": (torch.optim.Adamax, {}),
    "adadelta": (torch.optim.Adadelta, {}),
}
FUNCTIONS = {
    "linear": torch.nn.Identity(),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": torch.nn.functional.leaky_relu,
    "elu": torch.nn.functional.elu,
    "selu": torch.selu,
    "softplus": torch.nn.functional.softplus,
    "gelu": torch.nn.functional.gelu,
    "silu": torch.nn.functional.silu,
}


@pytest.fixture(autouse=True)
def doubles():
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(before)


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_a_default_optimizer_moves_as_the_installed_torch(key):
    stream = np.random.default_rng(1).normal(size=(120, 5)) * 10.0 ** np.arange(-2, 3)
    theta = torch.ones(5, requires_grad=True)
    cls, settings_ = THEIRS[key]
    theirs = cls([theta], lr=OPTIMIZERS[key]().lr, **settings_)
    population = Population(np.ones((1, 5)), [OPTIMIZERS[key]()])
    for gradient in stream:
        theta.grad = torch.tensor(gradient)
        theirs.step()
        population.gradient[...] = gradient
        population.update()
        np.testing.assert_allclose(
            population.theta[0], theta.detach().numpy(), rtol=1e-12, atol=1e-13
        )


def test_that_the_default_rates_are_those_of_torch():
    for key, (cls, settings_) in THEIRS.items():
        usual = cls([torch.ones(1, requires_grad=True)], **settings_).defaults["lr"]
        assert OPTIMIZERS[key]().lr == usual


@pytest.mark.parametrize("key", FUNCTIONS)
@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10_000), hidden=st.integers(1, 6), rows=st.integers(1, 5))
def test_that_backpropagation_is_that_of_the_installed_torch(key, seed, hidden, rows):
    rng = np.random.default_rng(seed)
    architecture = Architecture((3, hidden, hidden, 2), (key, key, "linear"), "mse")
    theta = rng.normal(size=(1, architecture.layout.size))
    tape = Tape(architecture, theta, np.zeros_like(theta), rows)
    tape.x[...], tape.y[...] = rng.normal(size=(rows, 3)), rng.normal(size=(rows, 2))
    tape.forward()
    tape.backward()
    flat = torch.tensor(theta[0], requires_grad=True)
    a = torch.tensor(tape.x)
    for layer in architecture.layout.layers:
        w, b = (architecture.layout[f"{name}{layer}"] for name in "Wb")
        z = a @ flat[w.slice].reshape(w.shape) + flat[b.slice]
        a = FUNCTIONS[key](z) if layer < 3 else z
    loss = torch.nn.functional.mse_loss(a, torch.tensor(tape.y))
    loss.backward()
    assert tape.loss[0] == pytest.approx(loss.item(), rel=1e-12)
    near = {"rtol": 1e-10, "atol": 1e-12 * (1 + np.abs(tape.gradient).max())}
    np.testing.assert_allclose(tape.gradient[0], flat.grad.numpy(), **near)


THEIR_RULES = {"batch": torch.nn.BatchNorm1d, "layer": torch.nn.LayerNorm}


@pytest.mark.parametrize("key", THEIR_RULES)
@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10_000), rows=st.integers(3, 9))
def test_that_a_normalized_network_has_the_gradient_of_the_installed_torch(key, seed, rows):
    rng = np.random.default_rng(seed)
    shape = Architecture((3, 4, 2), ("tanh", "linear"), "mse", True, (key, "none"))
    theta = rng.normal(size=(1, shape.layout.size))
    tape = Tape(shape, theta, np.zeros_like(theta), rows, training=True)
    tape.x[...], tape.y[...] = rng.normal(size=(rows, 3)), rng.normal(size=(rows, 2))
    flat = torch.tensor(theta[0], requires_grad=True)
    part = {name: flat[slot.slice].reshape(slot.shape) for name, slot in shape.layout.items()}
    normed = THEIR_RULES[key](4)(torch.tensor(tape.x) @ part["W1"] + part["b1"])
    hidden = torch.tanh(part["gamma1"] * normed + part["beta1"])
    loss = torch.nn.functional.mse_loss(hidden @ part["W2"] + part["b2"], torch.tensor(tape.y))
    loss.backward()
    tape.forward()
    tape.backward()
    assert tape.loss[0] == pytest.approx(loss.item(), rel=1e-12)
    near = {"rtol": 1e-8, "atol": 1e-10 * (1 + np.abs(tape.gradient).max())}
    np.testing.assert_allclose(tape.gradient[0], flat.grad.numpy(), **near)


def test_that_every_normalization_is_compared():
    assert set(NORMALIZATIONS) - set(THEIR_RULES) == {"none"}


def test_that_every_smooth_activation_is_compared():
    assert set(ACTIVATIONS) - set(FUNCTIONS) == {"step", "softmax"}


def test_that_clipping_by_norm_is_that_of_the_installed_torch():
    from visualnn.nn.optim.clipping import ClipByNorm

    stream = np.random.default_rng(2).normal(size=(50, 4)) * 3
    theta = torch.zeros(4, requires_grad=True)
    theirs = torch.optim.Adam([theta], lr=0.1)
    population = Population(np.zeros((1, 4)), [OPTIMIZERS["adam"](lr=0.1)], (ClipByNorm(2.0),))
    for gradient in stream:
        theta.grad = torch.tensor(gradient)
        torch.nn.utils.clip_grad_norm_([theta], 2.0)
        theirs.step()
        population.gradient[...] = gradient
        population.update()
    np.testing.assert_allclose(population.theta[0], theta.detach().numpy(), rtol=1e-12)
