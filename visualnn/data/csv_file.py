"""Reading a CSV file into columns of text, with every failure in one clear sentence."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Generator
from contextlib import suppress
from itertools import islice
from pathlib import Path

import numpy as np

from visualnn.data.csv_columns import DECIMAL_COMMA, is_number, result_of, samples_of
from visualnn.data.csv_table import MISSING, Roles, Table
from visualnn.data.samples import Samples
from visualnn.errors import InputError

MAX_BYTES = 100_000_000
DELIMITERS = ("\t", ";", ",")
"""In order of preference: a comma may be part of a number, a tab hardly ever is."""
PROBE = 50
"""How many rows decide on the delimiter."""
ROWS_A_TURN = 2000
"""After so many rows a job says how far it has come."""


def read_csv(path: str | Path, roles: Roles = Roles()) -> Samples:  # noqa: B008 - frozen
    """Read samples from a text file with separated values.

    Values are separated by commas, semicolons or tabs, in UTF-8 or, as Excel
    writes it, in cp1252 (Western European) or cp949 (Korean).  Where no comma
    separates values, it may stand for the decimal point.  The first line names the
    columns unless it holds a number.  Numbers are features as they are; a text
    column of few different values becomes one 0/1 column per value; rows with a
    missing value are left out, unless the roles say otherwise.  A target of text or
    of few different whole numbers makes classes, any other is regression.
    `Samples.notes` says what was done.

    Parameters
    ----------
    path
        The file, of at most 100 MB.
    roles
        Which column is to be predicted, which are ignored, and what to do about
        missing values.

    Raises
    ------
    InputError
        Names the file, the line where there is one, and the remedy.
    """
    return samples_of(read_table(path), roles)


def read_table(path: str | Path) -> Table:
    """Read the columns as text.

    Raises
    ------
    InputError
        As for `read_csv`, short of what concerns the meaning of the columns.
    """
    return result_of(reading(path))


def reading(path: str | Path) -> Generator[float, None, Table]:
    """Read a table as a job: it yields the share that is done, and returns the table.

    Raises
    ------
    InputError
        As for `read_table`.
    """
    path = Path(path)
    text, notes = _decoded(path.name, _content(path))
    yield 0.0
    mark = _delimiter(path.name, text)
    lines, columns = yield from _columns(path.name, text, mark)
    first = [column[0] for column in columns]
    commas = mark != ","
    if any(is_number(cell) or (commas and DECIMAL_COMMA.fullmatch(cell)) for cell in first):
        names = tuple(f"column {k}" for k in range(1, len(first) + 1))
        notes += (f"The first line holds a number, so the columns are named 1 to {len(names)}.",)
    else:
        names = _names(path.name, lines.pop(0), first)
        columns = [column[1:] for column in columns]
    if not lines:
        raise InputError(f"{path.name} has column names but no rows: add at least one row below.")
    if commas:
        columns, said = _with_points(names, columns)
        notes += said
    cells = tuple(tuple(column) for column in columns)
    return Table(path.name, names, cells, np.array(lines, dtype=np.int64), notes)


def _with_points(
    names: tuple[str, ...], columns: list[list[str]]
) -> tuple[list[list[str]], tuple[str, ...]]:
    """Write points for the decimal commas of columns that hold nothing but numbers."""
    found = [name for name, cells in zip(names, columns, strict=True) if _has_commas(cells)]
    if not found:
        return columns, ()
    read = [
        [cell.replace(",", ".") for cell in cells] if name in found else cells
        for name, cells in zip(names, columns, strict=True)
    ]
    shown = ", ".join(map(repr, found[:5])) + (", …" if len(found) > 5 else "")
    return read, (f"Commas were read as decimal points in {shown}.",)


def _has_commas(cells: list[str]) -> bool:
    """Return whether a column is numbers, some of them with a decimal comma."""
    others = [cell for cell in cells if not is_number(cell) and cell.lower() not in MISSING]
    return bool(others) and all(DECIMAL_COMMA.fullmatch(cell) for cell in others)


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder: choose a CSV file in it.")
        if not path.is_file():
            raise InputError(
                f"There is no file {path.absolute()}: check the path and its spelling."
            )
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                f"{path.name} has {size / 1e6:.0f} MB, more than the {MAX_BYTES / 1e6:.0f} MB "
                "that can be read: save a smaller part of it."
            )
        content = path.read_bytes()
    except PermissionError:
        raise InputError(
            f"{path} may not be read by you: change its permissions or copy it."
        ) from None
    except OSError as error:
        raise InputError(
            f"{path} cannot be read ({error.strerror}): choose another file."
        ) from None
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise InputError(f"{path.name} is empty: choose a file with column names and rows.")
    return content


def _decoded(file: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    refusal = f"{file} is not a text file: save the table as CSV in UTF-8."
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise InputError(f"{file}, line {line}: this is not text; save the table as CSV in UTF-8.")
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    if _is_western(content):
        with suppress(UnicodeDecodeError):
            note = "The text was read as Western European (cp1252), not as UTF-8."
            return content.decode("cp1252"), (note,)
    try:
        return content.decode("cp949"), ("The text was read as Korean (cp949), not as UTF-8.",)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"{refusal[:-1]} (line {line} is neither UTF-8 nor cp949).") from None


def _is_western(content: bytes) -> bool:
    """Return whether most bytes beyond ASCII stand alone, as ü does in a word.

    Korean takes two such bytes for each syllable.
    """
    runs = [len(run) for run in re.findall(rb"[\x80-\xff]+", content)]
    return 2 * runs.count(1) > len(runs)


def _delimiter(file: str, text: str) -> str:
    """Return the delimiter that cuts most of the first rows into equally many cells."""
    agreement = {mark: _agreement(text, mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=agreement.__getitem__)
    if not agreement[best]:
        _check_length(file, 1, len(text.splitlines()[0]))
        raise InputError(
            f"{file}, line 1: there is only one column; separate a feature and the target "
            "by a comma, a semicolon or a tab."
        )
    return best


def _agreement(text: str, mark: str) -> int:
    widths: Counter[int] = Counter()
    # A row that cannot be read is complained about later, with its line.
    with suppress(csv.Error):
        for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), PROBE):
            widths[len(row)] += 1
    return max((count for width, count in widths.items() if width > 1), default=0)


def _columns(
    file: str, text: str, mark: str
) -> Generator[float, None, tuple[list[int], list[list[str]]]]:
    """Cut the text into columns, as a job; return each row's last line, too.

    Rows become parts of columns after every turn: hundreds of thousands of
    small lists would keep the whole process busy with counting them.
    """
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=mark, strict=True)
    lines: list[int] = []
    rows: list[list[str]] = []
    columns: list[list[str]] = []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells) and len(cells) <= 1:
                continue  # a blank line
            columns = columns or [[] for _ in cells]
            if len(cells) != len(columns):
                raise InputError(_ragged(file, reader.line_num, len(cells), lines[0], len(columns)))
            lines.append(reader.line_num)
            rows.append(cells)
            if len(rows) == ROWS_A_TURN:
                _take(rows, columns)
                yield source.tell() / len(text)
    except csv.Error as error:
        if text.count('"') % 2 == 0 and str(error).startswith("field larger"):
            _check_length(file, reader.line_num, len(text))
        raise InputError(
            f"{file}, line {reader.line_num}: this row cannot be read ({error}); "
            "check its quotation marks."
        ) from None
    _take(rows, columns)
    return lines, columns


def _take(rows: list[list[str]], columns: list[list[str]]) -> None:
    """Put rows at the ends of the columns."""
    for column, cells in zip(columns, zip(*rows, strict=True), strict=bool(rows)):
        column.extend(cells)
    rows.clear()


def _check_length(file: str, line: int, length: int) -> None:
    longest = csv.field_size_limit()
    if length > longest:
        raise InputError(
            f"{file}, line {line}: a cell is longer than {longest} characters; shorten it or "
            "remove its column."
        )


def _ragged(file: str, line: int, found: int, first: int, expected: int) -> str:
    return (
        f"{file}, line {line}: {found} value{'s' * (found != 1)} where line {first} has "
        f"{expected}; give every row the same number of values."
    )


def _names(file: str, line: int, cells: list[str]) -> tuple[str, ...]:
    names = tuple(cell or f"column {k}" for k, cell in enumerate(cells, 1))
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise InputError(f"{file}, line {line}: two columns are named {twice!r}; rename one.")
    return names
