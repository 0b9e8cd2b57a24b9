"""From columns of text to samples: numbers, one-hot columns, classes."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from visualnn.data.csv_table import MISSING, Roles, Table
from visualnn.data.samples import Floats, Samples
from visualnn.errors import InputError

PART = 20_000
"""So many texts are read as numbers at once."""
MIN_ROWS = 5
MAX_CATEGORIES = 20
"""How many different values a text feature, or a target of whole numbers, may have."""
MAX_CLASSES = 100
"""How many different values a target of text may have."""
MAX_FEATURES = 784
MAX_SIZE = 1e100
"""Of larger numbers not even the squares are numbers, which the standard deviation needs."""
MOSTLY = 0.9
"""From this share of numbers on, a text in a column is a slip, not a category."""
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?")

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: its numbers ``(n,)``, or None where it is text, and what is missing ``(n,)``."""

    name: str
    cells: tuple[str, ...]
    missing: NDArray[np.bool_]
    numbers: Floats | None


def samples_of(table: Table, roles: Roles = Roles()) -> Samples:  # noqa: B008 - frozen
    """Give the columns of a table their meaning.

    Raises
    ------
    InputError
        Names the file, the line or column, and the remedy.
    """
    return result_of(weighing(table, roles))


def result_of(job: Generator[float, None, Result]) -> Result:
    """Drive a job to its end and return its result."""
    while True:
        try:
            next(job)
        except StopIteration as end:
            result: Result = end.value
            return result


def weighing(table: Table, roles: Roles) -> Generator[float, None, Samples]:
    """Make the samples as a job: it yields the share of the columns that have been read.

    Raises
    ------
    InputError
        As for `samples_of`.
    """
    file, place = table.file, roles.target_of(table)
    columns = yield from _read_columns(table, roles)
    goal = columns.pop(place)
    said = list(table.notes) + _ignored(roles.ignore)
    if not roles.target and place < max(columns, default=0):
        said.append(f"The target is {goal.name!r}, by its name.")
    features = [_filled(column, roles.missing, said) for column in columns.values()]
    keep = ~np.any([column.missing for column in (*features, goal)], axis=0)
    _check_missing(file, (*features, goal), roles.missing, table.lines)
    said += _check_rows(file, keep, table.lines)
    names, blocks = _features(file, features, keep, said)
    y, classes = _target(file, goal, keep, roles.kind, said)
    return Samples(
        np.ascontiguousarray(np.hstack(blocks)), y, names, goal.name, classes, notes=tuple(said)
    )


def _read_columns(table: Table, roles: Roles) -> Generator[float, None, dict[int, Column]]:
    """Read all columns but those that are ignored, by their places."""
    columns = {}
    for k, name in enumerate(table.names):
        yield k / len(table.names)
        if name not in roles.ignore:
            columns[k] = column_of(table, k)
    return columns


def is_number(text: str) -> bool:
    """Return whether ``text`` reads as a number; what means missing does not."""
    if text.lower() in MISSING:
        return False
    try:
        float(text)
    except ValueError:
        return False
    return True


def column_of(table: Table, place: int) -> Column:
    """Return one column as numbers or as text.

    Raises
    ------
    InputError
        If it holds nothing at all, or what can be neither.
    """
    file, name, cells, lines = table.file, table.names[place], table.columns[place], table.lines
    missing = np.array([cell.lower() in MISSING for cell in cells])
    if missing.all():
        raise InputError(
            f"{file}: column {name!r} has no values at all; remove it, ignore it or fill it in."
        )
    present = ["0" if absent else cell for cell, absent in zip(cells, missing, strict=True)]
    try:
        numbers = _numbers(present)
    except ValueError:
        _check_text(file, name, cells, missing, lines)
        return Column(name, cells, missing, None)
    _check_numbers(file, name, cells, numbers, lines)
    return Column(name, cells, missing, numbers)


def _numbers(texts: list[str]) -> Floats:
    """Return the numbers ``(n,)`` that are written there.

    A part at a time: NumPy lets no other thread in while it reads a text.

    Raises
    ------
    ValueError
        If one is none.
    """
    parts = range(0, len(texts), PART)
    return np.concatenate([np.array(texts[k : k + PART]).astype(np.float64) for k in parts])


