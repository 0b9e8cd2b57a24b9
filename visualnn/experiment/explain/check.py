"""Is the gradient right? The central difference, from the engine's own forward pass.

(L(w + h) − L(w − h)) / 2h differs from ∂L/∂w by about h²·|L‴|/6, and by the
rounding of L over h: with h too large the curve bends in between, with h too
small only rounded digits are left.  Around h = 1e-5 the sum of both is least.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from visualnn.experiment.explain.explanation import Explanation
from visualnn.experiment.explain.place import Place, index_of
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.calls import Array, quiet
from visualnn.nn.network import Tape

STEPS = np.logspace(-1, -13, 13)
"""The steps of the curve, 1e-1 … 1e-13."""

STEP = 1e-5
"""The step of the one difference that is shown beside the gradient."""

GOOD = 1e-6
"""A gradient whose relative error is below this is right."""


@dataclass(frozen=True, slots=True, eq=False)
class GradientCheck:
    """The gradient of one parameter beside central differences of the loss (no penalty).

    Attributes
    ----------
    place
        The parameter.
    analytic, numeric, error
        ∂L/∂w, the difference with the step `STEP`, and the relative error
        |a − n| / max(|a|, |n|), which is 0 where both are.
    rounding
        How far rounding alone may put the numeric value off: 2⁻⁵²·|L| / h.
    flat
        Whether a step stands between the parameter and the loss: its g′ is 0 by
        definition, while a difference quotient sees the jump when it crosses it.
    steps, differences, errors
        ``(13,)`` each: the curve of the error against the step.
    """

    place: Place
    analytic: float
    numeric: float
    error: float
    rounding: float
    steps: Array
    differences: Array
    errors: Array
    flat: bool = False

    @property
    def agrees(self) -> bool:
        """Whether the error is below `GOOD` at two neighboring sensible steps, or is rounding.

        Sensible are 1e-2 to 1e-7: where the loss is nearly flat, or sharply bent,
        others of them tell better than `STEP`.  One alone is not enough: the
        differences change with the step, and may pass by a wrong gradient.
        """
        good = self.errors[(self.steps < 5e-2) & (self.steps > 5e-8)] < GOOD
        within = abs(self.analytic - self.numeric) <= 4 * self.rounding
        return bool(within or (good[1:] & good[:-1]).any())

    def times(self, factor: float) -> GradientCheck:
        """Return the check of a loss that a convention makes so many times as large."""
        return replace(
            self,
            analytic=self.analytic * factor,
            numeric=self.numeric * factor,
            rounding=self.rounding * factor,
            differences=self.differences * factor,
        )

    @property
    def best_step(self) -> float:
        """The step with the least error."""
        return float(self.steps[int(np.argmin(self.errors))])


class Replay:
    """The forward pass of an explanation at other parameters, with the same dropped units."""

    def __init__(self, e: Explanation) -> None:
        self._dice = e.dice
        self._generator = np.random.default_rng() if e.dice else None
        self._tape = Tape(
            e.architecture,
            e.theta[None].copy(),
            np.zeros((1, e.layout.size)),
            e.samples,
            training=e.batch_statistics,
            generator=self._generator,
        )
        self._tape.x[...], self._tape.y[...] = e.x, e.y

    def loss(self, theta: Array) -> float:
        """Return the mean loss at ``theta (P,)``, without the penalty."""
        self._tape.theta[0] = theta
        if self._generator and self._dice:
            self._generator.bit_generator.state = self._dice
        with quiet():
            self._tape.forward()
        return float(self._tape.loss[0])


def check_gradient(e: Explanation, place: Place) -> GradientCheck:
    """Compare a parameter's gradient with central differences.

    Raises
    ------
    KeyError
        If the network has no such parameter.
    """
    replay, index = Replay(e), index_of(e.layout, place)
    analytic = float(e.data_gradient[index])
    numeric = difference(replay, e.theta, index, STEP)
    differences = np.array([difference(replay, e.theta, index, h) for h in STEPS])
    return GradientCheck(
        place,
        analytic,
        numeric,
        float(relative_error(analytic, np.array(numeric))),
        float(np.finfo(float).eps * abs(e.before.loss) / STEP),
        STEPS.copy(),
        differences,
        relative_error(analytic, differences),
        any(ACTIVATIONS[key].flat for key in e.architecture.activations[place.layer - 1 :]),
    )


def difference(replay: Replay, theta: Array, index: int, step: float) -> float:
    """Return (L(w + h) − L(w − h)) / 2h, over the step that the rounded sums really make."""
    up, down = theta.copy(), theta.copy()
    up[index] += step
    down[index] -= step
    return (replay.loss(up) - replay.loss(down)) / float(up[index] - down[index])


def relative_error(analytic: float, numeric: Array) -> Array:
    """Return |a − n| / max(|a|, |n|), 0 where both are 0."""
    size = np.maximum(np.abs(numeric), abs(analytic))
    return np.abs(numeric - analytic) / np.where(size == 0, 1.0, size)
