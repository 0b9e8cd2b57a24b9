"""The loss and its gradient at any parameters."""

import numpy as np
import pytest

import visualnn as vnn


@pytest.mark.parametrize("data", ["moons", "iris", "sine"])
@pytest.mark.parametrize("penalty", [{}, {"l1": 0.1, "l2": 0.2}])
def test_that_the_gradient_is_the_slope_of_the_loss(data, penalty):
    plan = vnn.resolve(vnn.Experiment(data=data, hidden=(4,), **penalty))
    theta = plan.theta0 + 0.1
    loss, gradient = vnn.loss_and_gradient(plan, theta, plan.x_train, plan.y_train)
    assert isinstance(loss, float)
    for index in range(0, len(theta), 5):
        step = np.zeros_like(theta)
        step[index] = 1e-6
        up, _ = vnn.loss_and_gradient(plan, theta + step, plan.x_train, plan.y_train)
        down, _ = vnn.loss_and_gradient(plan, theta - step, plan.x_train, plan.y_train)
        assert gradient[index] == pytest.approx((up - down) / 2e-6, rel=1e-6, abs=1e-8)


def test_that_nothing_that_is_passed_in_is_changed():
    plan = vnn.resolve(vnn.Experiment(l2=0.1))
    arrays = (plan.theta0, plan.x_train, plan.y_train)
    before = [array.copy() for array in arrays]
    vnn.loss_and_gradient(plan, *arrays)
    assert all((array == copy).all() for array, copy in zip(arrays, before, strict=True))


@pytest.mark.parametrize(
    ("theta", "x", "y", "name"),
    [
        ((3,), (4, 2), (4, 1), "theta"),
        ((105,), (4, 3), (4, 1), "x"),
        ((105,), (4, 2), (5, 1), "y"),
        ((105,), (4, 2), (4,), "y"),
        ((105,), (0, 2), (0, 1), "x"),
        ((105,), (), (4, 1), "x"),
    ],
)
def test_that_a_wrong_shape_is_named(theta, x, y, name):
    plan = vnn.resolve(vnn.Experiment())
    with pytest.raises(vnn.InputError, match=f"^{name} has the shape"):
        vnn.loss_and_gradient(plan, np.zeros(theta), np.zeros(x), np.zeros(y))


def asked(x=None, y=None, **settings):
    """Ask for the gradient of a plan at its own training samples, or at others."""
    plan = vnn.resolve(vnn.Experiment(hidden=(4,), **settings))
    x, y = plan.x_train if x is None else x, plan.y_train if y is None else y(plan.y_train)
    return vnn.loss_and_gradient(plan, plan.theta0, x, y)


@pytest.mark.parametrize(
    ("settings", "label", "words"),
    [
        ({}, 7, "holds 7: binary cross-entropy needs a number from 0 to 1"),
        ({}, -1, "holds -1: binary"),
        (
            {"data": "iris", "loss": "sparse_categorical_crossentropy"},
            3,
            "holds 3: sparse categorical cross-entropy needs the index of a class, "
            "a whole number from 0 to 2",
        ),
        ({"data": "iris", "loss": "sparse_categorical_crossentropy"}, 0.5, "holds 0.5: sparse"),
        ({"data": "iris"}, 2, "holds 2: categorical"),
        ({"data": "iris"}, 1, "holds the sum 3: its entries must add up to 1"),
    ],
)
def test_that_a_label_out_of_range_is_named_with_its_row(settings, label, words):
    with pytest.raises(vnn.InputError, match=f"^y, row 0, {words}"):
        asked(y=lambda y: np.full_like(y, label), **settings)


def test_that_a_target_that_is_any_number_is_taken_for_a_loss_of_values():
    assert asked(y=lambda y: y + 100, loss="mse")[0] > 1000


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_that_what_is_no_finite_number_is_named_with_its_place(wrong):
    x = np.zeros((4, 2))
    x[2, 1] = wrong
    with pytest.raises(vnn.InputError, match=r"^x\[2, 1\] is (nan|inf), which is not a finite"):
        asked(x=x, y=lambda y: y[:4])


def test_that_text_is_no_array_of_numbers():
    with pytest.raises(vnn.InputError, match="x is no array of numbers"):
        asked(x="abc")


def test_that_one_sample_cannot_be_normalized_over_its_batch():
    one = {"x": np.zeros((1, 2)), "y": lambda y: y[:1]}
    with pytest.raises(vnn.InputError, match="needs two samples or more, but x has one row"):
        asked(normalization="batch", **one)
    assert np.isfinite(asked(normalization="layer", **one)[0])