def _ignored(names: tuple[str, ...]) -> list[str]:
    if not names:
        return []
    first = ", ".join(map(repr, names[:5])) + (", …" if len(names) > 5 else "")
    return [f"Ignored column{'s' * (len(names) != 1)}: {first}."]


def _filled(column: Column, rule: str, said: list[str]) -> Column:
    """Return a feature with the mean in the place of what is missing, where that is the rule."""
    if rule != "mean" or column.numbers is None or not column.missing.any():
        return column
    mean, count = float(column.numbers[~column.missing].mean()), int(column.missing.sum())
    said.append(
        f"{count} missing value{'s' * (count != 1)} of {column.name!r} "
        f"{'were' if count != 1 else 'was'} filled with the mean of the others, {mean:.4g}."
    )
    numbers = np.where(column.missing, mean, column.numbers)
    return replace(column, numbers=numbers, missing=np.zeros_like(column.missing))


def _check_missing(
    file: str, columns: tuple[Column, ...], rule: str, lines: NDArray[np.int64]
) -> None:
    """Refuse a file with gaps, where that is the rule."""
    gaps = next((column for column in columns if column.missing.any()), None)
    if rule == "refuse" and gaps is not None:
        raise InputError(
            f"{file}, line {lines[np.argmax(gaps.missing)]}: column {gaps.name!r} has no value; "
            "fill it in, leave such rows out, or fill gaps with the mean."
        )


def _check_numbers(
    file: str, name: str, cells: tuple[str, ...], numbers: Floats, lines: NDArray[np.int64]
) -> None:
    """Refuse numbers that nothing can be computed with."""
    usable = np.abs(numbers) <= MAX_SIZE
    if usable.all():
        return
    row = int(np.argmin(usable))
    where = f"{file}, line {lines[row]}: column {name!r} has {_shortened(cells[row])!r}"
    if not np.isfinite(numbers[row]):
        raise InputError(
            f"{where}, which is not a finite number; correct it or leave the cell empty."
        )
    raise InputError(
        f"{where}, which is too large to be standardized (beyond {MAX_SIZE:g}); correct it, leave "
        "the cell empty or write the column in a larger unit."
    )


def _shortened(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:37]}..."


def _check_text(
    file: str,
    name: str,
    cells: tuple[str, ...],
    missing: NDArray[np.bool_],
    lines: NDArray[np.int64],
) -> None:
    """Refuse a column that was meant to be numbers: decimal commas, or a slip in a few rows."""
    commas = np.array([DECIMAL_COMMA.fullmatch(cell) is not None for cell in cells])
    other = ~missing & ~np.array([is_number(cell) for cell in cells])
    if commas.any() and _share(other & ~commas, missing) <= 1 - MOSTLY:
        row = int(np.argmax(commas))
        raise InputError(
            f"{file}, line {lines[row]}: column {name!r} has {_shortened(cells[row])!r}, a decimal "
            "comma; write decimal points instead."
        )
    if _share(other, missing) <= 1 - MOSTLY:
        row = int(np.argmax(other))
        raise InputError(
            f"{file}, line {lines[row]}: column {name!r} has the text {_shortened(cells[row])!r} "
            "where the other rows have numbers; correct it or leave the cell empty."
        )


def _share(chosen: NDArray[np.bool_], missing: NDArray[np.bool_]) -> float:
    return float(chosen.sum() / (~missing).sum())


def _check_rows(file: str, keep: NDArray[np.bool_], lines: NDArray[np.int64]) -> list[str]:
    left, dropped = int(keep.sum()), int((~keep).sum())
    if left < MIN_ROWS:
        after = f" after leaving out {dropped} with missing values" if dropped else ""
        raise InputError(
            f"{file} has {left} row{'s' * (left != 1)} of data{after}: at least {MIN_ROWS} are "
            "needed; add rows or fill in what is missing."
        )
    if not dropped:
        return []
    first = lines[np.argmin(keep)]
    if dropped == 1:
        return [f"1 row with a missing value was left out (line {first})."]
    return [f"{dropped} rows with missing values were left out, the first on line {first}."]


