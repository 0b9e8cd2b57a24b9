"""One thread for BLAS, while Python's own threads share out the work."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController


def one_blas_thread() -> AbstractContextManager[Any]:
    """Return a context in which a matrix product runs in the thread that asked for it.

    On matrices as small as ours more threads gain nothing, and two threads
    that each ask for all cores wait for one another.
    """
    limits: AbstractContextManager[Any] = _controller().limit(limits=1, user_api="blas")
    return limits


@cache
def _controller() -> ThreadpoolController:
    # Looking for the libraries takes some milliseconds, so once.
    return ThreadpoolController()
