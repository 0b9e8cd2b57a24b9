"""Changes that a person makes to single samples by hand: put, moved, removed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from visualnn.data.samples import Samples
from visualnn.data.split import TRAIN
from visualnn.errors import InputError

KINDS = ("add", "move", "remove", "clear")
MOST_POINTS = 20_000
"""So many samples there may be with those that were put by hand."""


@dataclass(frozen=True, slots=True)
class PointEdit:
    """One change.

    A sample keeps its number as long as the data set is the same: those that
    were drawn or read have 0 to n − 1, those that were put n, n + 1 and so on,
    in their order.  The number of a sample that was removed is not used again.

    Attributes
    ----------
    kind
        ``"add"`` puts a sample into the training share, ``"move"`` changes where
        one is and leaves it its share, ``"remove"`` takes one away, and
        ``"clear"`` all there are.
    index
        The number of the sample to move or to remove.
    x
        Where it is, one value for each feature, in the features' own units.
    y
        For a sample that is put: its class index, or its value.  For one of a
        regression that is moved, its new value.
    """

    kind: str
    index: int = -1
    x: tuple[float, ...] = ()
    y: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InputError(f"PointEdit.kind is {self.kind!r}: choose one of {', '.join(KINDS)}.")
        if not isinstance(self.x, tuple) or not all(map(_is_number, (*self.x, self.y))):
            raise InputError(
                f"A point cannot be put at {self.x!r} with the target {self.y!r}: "
                "give it finite numbers."
            )
        if type(self.index) is not int:
            raise InputError(f"PointEdit.index is {self.index!r}: write a sample's number.")


@dataclass(frozen=True, slots=True, eq=False)
class Edited:
    """Samples after some changes, with the share ``(n,)`` and the number ``(n,)`` of each."""

    samples: Samples
    part: NDArray[np.uint8]
    numbers: NDArray[np.int64]


def with_edits(samples: Samples, part: NDArray[np.uint8], edits: Iterable[PointEdit]) -> Edited:
    """Make the changes one after another.

    Raises
    ------
    InputError
        For a sample that is not there, a class that does not exist, or a point
        with too few or too many coordinates.
    """
    edits = tuple(edits)
    if not edits:
        return Edited(samples, part, np.arange(len(part), dtype=np.int64))
    _check_shape(samples)
    desk = _Desk(samples, part, sum(edit.kind == "add" for edit in edits))
    for edit in edits:
        desk.make(edit)
    return desk.result()


def followed_by(edits: tuple[PointEdit, ...], edit: PointEdit, drawn: int) -> tuple[PointEdit, ...]:
    """Return ``edits`` and one more, without what it makes needless.

    What is meant for a sample that is gone already changes nothing.

    Parameters
    ----------
    drawn
        How many samples there were before any edit.
    """
    if edit.kind == "clear":
        return (edit,)
    if edit.kind != "add" and _is_gone(edits, edit.index, drawn):
        return edits
    if edit.kind == "move" and edit.index >= drawn:
        return _moved(edits, edit, drawn)
    last = edits[-1] if edits else None
    if last and edit.kind == "move" and (last.kind, last.index) == ("move", edit.index):
        return (*edits[:-1], edit)
    return (*edits, edit)


def other_samples(edits: tuple[PointEdit, ...], drawn: int) -> tuple[PointEdit, ...]:
    """Return what is left of edits when other samples are drawn.

    Changes of single samples lose their meaning; on a canvas that was cleared
    the points that were put stay.
    """
    if not edits or edits[0].kind != "clear":
        return ()
    gone = {edit.index - drawn for edit in edits if edit.kind == "remove"}
    puts = [edit for edit in edits if edit.kind == "add"]
    return (edits[0], *(put for place, put in enumerate(puts) if place not in gone))


def _is_gone(edits: tuple[PointEdit, ...], index: int, drawn: int) -> bool:
    cleared = bool(edits) and edits[0].kind == "clear"
    puts = sum(edit.kind == "add" for edit in edits)
    there = range(drawn if cleared else 0, drawn + puts)
    removed = any((edit.kind, edit.index) == ("remove", index) for edit in edits)
    return removed or index not in there


def _moved(edits: tuple[PointEdit, ...], move: PointEdit, drawn: int) -> tuple[PointEdit, ...]:
    """Let a point that was put have been put elsewhere."""
    puts = [place for place, edit in enumerate(edits) if edit.kind == "add"]
    place = puts[move.index - drawn]
    put = replace(edits[place], x=move.x, y=move.y if len(move.x) == 1 else edits[place].y)
    return (*edits[:place], put, *edits[place + 1 :])


class _Desk:
    """Arrays with room for what is put, and a mark on what is still there."""

    def __init__(self, samples: Samples, part: NDArray[np.uint8], more: int) -> None:
        self._samples = samples
        self._count = len(part)
        if self._count + more > MOST_POINTS:
            raise InputError(
                f"{self._count + more} samples are more than the {MOST_POINTS} that there may be: "
                "remove some."
            )
        self._x = np.vstack([samples.x, np.empty((more, samples.x.shape[1]))])
        self._y = np.concatenate([samples.y, np.zeros(more, samples.y.dtype)])
        self._part = np.concatenate([part, np.full(more, TRAIN, dtype=part.dtype)])
        self._there = np.zeros(self._count + more, dtype=bool)
        self._there[: self._count] = True

    def make(self, edit: PointEdit) -> None:
        """Make one change."""
        match edit.kind:
            case "add":
                self._there[self._count] = True
                self._count += 1
                self._place(self._count - 1, edit)
                self._y[self._count - 1] = _target(self._samples, edit.y)
            case "move":
                self._place(self._checked(edit.index), edit)
                if not self._samples.classes:
                    self._y[edit.index] = edit.y
            case "remove":
                self._there[self._checked(edit.index)] = False
            case _:
                self._there[:] = False

    def result(self) -> Edited:
        """Return what is there."""
        numbers = np.flatnonzero(self._there).astype(np.int64)
        x, y = np.ascontiguousarray(self._x[numbers]), self._y[numbers]
        return Edited(replace(self._samples, x=x, y=y), self._part[numbers], numbers)

    def _checked(self, index: int) -> int:
        if 0 <= index < self._count and self._there[index]:
            return index
        raise InputError(f"There is no sample number {index} to move or to remove.")

    def _place(self, index: int, edit: PointEdit) -> None:
        if len(edit.x) != self._x.shape[1]:
            raise InputError(
                f"A point with {len(edit.x)} coordinates does not fit a data set with "
                f"{self._x.shape[1]} features: give it one for each."
            )
        self._x[index] = edit.x


def _check_shape(samples: Samples) -> None:
    if samples.y.ndim > 1:
        raise InputError("Points cannot be edited where there are several targets: take one.")


def _target(samples: Samples, y: float) -> float | int:
    if not samples.classes:
        return y
    if y != int(y) or not 0 <= y < len(samples.classes):
        raise InputError(
            f"There is no class number {y:g}: choose one from 0 to {len(samples.classes) - 1}."
        )
    return int(y)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
