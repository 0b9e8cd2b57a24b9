"""What may be seen while a person predicts: only what a stage has shown, and not what is asked."""

from __future__ import annotations

from dataclasses import replace

from visualnn.experiment.explain import Factor, Place, Question
from visualnn.figures.worked import Sheet

ASKED_SLOPE = -1
"""The sample under which `Sheet.hidden` holds a neuron whose slope is asked for."""


def hidden_by(question: Question) -> frozenset[Place]:
    """Return the places that a question keeps hidden."""
    marked = (
        replace(place, sample=ASKED_SLOPE if question.of_slope else 0)
        if not place.is_parameter
        else place
        for place in question.places
    )
    return frozenset(marked)


def shows_gradient(sheet: Sheet, place: Place) -> bool:
    """Return whether a parameter's gradient may be seen."""
    known = (f"d:{place.kind}", place.layer) in sheet.known
    return not sheet.predicting or (known and place not in sheet.hidden)


def shows_update(sheet: Sheet, place: Place) -> bool:
    """Return whether a parameter's new value may be seen."""
    known = ("update", 0) in sheet.known
    return not sheet.predicting or (known and place not in sheet.hidden)


def shows_loss(sheet: Sheet, after: bool = False) -> bool:
    """Return whether the loss before or after the update may be seen."""
    known = (("loss_after" if after else "L"), 0) in sheet.known
    return not sheet.predicting or (known and Place("L") not in sheet.hidden)


def shows_factor(sheet: Sheet, factor: Factor) -> bool:
    """Return whether a local derivative may be seen: what it is read off must be known."""
    if not sheet.predicting:
        return True
    by = factor.by
    match factor.kind:
        case "loss" | "logits" | "delta":
            asked = replace(by, sample=ASKED_SLOPE) in sheet.hidden
            return (f"d:{by.kind}", by.layer) in sheet.known and not asked
        case "incoming":
            source = Place("a", by.layer - 1, by.source)
            known = by.layer == 1 or ("a", by.layer - 1) in sheet.known
            return known and source not in sheet.hidden
        case "activation" | "softmax":
            out = replace(by, kind="a", sample=0)
            return ("a", by.layer) in sheet.known and out not in sheet.hidden
        case "normalization" | "normed":
            return ("z", factor.of.layer) in sheet.known
    return True
