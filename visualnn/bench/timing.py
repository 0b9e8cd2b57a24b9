"""Timing contenders fairly: in turn, in one process, for equally long, at their best."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

Contender = Callable[[], object]
"""Does its work once."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much time to spend on a contender.

    Attributes
    ----------
    rounds, seconds
        How many timings to take, and how long one lasts.
    fewest
        As many are taken of work that takes longer.
    """

    rounds: int
    seconds: float
    fewest: int


FULL, QUICK = Effort(120, 0.005, 4), Effort(30, 0.002, 1)


def least_seconds(contenders: list[Contender], effort: Effort) -> list[float]:
    """Return the least seconds that each contender was seen to need for its work.

    What else the machine does only ever adds to a time, and it adds more to what needs
    more of the caches; so the best of many short timings is the steadiest, for all alike.
    They take turns, each for equally long: as long as the slowest needs for its work
    once, because a shorter timing slips through between two disturbances more easily.
    """
    once = [_warm_seconds(contender, effort.seconds) for contender in contenders]
    length = max(effort.seconds, *once)
    counts = [max(round(length / seconds), 1) for seconds in once]
    rounds = max(int(effort.rounds * effort.seconds / length), effort.fewest)
    best = once
    for _ in range(rounds):
        timings = [_seconds(*each) / each[1] for each in zip(contenders, counts, strict=True)]
        best = [min(pair) for pair in zip(best, timings, strict=True)]
    return best


def _warm_seconds(contender: Contender, least: float) -> float:
    """Return what the work takes once it is warm, from a timing of at least so many seconds."""
    count = 1
    while (took := _seconds(contender, count)) < least:
        count = max(2 * count, int(1.2 * count * least / max(took, 1e-9)))
    return took / count


def _seconds(contender: Contender, count: int) -> float:
    """Return what the work takes so many times; once before, for the caches, where it is short."""
    if count > 1:
        contender()
    began = perf_counter()
    for _ in range(count):
        contender()
    return perf_counter() - began