def _features(
    file: str, columns: list[Column], keep: NDArray[np.bool_], said: list[str]
) -> tuple[tuple[str, ...], list[Floats]]:
    names: list[str] = []
    blocks: list[Floats] = []
    for column in columns:
        if column.numbers is not None:
            names.append(column.name)
            blocks.append(column.numbers[keep, None])
            continue
        values, codes = _categories(file, column, keep, MAX_CATEGORIES)
        names += [f"{column.name} = {value}" for value in values]
        blocks.append(np.eye(len(values))[codes])
        said.append(
            f"The text column {column.name!r} was turned into {len(values)} one-hot "
            f"column{'s' * (len(values) != 1)}."
        )
    if len(names) > MAX_FEATURES:
        raise InputError(
            f"{file} has {len(names)} features, more than the {MAX_FEATURES} that a network here "
            "takes: remove columns."
        )
    return tuple(names), blocks


def _categories(
    file: str, column: Column, keep: NDArray[np.bool_], most: int
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    kept = np.array(column.cells)[keep]
    values, codes = np.unique(kept, return_inverse=True)
    if len(values) > most:
        raise InputError(
            f"{file}: column {column.name!r} is text with {len(values)} different values, more "
            f"than {most}; remove it, ignore it or write numbers in it."
        )
    return tuple(map(str, values)), codes.reshape(-1).astype(np.int64)


def _target(
    file: str, goal: Column, keep: NDArray[np.bool_], kind: str, said: list[str]
) -> tuple[NDArray[np.generic], tuple[str, ...]]:
    if goal.numbers is None:
        if kind == "values":
            raise InputError(
                f"{file}: the target {goal.name!r} is text and has no values to predict; take it "
                "as classes or choose another target."
            )
        return _named_classes(file, goal, keep, said)
    numbers = goal.numbers[keep]
    values, codes = np.unique(numbers, return_inverse=True)
    if len(values) == 1:
        raise InputError(
            f"{file}: the target {goal.name!r} is {values[0]:g} in every row, one class only; "
            "choose another target or add other rows."
        )
    if kind == "values" or (kind == "auto" and not _are_classes(values, len(numbers))):
        return numbers, ()
    return _numbered_classes(file, goal.name, values, codes, said)


def _numbered_classes(
    file: str, name: str, values: Floats, codes: NDArray[np.intp], said: list[str]
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    if len(values) > MAX_CLASSES:
        raise InputError(
            f"{file}: the target {name!r} has {len(values)} different numbers, more than the "
            f"{MAX_CLASSES} classes that there may be; take it as values to predict."
        )
    whole = "whole " if (values == np.round(values)).all() else ""
    said.append(
        f"The target {name!r} has {len(values)} different {whole}numbers, taken as classes."
    )
    classes = tuple(f"{value:.0f}" if whole else f"{value:.12g}" for value in values)
    codes = codes.reshape(-1).astype(np.int64)
    _note_lonely(classes, codes, said)
    return codes, classes


def _named_classes(
    file: str, goal: Column, keep: NDArray[np.bool_], said: list[str]
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    different, rows = len(set(np.array(goal.cells)[keep])), int(keep.sum())
    if different > rows / 2:
        raise InputError(
            f"{file}: the target {goal.name!r} has {different} different texts in {rows} rows, "
            "like a column of names or identifiers; choose another column as target."
        )
    classes, codes = _categories(file, goal, keep, MAX_CLASSES)
    if len(classes) == 1:
        raise InputError(
            f"{file}: the target {goal.name!r} has one class only "
            f"({_shortened(classes[0])!r}); choose another target or add rows of another class."
        )
    _note_lonely(classes, codes, said)
    return codes, classes


def _note_lonely(classes: tuple[str, ...], codes: NDArray[np.int64], said: list[str]) -> None:
    """Say which classes can only be learned or only be tested, not both."""
    lonely = [classes[k] for k in np.flatnonzero(np.bincount(codes) == 1)]
    if not lonely:
        return
    first = [repr(_shortened(name)) for name in lonely[:5]]
    names = ", ".join(first + ["…"] * (len(lonely) > 5))
    what = "The class {} has" if len(lonely) == 1 else "The classes {} have"
    said.append(f"{what.format(names)} one row only, which is in the training share.")


def _are_classes(values: Floats, rows: int) -> bool:
    """Return whether numbers name classes: few, whole, and each found twice on average."""
    whole = bool((values == np.round(values)).all())
    return whole and len(values) <= MAX_CATEGORIES and 2 * len(values) <= rows
