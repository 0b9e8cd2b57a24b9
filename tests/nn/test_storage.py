"""A tape says the same, however it stores its layers."""

import numpy as np
import pytest

from visualnn.nn import network
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.architecture import Architecture
from visualnn.nn.network import Tape
from visualnn.nn.normalization import NORMALIZATIONS

ROWS, NEVER = 7, 10**9


def passed(activation, normalization, dropout):
    """Return the tape of a wide network after both passes."""
    keys = (activation, activation, "softmax"), "categorical_crossentropy"
    rules = (normalization, normalization, "none")
    architecture = Architecture((600, 8, 5, 3), *keys, normalizations=rules, dropout=dropout)
    rng = np.random.default_rng(1)
    theta = 0.1 * rng.normal(size=(1, architecture.layout.size))
    generator = np.random.default_rng(2)
    tape = Tape(architecture, theta, np.zeros_like(theta), ROWS, training=True, generator=generator)
    tape.x[...], tape.y[...] = rng.normal(size=(ROWS, 600)), np.eye(3)[rng.integers(0, 3, ROWS)]
    tape.forward()
    tape.backward()
    return tape


@pytest.mark.parametrize("dropout", [0.0, 0.4])
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("activation", [key for key in ACTIVATIONS if key != "softmax"])
def test_that_a_layer_stored_sample_by_sample_holds_what_it_would_otherwise(
    activation, normalization, dropout, monkeypatch
):
    turned = passed(activation, normalization, dropout)
    monkeypatch.setattr(network, "LONG", NEVER)
    usual = passed(activation, normalization, dropout)
    # The first hidden layer is: its samples lie in a row, not its units.
    assert turned.z[0][0].flags.c_contiguous
    assert not usual.z[0][0].flags.c_contiguous
    for name in ("s", "z", "a", "passed", "delta", "delta_s"):
        for one, other in zip(getattr(turned, name), getattr(usual, name), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(turned.gradient, usual.gradient, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(turned.gradient_of(3), usual.gradient_of(3), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(turned.losses, usual.losses, rtol=1e-12)
