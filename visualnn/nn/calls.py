"""A computation laid out once, as a flat list of calls on buffers that stay.

Nothing is allocated in a training step: buffers are made when the list is
built, every call writes into one of them, and a step is the list run from top
to bottom.  A step costs about 0.3 µs per call plus the arithmetic; the same
code with allocations and decisions in its loop is several times slower
(``visualnn bench`` guards this).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Call = Callable[[], object]


def run(calls: Iterable[Call]) -> None:
    """Run the calls in their order."""
    for call in calls:
        call()


def quiet() -> np.errstate:
    """Return a context in which overflow is no warning: it shows in the loss and is reported."""
    return np.errstate(over="ignore", invalid="ignore", divide="ignore")


def scalar(value: float, like: Array) -> Array:
    """Return ``value`` as a 0-d array of ``like``'s type (quicker in ufuncs than a float)."""
    return np.array(value, dtype=like.dtype)


SMALL = 1024
"""Matrices of fewer numbers cost NumPy more to call than to multiply, one by one in a stack."""

LONG = 512
"""Terms of a sum from which BLAS does better without two transposed factors.

Its result is then best stored transposed: see `visualnn.nn.network.Tape`.
"""

QUICK_LOGADDEXP = 64
"""For fewer numbers than this the one slow call is quicker than five quick ones."""


def product(a: Array, b: Array, out: Array) -> Call:
    """Return the call ``out[...] = a @ b``, for matrices or stacks of them ``(R, …, …)``.

    Its last argument is ``out``, transposed if it is stored so.  For single matrices
    the bound ``a.dot`` costs a third of ``np.matmul``, and times a vector less than
    times a column.  A stack of small ones times a matrix that all share is one
    product; an inner axis of length 1 leaves nothing to sum.
    """
    if a.ndim == b.ndim == 2 and b.shape[1] == 1 < len(a):
        b, out = b[:, 0], out[:, 0]
    elif a.ndim == b.ndim == 2 and len(a) == 1 < b.shape[1]:
        a, out = a[0], out[0]
    if a.ndim <= 2 and b.ndim <= 2:
        plain = out.flags.c_contiguous
        return partial(a.dot, b, out) if plain else partial(b.T.dot, a.T, out.T)
    if b.ndim == 2 and a[0].size < SMALL:
        return _shared_product(a, b, out)
    if a.ndim == 2 and b[0].size < SMALL:
        return _shared_product(*(matrix.swapaxes(-1, -2) for matrix in (b, a, out)))
    if a.shape[-1] == 1:
        return partial(np.multiply, a, b, out)
    return partial(np.matmul, a, b, out)


def _shared_product(a: Array, b: Array, out: Array) -> Call:
    """Return ``out (R, m, n) = a (R, m, k) @ b (k, n)`` as one product ``(R·m, k) @ (k, n)``."""
    rows, results = np.ascontiguousarray(a), np.ascontiguousarray(out)
    flat = rows.reshape(-1, a.shape[-1]), results.reshape(-1, out.shape[-1])
    gather = [] if np.shares_memory(rows, a) else [assign(rows, a)]
    scatter = [] if np.shares_memory(results, out) else [assign(out, results)]
    return partial(_fill, (*gather, partial(flat[0].dot, b, flat[1]), *scatter), out)


def _fill(calls: Iterable[Call], out: Array) -> None:
    """Run the calls, which fill ``out``."""
    run(calls)


def softplus(z: Array, out: Array) -> list[Call]:
    """Lay out ``out[...] = ln(1 + eᶻ)``, without overflow and in full precision.

    Many at once as max(z, 0) + ln(1 + e^(−|z|)).
    """
    zero = scalar(0, z)
    if z.size < QUICK_LOGADDEXP:
        return [partial(np.logaddexp, zero, z, out)]
    rest = np.empty_like(z)
    return [
        partial(np.abs, z, rest),
        partial(np.negative, rest, rest),
        partial(np.exp, rest, rest),
        partial(np.log1p, rest, rest),
        # A whole array of zeros: with a scalar np.maximum takes three times as long.
        partial(np.maximum, z, np.zeros_like(z), out=out),
        partial(np.add, out, rest, out),
    ]


def scaled_difference(a: Array, b: Array, out: Array, factor: float) -> list[Call]:
    """Lay out ``out[...] = factor·(a − b)``.

    Where ``a`` lies right behind ``b`` in memory it is one product, of
    (−factor, factor) with both; elsewhere one or two calls.
    """
    if (both := _in_a_row(b, a)) is not None and out.T.flags.c_contiguous:
        signs = np.array([-factor, factor], out.dtype)
        return [partial(signs.dot, both, out.T.reshape(-1))]
    times = [] if factor == 1 else [partial(np.multiply, out, scalar(factor, out), out)]
    return [partial(np.subtract, a, b, out), *times]


def differences(terms: Array, first: Array, second: Array) -> list[Call]:
    """Lay out ``first = terms[0] − terms[1]`` and ``second = terms[1] − terms[2]``.

    Where ``second`` lies right behind ``first`` in memory it is one call.
    """
    if (both := _in_a_row(first, second)) is not None:
        flat = terms.swapaxes(-1, -2).reshape(3, -1)
        return [partial(np.subtract, flat[:2], flat[1:], both)]
    pairs = ((first, terms[0], terms[1]), (second, terms[1], terms[2]))
    return [partial(np.subtract, a, b, out) for out, a, b in pairs]


def _in_a_row(first: Array, second: Array) -> Array | None:
    """Return both as one ``(2, size)``, if they lie one behind the other, column by column."""
    whole = first.base
    if whole is None or whole is not second.base or first.shape != second.shape:
        return None
    if not (first.T.flags.c_contiguous and second.T.flags.c_contiguous and whole.ndim == 1):
        return None
    start, end, begin = (array.ctypes.data for array in (first, second, whole))
    at = (start - begin) // whole.itemsize
    return whole[at : at + 2 * first.size].reshape(2, -1) if end - start == first.nbytes else None


def assign(target: Array, source: Array) -> Call:
    """Return the call ``target[...] = source`` (half the price of ``np.copyto``)."""
    return partial(target.__setitem__, ..., source)


def summed(array: Array, out: Array) -> Call:
    """Return the call that sums ``array`` over its last axis into ``out``.

    For a matrix a product with ones is four times quicker than ``np.add.reduce``.
    """
    if array.ndim == 2:
        return product(array, np.ones(array.shape[-1], array.dtype), out)
    return partial(np.add.reduce, array, -1, None, out)


def averaged(array: Array, out: Array) -> Call:
    """Return the call that writes the mean over the last axis of a matrix into ``out``."""
    count = array.shape[-1]
    return product(array, np.full(count, 1 / count, array.dtype), out)


def largest(array: Array, out: Array) -> Call:
    """Return the call that takes the maximum over the last axis into ``out``."""
    return partial(np.maximum.reduce, array, -1, None, out)
