"""Results go to stdout; what a person should know meanwhile goes to stderr."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


def say(message: str) -> None:
    """Write one message as exactly one line on stderr."""
    print(" ".join(str(message).split()), file=sys.stderr, flush=True)


def print_json(result: Mapping[str, object]) -> None:
    """Print one JSON object; a number that is not finite becomes null."""
    print(json.dumps(plain(result), indent=2, allow_nan=False))


def plain(value: Any) -> Any:
    """Return ``value`` in JSON's own types."""
    match value:
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | np.ndarray():
            return [plain(item) for item in value]
        case np.generic():
            return plain(value.item())
        case float() if not math.isfinite(value):
            return None
        case _:
            return value


def print_table(rows: Sequence[Sequence[str]], sides: str) -> None:
    """Print rows of words in columns; ``sides`` has ``<`` or ``>`` for each column."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, sides, widths, strict=True)
        print("  ".join(f"{word:{side}{width}}" for word, side, width in cells).rstrip())


def figure(value: float, digits: int = 4) -> str:
    """Return a number as a person reads it, with a dash for one that does not exist."""
    return f"{value:.{digits}g}" if math.isfinite(value) else "–"
