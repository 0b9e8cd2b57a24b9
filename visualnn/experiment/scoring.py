"""How good a network is on a set of samples: loss and accuracy, or R²."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from visualnn.experiment.frames import Task
from visualnn.nn.calls import Array
from visualnn.nn.network import Architecture, Tape


@dataclass(frozen=True, slots=True)
class Score:
    """The loss that is optimized (without penalty), and accuracy or R²; NaN without samples."""

    loss: float
    quality: float


NOTHING = Score(float("nan"), float("nan"))


class Judge:
    """Scores one network on one share of the samples, on a tape of its own.

    Parameters
    ----------
    theta
        ``(1, P)``, the parameters to judge; read anew at each call.
    x, y
        Scaled inputs and encoded targets of the share.
    """

    def __init__(self, architecture: Architecture, task: Task, theta: Array, x: Array, y: Array):
        self._task = task
        self._tape = Tape(architecture, theta, np.zeros_like(theta), len(x)) if len(x) else None
        if self._tape:
            self._tape.x[...] = x
            self._tape.y[...] = y

    def score(self) -> Score:
        """Return the network's scores as it is now."""
        if self._tape is None:
            return NOTHING
        self._tape.forward()
        quality = _quality(self._task, self._tape.a[-1][0], self._tape.y)
        return Score(float(self._tape.loss[0]), quality)


def quality_name(task: Task) -> str:
    """Return what the second score is called: ``accuracy`` or ``r2``."""
    return "r2" if task == "regression" else "accuracy"


def _quality(task: Task, output: Array, y: Array) -> float:
    """Return the share of right answers, or R² = 1 − Σ(y − a)² / Σ(y − ȳ)²."""
    if task == "binary":
        return float(np.mean((output > 0.5) == (y > 0.5)))
    if task == "multiclass":
        wanted = y.argmax(axis=1) if y.shape[1] > 1 else y[:, 0]
        return float(np.mean(output.argmax(axis=1) == wanted))
    spread = float(np.sum((y - y.mean(axis=0)) ** 2))
    rest = float(np.sum((y - output) ** 2))
    return 1 - rest / spread if spread > 0 else float("nan")
