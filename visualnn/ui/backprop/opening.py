"""The sheet of an explanation that has just come, with the choices made before."""

from __future__ import annotations

from typing import Any

from visualnn.experiment.explain import Explanation, Names, Notation, Place, Stage, has, stages
from visualnn.figures.worked import Sheet
from visualnn.ui.backprop.saying import said


def opened(
    explanation: Explanation,
    notation: Notation,
    before: Sheet | None,
    *,
    brief: bool,
    **choices: Any,
) -> Sheet:
    """Return the sheet of an explanation, of the same network with everything chosen before.

    Parameters
    ----------
    explanation, notation
        What is shown, and how it is written.
    before
        The sheet on show.
    brief
        Whether whole layers make a stage.
    choices
        What the switches say: ``mode`` and ``predicting``.
    """
    line = _line(explanation, before, brief)
    same = before is not None and before.explanation.subject == explanation.subject
    index = before.place_in(line) if same else 0
    names = names_of(explanation, notation, before)
    if before is not None and before.explanation.sizes == explanation.sizes:
        return before.edited(
            explanation=explanation,
            line=line,
            index=index,
            names=names,
            hidden=frozenset(),
            selected=_kept(before.selected, explanation),
        )
    chosen = _kept(None, explanation)
    return Sheet(explanation, line, index, names, selected=chosen, say=said, **choices)


def names_of(explanation: Explanation, notation: Notation, before: Sheet | None) -> Names:
    """Return the names in a notation; what was written in it before is kept."""
    if before is not None and before.names.notation == notation:
        return before.names.of(explanation)
    return Names(explanation, notation)


def _line(explanation: Explanation, before: Sheet | None, brief: bool) -> tuple[Stage, ...]:
    """Return the stages, the very same where views should see that nothing has changed."""
    line = stages(explanation, brief=brief)
    return before.line if before is not None and before.line == line else line


def _kept(place: Place | None, explanation: Explanation) -> Place:
    """Return the chosen parameter where the network has it; else the output's first weight."""
    if place is not None and has(explanation.layout, place):
        return place
    return Place("w", explanation.depth, 0, 0)
