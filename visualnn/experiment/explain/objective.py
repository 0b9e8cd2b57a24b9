"""The loss and its gradient at any parameters, for checks and explanations."""

from __future__ import annotations

import numpy as np

from visualnn.errors import InputError
from visualnn.experiment.plan import Plan
from visualnn.experiment.plan.network import check_batch
from visualnn.experiment.training.penalty import penalty, penalty_calls
from visualnn.nn.calls import Array, quiet, run
from visualnn.nn.finite import finite
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
        If a shape does not fit the plan, an entry is not a finite number, a target
        is out of the loss's range, or a batch of one is to be normalized.
    """
    theta, x, y = finite("theta", theta), finite("x", x), finite("y", y)
    _check_shapes(plan, theta, x, y)
    LOSSES[plan.architecture.loss].check_targets(y, plan.architecture.sizes[-1])
    check_batch(plan.architecture, len(x))
    gradient = np.zeros((1, plan.layout.size))
    tape = Tape(plan.architecture, theta[None].copy(), gradient, len(x), training=True)
    tape.x[...], tape.y[...] = x, y
    with quiet():
        tape.forward()
        tape.backward()
    run(penalty_calls(plan.experiment, plan.layout, theta, gradient[0]))
    return float(tape.loss[0]) + penalty(plan.experiment, plan.layout, theta), gradient[0]


def _check_shapes(plan: Plan, theta: Array, x: Array, y: Array) -> None:
    sizes, rows = plan.architecture.sizes, x.shape[0] if x.ndim else 0
    _check("theta", theta.shape, (plan.layout.size,))
    _check("x", x.shape, (rows, sizes[0]))
    _check("y", y.shape, (rows, LOSSES[plan.architecture.loss].columns(sizes[-1])))


def _check(name: str, shape: tuple[int, ...], right: tuple[int, ...]) -> None:
    if shape != right or 0 in shape:
        raise InputError(
            f"{name} has the shape {shape}: this plan needs {right}, without empty axes."
        )
