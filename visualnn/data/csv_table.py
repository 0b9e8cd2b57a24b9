"""A table of text, and what a person says of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from visualnn.errors import InputError

MISSING_RULES = ("drop", "mean", "refuse")
"""What can be done about missing values; see `Roles`."""

MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "+nan", "-nan", "null", "none", "?", "-"})
"""What stands for a missing value, in any case of letters."""

TARGETS = frozenset({"label", "labels", "target", "class", "y"})
"""What a column that says what a row is is named, as in the tables of handwritten digits."""

TARGET_KINDS = ("auto", "classes", "values")
"""How the target can be taken; see `Roles`."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A file's columns as text.

    Attributes
    ----------
    file
        The file's name, for messages.
    names
        The columns' names.
    columns
        One tuple of stripped cells per column.
    lines
        The line ``(n,)`` of the file on which each row ends, from 1.
    notes
        Sentences: what was assumed while reading.
    """

    file: str
    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    lines: NDArray[np.int64]
    notes: tuple[str, ...] = ()

    def place(self, name: str) -> int:
        """Return where a column stands.

        Raises
        ------
        InputError
            For a name that no column has, with a suggestion.
        """
        if name in self.names:
            return self.names.index(name)
        near = get_close_matches(name, self.names, n=1)
        known = ", ".join(self.names[:10]) + (", …" if len(self.names) > 10 else "")
        advice = f"did you mean {near[0]!r}?" if near else f"choose one of {known}."
        raise InputError(f"{self.file} has no column {name!r}: {advice}")


@dataclass(frozen=True, slots=True)
class Roles:
    """What the columns of a table are for, and what is done about missing values.

    Attributes
    ----------
    target
        The column to predict; empty for that of `usual_target` among those that
        are not ignored.
    ignore
        Columns that are left out, whatever they hold.  All others are features.
    missing
        ``"drop"`` leaves out the rows in which a value is missing, and
        ``"refuse"`` the whole file.  ``"mean"`` puts the mean of the column's
        other values, over all shares of the data, in the place of a missing
        number; a row without its target or a text is left out all the same.
    kind
        Whether the target names ``"classes"`` or is a number to predict
        (``"values"``).  ``"auto"`` takes text and few different whole numbers as
        classes.
    """

    target: str = ""
    ignore: tuple[str, ...] = ()
    missing: str = "drop"
    kind: str = "auto"

    def target_of(self, table: Table) -> int:
        """Return where the target stands in the table.

        Raises
        ------
        InputError
            If a column is not there, or the target is ignored.
        """
        left_out = {table.place(name) for name in self.ignore}
        kept = [k for k in range(len(table.names)) if k not in left_out]
        if not kept:
            raise InputError(f"{table.file}: all columns are ignored; keep two at least.")
        target = table.place(self.target) if self.target else usual_target(table, kept)
        if target in left_out:
            raise InputError(
                f"{table.file}: the target {self.target!r} is ignored, too; "
                "choose another target or do not ignore it."
            )
        if len(kept) == 1:
            raise InputError(
                f"{table.file}: besides the target {table.names[target]!r} all columns are "
                "ignored; keep one as a feature at least."
            )
        return target


def usual_target(table: Table, places: Sequence[int]) -> int:
    """Return which of these columns is the target where nobody has said so.

    It is the one that is named as a target is (`TARGETS`, in any case of letters)
    and has more than one value; where none is, or several are, the last.
    """
    named = [place for place in places if _is_named_a_target(table, place)]
    return named[0] if len(named) == 1 else places[-1]


def _is_named_a_target(table: Table, place: int) -> bool:
    if table.names[place].strip().lower() not in TARGETS:
        return False
    return len({cell for cell in table.columns[place] if cell.lower() not in MISSING}) > 1
