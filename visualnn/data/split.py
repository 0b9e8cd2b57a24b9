"""Sharing the samples out: to fit, to watch for overfitting, and to test at the end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visualnn.errors import InputError

TRAIN, VALIDATION, TEST = 0, 1, 2
NAMES = ("training", "validation", "test")
_NOTHING = 1e-9
"""Shares below this are rounding errors of 1 - train - validation."""


def split(
    y: NDArray[np.generic], train: float, validation: float, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Assign every sample to a share, at random.

    Whole-numbered ``y`` are class indices, and every class is shared out in the
    same proportions (stratified).  Rows left over by rounding go to the share
    with the largest remainder, and what rounding took from a share in one class
    it gets back in the next; a class with few rows is found in training first.

    Parameters
    ----------
    y
        ``(n,)`` class indices, or ``(n,)`` or ``(n, k)`` values for regression.
    train, validation
        The shares; the test share is what is left of 1.

    Returns
    -------
    part
        ``(n,)`` with `TRAIN` 0, `VALIDATION` 1 or `TEST` 2.

    Raises
    ------
    InputError
        If a share that is asked for would get no row.
    """
    shares = np.array([train, validation, 1.0 - train - validation])
    shares[shares < _NOTHING] = 0.0
    shares /= shares.sum()
    part = np.empty(len(y), dtype=np.uint8)
    carry = np.zeros(3)
    for rows in _groups(y):
        counts = _counts(len(rows), shares, carry)
        carry += len(rows) * shares - counts
        part[rng.permutation(rows)] = np.repeat(np.arange(3, dtype=np.uint8), counts)
    _check(np.bincount(part, minlength=3), shares)
    return part


def _groups(y: NDArray[np.generic]) -> list[NDArray[np.intp]]:
    if not np.issubdtype(y.dtype, np.integer):
        return [np.arange(len(y))]
    return [np.flatnonzero(y == label) for label in np.unique(y)]


def _counts(
    rows: int, shares: NDArray[np.float64], carry: NDArray[np.float64]
) -> NDArray[np.int64]:
    quota = rows * shares
    counts = np.floor(quota + _NOTHING).astype(np.int64)
    claim = np.where(shares > 0, quota - counts + carry, -np.inf)
    counts[np.argsort(-claim, kind="stable")[: rows - counts.sum()]] += 1
    if counts[TRAIN] == 0:
        counts[np.argmax(counts)] -= 1
        counts[TRAIN] = 1
    return counts


def _check(counts: NDArray[np.int64], shares: NDArray[np.float64]) -> None:
    for name, count, share in zip(NAMES, counts, shares, strict=True):
        if share > 0 and count == 0:
            total = int(counts.sum())
            needed = _rows_needed(shares, total)
            raise InputError(
                f"Only {total} row{'s' * (total != 1)}: a {name} share of {share:.0%} gets none of "
                f"them; use at least {needed} rows or change the shares."
            )


def _rows_needed(shares: NDArray[np.float64], rows: int) -> int:
    """Return from how many rows on no share that is asked for stays empty."""
    smallest = shares[shares > 0].min()
    return max(int(np.ceil(1 / smallest - _NOTHING)), rows + 1)
