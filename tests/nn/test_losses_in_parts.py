"""Each output's part of a loss adds up, and the slope with respect to a is its slope."""

import numpy as np
import pytest

from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.losses import LOSSES


def logits_and_targets(key, rng, n=5, k=3):
    z = rng.normal(size=(n, k))
    match LOSSES[key].target:
        case "index":
            return z, rng.integers(0, k, (n, 1)).astype(float)
        case "one_hot":
            return z, np.eye(k)[rng.integers(0, k, n)]
    if key == "binary_crossentropy":
        return z, rng.integers(0, 2, (n, k)).astype(float)
    return z, rng.normal(size=(n, k))


@pytest.mark.parametrize("key", LOSSES)
@pytest.mark.parametrize("seed", range(5))
def test_that_the_slope_goes_through_the_activation_to_the_slope_at_the_logits(key, seed):
    """∂L/∂z by central differences of the parts is what the activation makes of ∂L/∂a."""
    loss, activation = LOSSES[key], ACTIVATIONS[LOSSES[key].output]
    z, y = logits_and_targets(key, np.random.default_rng(seed))
    a = activation.value(z)
    delta = loss.slope(z, a, y).copy()
    for call in activation.backward(z, a, delta, np.empty_like(z)):
        call()
    for row, unit in np.ndindex(z.shape):
        step = np.zeros_like(z)
        step[row, unit] = 1e-6
        up, down = (loss.shares(w, activation.value(w), y).sum() for w in (z + step, z - step))
        assert delta[row, unit] == pytest.approx((up - down) / 2e-6 / len(z), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("key", LOSSES)
def test_that_the_parts_of_a_sample_add_up_to_its_loss(key):
    loss, activation = LOSSES[key], ACTIVATIONS[LOSSES[key].output]
    z, y = logits_and_targets(key, np.random.default_rng(3))
    losses = np.empty(len(z))
    for call in loss.forward(z, activation.value(z), y, losses):
        call()
    parts = loss.shares(z, activation.value(z), y)
    assert parts.shape == z.shape
    assert parts.sum(axis=1) == pytest.approx(losses, rel=1e-13)


@pytest.mark.parametrize("key", LOSSES)
def test_that_a_part_and_its_slope_are_written_of_output_and_target(key):
    for form in (LOSSES[key].part, LOSSES[key].part_slope):
        written = form.format(a="o₁", y="t₁", k=3)
        assert "o₁" in written
        assert "t₁" in written
        assert "{" not in written


@pytest.mark.parametrize("key", [key for key in LOSSES if LOSSES[key].reads_logits])
def test_that_the_slope_of_a_certain_and_right_answer_is_a_number(key):
    loss, activation = LOSSES[key], ACTIVATIONS[LOSSES[key].output]
    z = np.array([[800.0, -800.0]])
    y = np.zeros((1, 1)) if LOSSES[key].target == "index" else np.array([[1.0, 0.0]])
    slope = loss.slope(z, activation.value(z), y)
    assert slope[0, 0] == -1
    assert np.isfinite(slope).all()
