"""The epochs seen so far, in buffers that grow as rows come in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from visualnn.figures.table import Floats


class History:
    """Columns of equal length that are appended to, a few rows at a time.

    Attributes
    ----------
    rows
        How many epochs are known; the next rows wanted start here.
    """

    def __init__(self) -> None:
        self.rows = 0
        self._columns: dict[str, Floats] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __getitem__(self, name: str) -> Floats:
        """Return a column ``(rows,)``; empty for a name that is not known."""
        return self._columns.get(name, np.zeros(0))[: self.rows]

    def take(self, columns: Mapping[str, Floats], start: int) -> bool:
        """Take rows from ``start`` on, and return whether anything is new.

        Rows that are known already are replaced (a run may have gone back and
        on another way); rows after a gap are left out, they will come again.
        """
        count = min((len(values) for values in columns.values()), default=0)
        if not count or start > self.rows:
            return False
        for name, values in columns.items():
            self._room(name, start + count)[start : start + count] = values[:count]
        self.rows = start + count
        return True

    def _room(self, name: str, rows: int) -> Floats:
        column = self._columns.get(name)
        if column is None or len(column) < rows:
            grown = np.full(max(256, 2 * rows), np.nan)
            if column is not None:
                grown[: len(column)] = column
            self._columns[name] = column = grown
        return column
