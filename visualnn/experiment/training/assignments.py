"""Parameters that a person sets by hand while training goes on: θ[places] ← values."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visualnn.errors import InputError
from visualnn.experiment.spec.origin import HandSet
from visualnn.nn.calls import Array


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """θ[places] ← values, after ``step`` updates and before the next.

    Only these parameters change: the optimizer's vectors, its clock, the random
    numbers and the running statistics stay as they are.
    """

    step: int
    places: NDArray[np.intp]
    values: Array

    @classmethod
    def of(cls, made: HandSet) -> Assignment:
        """Return what the origin of a fork tells of."""
        return cls(made.step, np.array(made.places, dtype=np.intp), np.array(made.values, float))

    def told(self) -> HandSet:
        """Return it as the origin of a fork tells of it."""
        return HandSet(self.step, tuple(self.places.tolist()), tuple(self.values.tolist()))

    def make(self, theta: Array) -> None:
        """Set the values in ``theta (P,)``."""
        theta[self.places] = self.values


class Assignments:
    """All assignments of one run, in the order of their steps.

    A checkpoint at the end of an epoch is taken before the assignments of its
    step, so that whoever goes back to it makes those again.
    """

    def __init__(self, made: Iterable[Assignment] = ()) -> None:
        self.made: list[Assignment] = list(made)
        self._held = 0

    def note(self, assignment: Assignment) -> None:
        """Take note of one that is due now; what stood behind its step is forgotten.

        One of the same step and places takes the other's place: a drag leaves
        one a step, however many values it went through.
        """
        self.forget_after(assignment.step)
        last = self.made[-1] if self.made else None
        if last and last.step == assignment.step and np.array_equal(last.places, assignment.places):
            self.made.pop()
        self.made.append(assignment)
        self.rewind(assignment.step)

    def forget_after(self, step: int) -> None:
        """Forget what was assigned after more than ``step`` updates."""
        del self.made[bisect_right(self.made, step, key=_step) :]
        self._held = min(self._held, len(self.made))

    def rewind(self, step: int) -> None:
        """Go back to just before the assignments of ``step``: they wait to be made again."""
        self._held = bisect_left(self.made, step, key=_step)

    def make_due(self, step: int, theta: Array) -> bool:
        """Make those up to ``step`` that have not been made, in ``theta (P,)``.

        Returns whether there were any.
        """
        before = self._held
        while self._held < len(self.made) and self.made[self._held].step <= step:
            self.made[self._held].make(theta)
            self._held += 1
        return self._held > before

    @property
    def wait(self) -> bool:
        """Whether any has not been made yet, as in a replay."""
        return self._held < len(self.made)


def assignment(
    step: int, places: Sequence[int], values: Sequence[float], trained: int
) -> Assignment:
    """Return a checked assignment to some of the ``trained`` first numbers of θ.

    Raises
    ------
    InputError
        For a value that is no finite number, or a place that no parameter has.
    """
    where, what = np.array(places, dtype=np.intp), np.array(values, dtype=float)
    if where.shape != what.shape or where.ndim != 1:
        raise InputError(
            f"{where.size} places and {what.size} values do not go together: give each place one."
        )
    outside = where[(where < 0) | (where >= trained)]
    if outside.size:
        raise InputError(
            f"There is no parameter number {outside[0]}: "
            f"this network has those from 0 to {trained - 1}."
        )
    wrong = what[~np.isfinite(what)]
    if wrong.size:
        raise InputError(
            f"A weight cannot be {float(wrong[0])}: give it a finite number, such as 0.5."
        )
    return Assignment(step, where, what)


def _step(made: Assignment) -> int:
    return made.step
