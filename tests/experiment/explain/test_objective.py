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
