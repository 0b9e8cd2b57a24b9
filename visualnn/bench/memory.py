"""How much memory the work takes, and whether a warm step allocates."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

from visualnn.bench.result import Promise, Result
from visualnn.bench.steps import Work, our_step

SMALL = Work((64, 8, 8, 10), "relu", "categorical_crossentropy", "adam", 32, "float64")
LARGE = replace(SMALL, sizes=(64, 256, 256, 10))
WARM = 10
ROUNDING = 512
"""Bytes by which two peaks may differ without an array being behind it."""


def allocation() -> Result:
    """Compare what a warm step of a small and of a large network allocates at its peak.

    NumPy's own buffers for a few columns of the output are there in both; an
    array that grew with the network would only be in one.
    """
    small, large = (_allocated(work) for work in (SMALL, LARGE))
    times = LARGE.architecture.layout.size // SMALL.architecture.layout.size
    promise = Promise(f"a network of 1/{times} the parameters", 1.0, "at most")
    # Differences as small as a few Python objects are not the network's.
    seen = small if abs(large - small) <= ROUNDING else large
    return Result("what a warm step allocates", float(seen), float(small), promise, "bytes")


def _allocated(work: Work) -> int:
    """Return the peak of one step's own allocations, in bytes."""
    step = our_step(work)
    for _ in range(WARM):
        step()
    return peak(step)


def peak(work: Callable[[], object]) -> int:
    """Return the most bytes that were allocated at once while ``work`` ran, beyond the start."""
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        work()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def process_peak() -> int | None:
    """Return the process's peak resident memory in bytes; None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
