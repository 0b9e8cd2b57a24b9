"""The loss and its gradient at any parameters, for checks and explanations."""

from __future__ import annotations

import numpy as np

from visualnn.errors import InputError
from visualnn.experiment.plan import Plan
from visualnn.experiment.training.penalty import penalty, penalty_calls
from visualnn.nn.calls import Array, quiet, run
from visualnn.nn.losses import LOSSES
from visualnn.nn.network import Tape


def loss_and_gradient(plan: Plan, theta: Array, x: Array, y: Array) -> tuple[float, Array]:
    """Return what training makes small, and its gradient.

    The mean loss over the given samples plus the penalty λ₁·Σ|w| + ½·λ₂·Σw²,
    by the same passes that training uses: batch normalization with the given
    samples' own statistics, but no dropout, which is a matter of chance.

    Parameters
    ----------
    plan
        Gives the architecture, the loss and the penalty.
    theta
        ``(P,)``; it is not changed.
    x, y
        Scaled inputs ``(rows, features)`` and encoded targets ``(rows, outputs)``,
        such as ``plan.x_train`` and ``plan.y_train``.

    Returns
    -------
    loss, gradient
        A float and ``(P,)``.

    Raises
    ------
    InputError
        If a shape does not fit the plan.
    """
    theta, x, y = (np.asarray(array, dtype=float) for array in (theta, x, y))
    sizes = plan.architecture.sizes
    _check("theta", theta.shape, (plan.layout.size,))
    rows = x.shape[0] if x.ndim else 0
    _check("x", x.shape, (rows, sizes[0]))
    _check("y", y.shape, (rows, LOSSES[plan.architecture.loss].columns(sizes[-1])))
    gradient = np.zeros((1, plan.layout.size))
    tape = Tape(plan.architecture, theta[None].copy(), gradient, len(x), training=True)
    tape.x[...], tape.y[...] = x, y
    with quiet():
        tape.forward()
        tape.backward()
    run(penalty_calls(plan.experiment, plan.layout, theta, gradient[0]))
    return float(tape.loss[0]) + penalty(plan.experiment, plan.layout, theta), gradient[0]


def _check(name: str, shape: tuple[int, ...], right: tuple[int, ...]) -> None:
    if shape != right or 0 in shape:
        raise InputError(
            f"{name} has the shape {shape}: this plan needs {right}, without empty axes."
        )
