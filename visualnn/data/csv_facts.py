"""What each column of a table looks like, for a person who is to say what it is for."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from visualnn.data.csv_columns import MISSING, column_of
from visualnn.data.csv_table import Table
from visualnn.errors import InputError


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """One column at a glance.

    Attributes
    ----------
    numbers
        Whether all its values are numbers; else it is text.
    different
        How many different values it has, apart from missing ones.
    missing
        How many values are missing.
    complaint
        One sentence: why it can be neither feature nor target; empty where it can.
    """

    name: str
    numbers: bool
    different: int
    missing: int
    complaint: str = ""


def looking_over(table: Table) -> Generator[float, None, tuple[ColumnFacts, ...]]:
    """Look over all columns as a job: it yields the share that is done."""
    found = []
    for place in range(len(table.names)):
        yield place / len(table.names)
        found.append(_facts(table, place))
    return tuple(found)


def _facts(table: Table, place: int) -> ColumnFacts:
    name, cells = table.names[place], table.columns[place]
    counted = set(cells)
    gaps = {cell for cell in counted if cell.lower() in MISSING}
    missing = sum(cell in gaps for cell in cells) if gaps else 0
    different = len(counted) - len(gaps)
    try:
        numbers = column_of(table, place).numbers is not None
    except InputError as error:
        return ColumnFacts(name, False, different, missing, str(error))
    return ColumnFacts(name, numbers, different, missing)
