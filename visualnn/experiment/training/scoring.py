"""How good a network is on a set of samples: loss and accuracy, or R²."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames import Task
from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import Array
from visualnn.nn.network import Tape


@dataclass(frozen=True, slots=True)
class Score:
    """The loss that is optimized (without penalty), and accuracy or R²; NaN without samples."""

    loss: float
    quality: float


NOTHING = Score(float("nan"), float("nan"))


class Judge:
    """Scores networks on one share of the samples, on a tape of its own.

    Parameters
    ----------
    theta
        ``(R, P)``, the parameters to judge; read anew at each call.
    x, y
        Scaled inputs and encoded targets of the share.
    """

    def __init__(self, architecture: Architecture, task: Task, theta: Array, x: Array, y: Array):
        self._task, self._networks = task, len(theta)
        self._nothing = y[:0]
        self._tape: Tape | None = None
        if len(x):
            # Nothing goes backwards here, so that the gradient is never written.
            self._tape = Tape(architecture, theta, theta, len(x), lean=True)
            self._tape.x[...], self._tape.y[...] = x, y

    def score(self) -> Score:
        """Return the scores of the (first) network as it is now."""
        if self._tape is None:
            return NOTHING
        self._tape.forward()
        quality = _quality(self._task, self._tape.a[-1][0], self._tape.y)
        return Score(float(self._tape.loss[0]), quality)

    def scores(self) -> tuple[Array, Array]:
        """Return the losses and the accuracies, or R², ``(R,)`` of all networks as they are now."""
        if self._tape is None:
            return np.full(self._networks, np.nan), np.full(self._networks, np.nan)
        self._tape.forward()
        y = self._tape.y
        qualities = [_quality(self._task, output, y) for output in self._tape.a[-1]]
        return self._tape.loss.copy(), np.array(qualities)

    @property
    def output(self) -> Array:
        """What the (first) network answered at the latest `score`, ``(rows, outputs)``."""
        return self._tape.a[-1][0] if self._tape else self._nothing

    @property
    def y(self) -> Array:
        """The encoded targets ``(rows, columns)``."""
        return self._tape.y if self._tape else self._nothing


def quality_name(task: Task) -> str:
    """Return what the second score is called: ``accuracy`` or ``r2``."""
    return "r2" if task == "regression" else "accuracy"


def _quality(task: Task, output: Array, y: Array) -> float:
    """Return the share of right answers, or R² = 1 − Σ(y − a)² / Σ(y − ȳ)²."""
    if task != "regression":
        return float(np.mean(labels(task, output) == labels(task, y)))
    spread = float(np.sum((y - y.mean(axis=0)) ** 2))
    rest = float(np.sum((y - output) ** 2))
    return 1 - rest / spread if spread > 0 else float("nan")


def labels(task: Task, encoded: Array) -> NDArray[np.int64]:
    """Return the class ``(rows,)`` that outputs or encoded targets ``(rows, columns)`` name.

    The larger share of two or more; of one column class 1 where it is above one half, and of
    targets that are class indices these.
    """
    if encoded.shape[1] > 1:
        return np.asarray(encoded.argmax(axis=1), dtype=np.int64)
    if task == "binary":
        return (encoded[:, 0] > 0.5).astype(np.int64)
    return encoded[:, 0].astype(np.int64)


def confusion(task: Task, output: Array, y: Array, classes: int) -> NDArray[np.int64]:
    """Return ``(classes, classes)``: how many samples of class i were taken for class j."""
    counts = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(counts, (labels(task, y), labels(task, output)), 1)
    return counts
