"""The line below a worked network: what its numbers are of."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from visualnn.experiment.explain import OfExample
from visualnn.figures.decimals import decimals_text
from visualnn.figures.worked import Sheet

translate = QCoreApplication.translate

SHOWN = 2
"""Decimals of the predicted share: all of them stand in its neuron."""


def foot_line(sheet: Sheet, classes: tuple[str, ...]) -> str:
    """Return which samples the numbers are means over, or the one sample's class and answer."""
    e = sheet.explanation
    if e.samples > 1:
        text = translate(
            "foot", "mean over the coming batch of {n} samples · ± standard deviation between them"
        )
        return text.format(n=e.samples)
    if isinstance(e.subject, OfExample):
        return ""
    return " · ".join(filter(None, (_target(sheet, classes), _predicted(sheet, classes))))


def _target(sheet: Sheet, classes: tuple[str, ...]) -> str:
    y = sheet.explanation.y[0]
    index = int(np.argmax(y)) if len(y) > 1 else int(y[0])
    name = classes[index] if 0 <= index < len(classes) else decimals_text(float(y[0]), SHOWN)
    return translate("foot", "target: {name}").format(name=name)


def _predicted(sheet: Sheet, classes: tuple[str, ...]) -> str:
    """Return the answer, once it is known and nobody is asked for it."""
    e = sheet.explanation
    hidden = any(place.kind in ("a", "z") and place.layer == e.depth for place in sheet.hidden)
    if ("a", e.depth) not in sheet.known or hidden:
        return ""
    values = [float(value) for value in e.before.a[-1][0]]
    if not classes:
        text = translate("foot", "predicted: {value}")
        return text.format(value=decimals_text(values[0], SHOWN))
    index = int(np.argmax(values)) if len(values) > 1 else int(values[0] >= 0.5)
    share = values[index] if len(values) > 1 else values[0] if index else 1 - values[0]
    name = classes[index] if index < len(classes) else str(index)
    text = translate("foot", "predicted: {name} {share}")
    return text.format(name=name, share=decimals_text(share, SHOWN))
