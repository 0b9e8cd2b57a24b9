"""What a view shows, as named columns that another program can read."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns of equal length.

    Attributes
    ----------
    name
        A short stem for file names, for example ``"curves"``.
    columns
        Heading → values ``(n,)``, in the order in which they are written.

    Raises
    ------
    ValueError
        If the columns differ in length or are not one-dimensional.
    """

    name: str
    columns: dict[str, NDArray[Any]]

    def __post_init__(self) -> None:
        shapes = {np.shape(values) for values in self.columns.values()}
        if len(shapes) > 1 or any(len(shape) != 1 for shape in shapes):
            raise ValueError(f"the columns of table {self.name!r} have the shapes {shapes}")

    @property
    def rows(self) -> int:
        """How many rows there are below the headings."""
        return len(next(iter(self.columns.values()), ()))

    def to_csv(self) -> str:
        """Return the table as CSV text, headings first.

        Numbers are written with as many digits as it takes to read the same
        number back; a value that is not there (NaN) is an empty cell.
        """
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(zip(*map(_cells, self.columns.values()), strict=True))
        return text.getvalue()


def grid_table(
    name: str,
    extent: tuple[float, float, float, float],
    columns: dict[str, NDArray[Any]],
    axes: tuple[str, str] = ("x", "y"),
) -> Table:
    """Return grids over one plane as a table in long format: x, y, values.

    Parameters
    ----------
    extent
        ``(left, right, bottom, top)`` of the grid's outermost points.
    columns
        Heading → grid ``(rows, columns)``; row 0 is the lowest y.
    axes
        The headings of the two coordinates.
    """
    rows, cols = next(iter(columns.values())).shape
    y, x = np.meshgrid(
        np.linspace(extent[2], extent[3], rows),
        np.linspace(extent[0], extent[1], cols),
        indexing="ij",
    )
    flat = {heading: np.ravel(grid) for heading, grid in columns.items()}
    return Table(name, {axes[0]: x.ravel(), axes[1]: y.ravel(), **flat})


def _cells(values: NDArray[Any]) -> list[object]:
    return ["" if value != value else value for value in np.asarray(values).tolist()]
