"""Numbers that come one after another, kept without knowing how many there will be."""

from __future__ import annotations

from typing import Any

import numpy as np

from visualnn.nn.calls import Array


class Series:
    """A list of numbers that grows at the end and is read as an array.

    Its room doubles when it is full, so that an entry costs the same however
    many there are.  Room that nobody has written into takes no memory yet.

    Parameters
    ----------
    width
        Of how many numbers an entry consists; None for a single one.
    room
        For how many entries there is room at first.
    """

    def __init__(self, width: int | None = None, room: int = 1024) -> None:
        self._length = 0
        self._room = np.empty(room if width is None else (room, width))

    def __len__(self) -> int:
        return self._length

    def append(self, row: Any) -> None:
        """Add one entry (a number, or ``width`` numbers)."""
        if self._length == len(self._room):
            room = np.empty((2 * self._length, *self._room.shape[1:]))
            room[: self._length] = self._room
            self._room = room
        self._room[self._length] = row
        self._length += 1

    def extend(self, rows: Array) -> None:
        """Add entries at the end."""
        length = self._length + len(rows)
        if length > len(self._room):
            room = np.empty((2 * length, *self._room.shape[1:]))
            room[: self._length] = self.values
            self._room = room
        self._room[self._length : length] = rows
        self._length = length

    def fill(self, rows: Array) -> None:
        """Hold exactly these entries."""
        self._length = 0
        self.extend(rows)

    def cut(self, length: int) -> None:
        """Forget all entries from ``length`` on."""
        self._length = min(self._length, length)

    def halve(self) -> None:
        """Keep every second entry, from the first on."""
        kept = self.values[::2].copy()
        self._length = len(kept)
        self._room[: len(kept)] = kept

    @property
    def values(self) -> Array:
        """All entries, as a view that the next `append` may leave behind."""
        return self._room[: self._length]
