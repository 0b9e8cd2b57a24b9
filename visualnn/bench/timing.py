"""Timing contenders fairly: in turn, in one process, as medians."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Contender = Callable[[], object]
"""Does its work once."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much time to spend: rounds, and the least duration of one timing in seconds."""

    rounds: int
    seconds: float


FULL, QUICK = Effort(9, 0.05), Effort(2, 0.002)


def medians(contenders: list[Contender], effort: Effort) -> list[float]:
    """Return the median seconds that each contender needs for its work.

    All take their turn in every round, so that whatever else the machine does
    meets all of them alike: the ratios can be trusted where the times cannot.
    """
    counts = [_count(contender, effort.seconds) for contender in contenders]
    times: list[list[float]] = [[] for _ in contenders]
    for _ in range(effort.rounds):
        for contender, count, own in zip(contenders, counts, times, strict=True):
            own.append(_seconds(contender, count) / count)
    return [median(own) for own in times]


def _count(contender: Contender, least: float) -> int:
    """Return how often to do the work for one timing; this also warms it up."""
    count = 1
    while (took := _seconds(contender, count)) < least:
        count = max(2 * count, int(1.2 * count * least / max(took, 1e-9)))
    return count


def _seconds(contender: Contender, count: int) -> float:
    began = perf_counter()
    for _ in range(count):
        contender()
    return perf_counter() - began
