"""Where the cells of a confusion matrix lie, and what share of its row each one is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visualnn.figures.table import Floats

GAP = 2.0
"""Pixels between two cells."""


@dataclass(frozen=True, slots=True)
class MatrixGrid:
    """A square matrix in a rectangle, with room for names at the left and at the top.

    Attributes
    ----------
    left, top
        Pixels taken by the names.
    width, height
        Of the whole rectangle.
    classes
        Cells per side.
    """

    left: float
    top: float
    width: float
    height: float
    classes: int

    @property
    def cell_size(self) -> tuple[float, float]:
        """Width and height of a cell with its gap; it is never higher than wide."""
        across = max(self.width - self.left, 0.0) / max(self.classes, 1)
        down = max(self.height - self.top, 0.0) / max(self.classes, 1)
        return across, min(across, down)

    def cell(self, row: int, column: int) -> tuple[float, float, float, float]:
        """Return x, y, width and height of a cell."""
        across, down = self.cell_size
        x, y = self.left + column * across, self.top + row * down
        return x, y, max(across - GAP, 0.0), max(down - GAP, 0.0)

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return row and column of the cell at a place, or None beside the matrix."""
        across, down = self.cell_size
        if not (across and down) or x < self.left or y < self.top:
            return None
        row, column = int((y - self.top) // down), int((x - self.left) // across)
        return (row, column) if max(row, column) < self.classes else None


def row_shares(counts: NDArray[np.int64]) -> Floats:
    """Return each count as a share of its row ``(k, k)``; zeros for a row without samples."""
    rows = counts.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(counts, rows, out=np.zeros(counts.shape), where=rows > 0)
    return shares
