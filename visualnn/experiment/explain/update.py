"""The update of one parameter: w ← w − η·u, and how the optimizer came to u."""

from __future__ import annotations

from dataclasses import dataclass

from visualnn.experiment.explain.explanation import Explanation
from visualnn.experiment.explain.notation import Convention
from visualnn.experiment.explain.phrase import Phrase
from visualnn.experiment.explain.place import Place, index_of


@dataclass(frozen=True, slots=True)
class Update:
    """One parameter's step.

    Attributes
    ----------
    place
        The parameter.
    old, new
        Before and after.
    gradient
        What the optimizer was given: ∂L/∂w with the penalty's share.
    direction, rate, step
        u and η, and η·u as the engine rounded it.
    links
        Key, title, formula and value of each link of the chain.
    memory
        The optimizer's own numbers for this parameter by name: before and after.
    """

    place: Place
    old: float
    new: float
    gradient: float
    direction: float
    rate: float
    step: float
    links: tuple[tuple[str, Phrase, str, float], ...]
    memory: dict[str, tuple[float, float]]


def update_of(e: Explanation, place: Place, change: Convention | None = None) -> Update:
    """Return the update of a parameter.

    Parameters
    ----------
    change
        A notation's convention: gradient and direction are multiplied with its
        factor and η is divided by it, where the optimizer allows; the old value,
        the step and the new value stay what they are.
    """
    at = index_of(e.layout, place)
    scalable = change is not None and change.changes_numbers and change.rate is not None
    factor, rate = (change.factor, change.rate) if change and scalable else (1.0, e.rate)
    direction = e.links[-2].vector[at] * factor
    return Update(
        place,
        float(e.theta[at]),
        float(e.theta_after[at]),
        float(e.gradient[at] * factor),
        float(direction),
        e.rate if rate is None else rate,
        float(e.step_vector[at]),
        tuple((link.key, link.title, link.formula, float(link.vector[at])) for link in e.links),
        {name: (float(e.memory[name][at]), float(v[at])) for name, v in e.memory_after.items()},
    )
