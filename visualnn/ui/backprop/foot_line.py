"""The line below a worked network: what its numbers are of."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from visualnn.experiment.explain import OfExample, Place, answer
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
    if classes:
        name = _class(classes, answer(sheet.explanation).target)
    else:
        name = decimals_text(sheet.value(Place("y", sheet.explanation.depth)), SHOWN)
    return translate("foot", "target: {name}").format(name=name)


def _predicted(sheet: Sheet, classes: tuple[str, ...]) -> str:
    """Return the answer, once it is known and nobody is asked for it."""
    e = sheet.explanation
    hidden = any(place.kind in ("a", "z") and place.layer == e.depth for place in sheet.hidden)
    if ("a", e.depth) not in sheet.known or hidden:
        return ""
    if not classes:
        text = translate("foot", "predicted: {value}")
        return text.format(value=decimals_text(e.value(Place("a", e.depth)), SHOWN))
    found = answer(e)
    text = translate("foot", "predicted: {name} {share}")
    name = _class(classes, found.predicted)
    return text.format(name=name, share=decimals_text(found.share, SHOWN))


def _class(classes: tuple[str, ...], index: int) -> str:
    return classes[index] if index < len(classes) else str(index)
