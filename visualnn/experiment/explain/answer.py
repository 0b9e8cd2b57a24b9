"""The network's answer to one sample: the class it names and the share it gives it."""

from __future__ import annotations

from dataclasses import dataclass

from visualnn.experiment.explain.explanation import Explanation
from visualnn.experiment.explain.factors import wanted
from visualnn.nn.losses import LOSSES


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes in as a target and what comes out, of the first sample.

    Attributes
    ----------
    target, predicted
        Classes: of one output 1 above one half, else 0, as accuracy counts; of several the
        largest's.
    share
        The output of the predicted class; of one output 1 − a where it predicts 0.
    """

    target: int
    predicted: int
    share: float


def answer(e: Explanation) -> Answer:
    """Return the answer of a network that tells classes apart."""
    outputs = e.before.a[-1][0]
    if len(outputs) > 1:
        predicted = int(outputs.argmax())
        return Answer(wanted(e, 0), predicted, float(outputs[predicted]))
    predicted = int(outputs[0] > 0.5)
    share = float(outputs[0] if predicted else 1 - outputs[0])
    by_index = LOSSES[e.architecture.loss].target == "index"
    return Answer(wanted(e, 0) if by_index else int(e.y[0, 0]), predicted, share)
