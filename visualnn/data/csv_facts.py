"""What each column of a table looks like, for a person who is to say what it is for."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from visualnn.data.csv_columns import MAX_CATEGORIES, column_of
from visualnn.data.csv_table import MISSING, Roles, Table, usual_target
from visualnn.data.samples import Floats
from visualnn.errors import InputError

IDENTIFIERS = frozenset({"id", "index", "no", "no.", "nr", "nr.", "row"})
"""What a column that only numbers the rows is named, in any case of letters."""


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


def suggested_roles(table: Table, facts: tuple[ColumnFacts, ...]) -> Roles:
    """Return roles to begin with: the target is that of `usual_target` among those that can be.

    Ignored are columns that only number the rows, and those that a network
    cannot be given: without values, with a value that does not fit, or of too
    many different texts.  Where nothing would be left to learn from, nothing is.
    """
    places = range(len(table.names))
    usable = [place for place in places if _is_usable(facts[place])]
    target = usual_target(table, usable) if usable else -1
    kept = [place for place in usable if place == target or not _is_identifier(table, place)]
    if len(kept) < 2:
        return Roles()
    ignored = tuple(table.names[place] for place in places if place not in kept)
    return Roles(target="" if target == kept[-1] else table.names[target], ignore=ignored)


def _is_usable(facts: ColumnFacts) -> bool:
    return not facts.complaint and (facts.numbers or facts.different <= MAX_CATEGORIES)


def _is_identifier(table: Table, place: int) -> bool:
    try:
        numbers = column_of(table, place).numbers
    except InputError:
        return False
    return numbers is not None and numbers_rows(place, table.names[place], numbers)


def numbers_rows(place: int, name: str, numbers: Floats) -> bool:
    """Return whether a column ``(n,)`` only numbers the rows.

    Its numbers are whole and all different; it is named so, or stands first and counts by one.
    """
    if (numbers != np.round(numbers)).any() or len(np.unique(numbers)) < len(numbers):
        return False
    counts = place == 0 and bool((np.diff(numbers) == 1).all())
    return counts or name.strip().lower() in IDENTIFIERS


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
