"""The epochs seen so far, in buffers that grow as rows come in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from visualnn.figures.table import Floats

ROOM = 2**17
"""Rows that there is room for at first, more than a run has epochs: nothing need be moved.

Room that nobody has written into takes no memory yet.
"""


class History:
    """Columns of equal length that are appended to, a few rows at a time.

    Columns that come whole, from the first row on, are looked at and not copied:
    so many views can show a long run at the price of one.

    Attributes
    ----------
    rows
        How many epochs are known; the next rows wanted start here.
    """

    def __init__(self) -> None:
        self.rows = 0
        self._columns: dict[str, Floats] = {}
        self._is_own = True

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __getitem__(self, name: str) -> Floats:
        """Return a column ``(rows,)``; empty for a name that is not known."""
        return self._columns.get(name, np.zeros(0))[: self.rows]

    @property
    def columns(self) -> dict[str, Floats]:
        """All columns by name, as views that later rows leave as they are."""
        return {name: self[name] for name in self}

    def take(self, columns: Mapping[str, Floats], start: int) -> bool:
        """Take rows from ``start`` on, and return whether anything is new.

        Rows that are known already are replaced (a run may have gone back and
        on another way); rows after a gap are left out, they will come again.
        """
        count = min((len(values) for values in columns.values()), default=0)
        if not count or start > self.rows:
            return False
        if start == 0:
            return self._look_at(columns, count)
        for name, values in columns.items():
            self._room(name, start + count)[start : start + count] = values[:count]
        self.rows, self._is_own = start + count, True
        return True

    def _look_at(self, columns: Mapping[str, Floats], count: int) -> bool:
        """Take whole columns as they are; there is news where their last row is another."""
        same = self.rows == count and all(
            name in self and _same(self._columns[name].item(count - 1), values.item(count - 1))
            for name, values in columns.items()
        )
        self._columns = {name: values[:count] for name, values in columns.items()}
        self.rows, self._is_own = count, False
        return not same

    def _room(self, name: str, rows: int) -> Floats:
        """Return a column of our own with so many rows; those that are not known are NaN."""
        column = self._columns.get(name)
        if column is None or len(column) < rows or not self._is_own:
            known = self[name]
            self._columns[name] = column = np.empty(max(ROOM, 2 * rows))
            column[: len(known)] = known
            column[len(known) : rows] = np.nan
        return column


def _same(one: float, other: float) -> bool:
    """Return whether two numbers are equal, or both are none; quick, as every frame asks."""
    return one == other or (one != one and other != other)
