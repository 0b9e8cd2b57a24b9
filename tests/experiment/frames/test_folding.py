"""What layers do to space: exact with two units, seen from the telling side with more."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.experiment.frames import TRAIN, Wants
from visualnn.experiment.frames.folding import flattened
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment, LayerSpec
from visualnn.experiment.training import Training


def space(hidden, steps=20, **names):
    plan = resolve(Experiment(samples=80, hidden=hidden, **names))
    training = Training(plan)
    training.advance(steps)
    return training, Camera(plan).frame(training, Wants(space=5)).space


def bend(grid):
    """Return how far grid lines are from straight: the second differences of their places."""
    return max(float(np.abs(np.diff(grid, 2, axis=axis)).max()) for axis in (0, 1))


def test_that_the_input_is_where_the_samples_are():
    training, found = space((3,))
    plan = training.plan
    x = plan.scaler.apply(plan.samples.x)[found.samples]
    np.testing.assert_allclose(found.layers[0].points, x[:, plan.axes], rtol=1e-6)
    assert (plan.part[found.samples] == TRAIN).all()


def test_that_a_layer_of_two_units_is_drawn_at_its_own_outputs():
    training, found = space((2,))
    layer, tape = found.layers[1], training.plan
    w, b = (training.plan.layout[name].view(training.theta) for name in ("W1", "b1"))
    a = np.tanh(tape.x_train @ w + b)
    assert (layer.exact, layer.share) == (True, 1.0)
    np.testing.assert_allclose(layer.points, a, atol=1e-6)


def test_that_a_linear_layer_leaves_the_grid_straight_and_tanh_bends_it():
    linear, tanh = (
        space((LayerSpec(units, activation=key),))[1].layers[1].grid
        for units, key in ((5, "linear"), (5, "tanh"))
    )
    assert bend(linear) < 1e-5
    assert bend(tanh) > 1e-2


@given(seed=st.integers(0, 1000), units=st.integers(3, 9))
def test_that_a_wide_layer_is_seen_from_the_side_with_the_largest_share(seed, units):
    rng = np.random.default_rng(seed)
    a = rng.normal(size=(60, units)) * rng.uniform(0.1, 3, units)
    before = rng.normal(size=(40, 2))
    places, width, share = flattened(a, 40, before)
    points = a[-40:] - a[-40:].mean(axis=0)
    variances = np.linalg.svd(points, compute_uv=False) ** 2
    assert width == units
    assert share == pytest.approx(variances[:2].sum() / variances.sum())
    assert (places[-40:] ** 2).sum() == pytest.approx(variances[:2].sum())


@given(seed=st.integers(0, 1000))
def test_that_no_turn_or_mirror_image_of_the_picture_moves_the_samples_less(seed):
    rng = np.random.default_rng(seed)
    a, before = rng.normal(size=(30, 4)), rng.normal(size=(30, 2))
    before -= before.mean(axis=0)
    places = flattened(a, 30, before)[0]
    angle, mirror = rng.uniform(0, 2 * np.pi), rng.choice([-1.0, 1.0])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    other = places @ turn @ np.diag([1.0, mirror])
    assert ((places - before) ** 2).sum() <= ((other - before) ** 2).sum() + 1e-9


def test_that_the_picture_does_not_hang_on_the_signs_of_the_units():
    rng = np.random.default_rng(0)
    a, before = rng.normal(size=(30, 4)), rng.normal(size=(30, 2))
    places = flattened(a, 30, before)[0]
    mirrored = flattened(a * [-1, 1, -1, 1], 30, before)[0]
    np.testing.assert_allclose(places, mirrored, atol=1e-9)


@pytest.mark.parametrize("data", ["sine", "iris", "xor_gate", "digits"])
def test_that_every_kind_of_data_has_its_places(data):
    _, found = space((4, 2), steps=1, data=data)
    assert len(found.layers) == 4
    assert all(layer.grid.shape == (5, 5, 2) for layer in found.layers)
    assert all(layer.points.shape == (len(found.samples), 2) for layer in found.layers)
    assert all(np.isfinite(layer.points).all() for layer in found.layers)


def test_that_zero_weights_put_everything_at_one_place():
    _, found = space((4,), steps=0, init="zeros")
    assert not found.layers[1].points.any()


def test_that_numbers_without_a_place_are_no_error():
    a = np.full((20, 3), np.inf)
    with np.errstate(invalid="ignore"):
        places, _, share = flattened(a, 10, np.zeros((10, 2)))
    assert np.isnan(places).all()
    assert np.isnan(share)


def test_that_computed_inputs_leave_the_input_a_plane_of_the_features():
    _, found = space((3,), inputs=("x1_squared", "x1_x2"))
    assert bend(found.layers[0].grid) < 1e-6
    assert found.layers[0].units == 2
    assert bend(found.layers[1].grid) > 1e-3
