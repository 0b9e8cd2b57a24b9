"""Compare the gradient from backpropagation with central differences of the loss."""

import numpy as np

import visualnn as vnn

STEP = 1e-5  # smaller steps lose digits to rounding, larger ones to curvature

plan = vnn.resolve(vnn.Experiment(data="moons", hidden=(4, 4), l2=0.01))
samples = plan.x_train, plan.y_train
theta = plan.theta0
_, gradient = vnn.loss_and_gradient(plan, theta, *samples)

estimate = np.empty_like(theta)
for i, move in enumerate(STEP * np.eye(len(theta))):
    above, _ = vnn.loss_and_gradient(plan, theta + move, *samples)
    below, _ = vnn.loss_and_gradient(plan, theta - move, *samples)
    estimate[i] = (above - below) / (2 * STEP)

error = np.linalg.norm(gradient - estimate) / np.linalg.norm(gradient + estimate)
print(f"{len(theta)} parameters, relative error {error:.1e}")
assert error < 1e-7, "backpropagation and central differences disagree"
