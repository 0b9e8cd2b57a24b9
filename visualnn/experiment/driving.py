"""Driving a job, a generator that yields its progress and returns its result, to its end."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

Report = TypeVar("Report")
Result = TypeVar("Result")


def run_job(
    job: Generator[Report, None, Result], progress: Callable[[Report], object] | None = None
) -> Result:
    """Drive a job to its end, reporting to ``progress``, and return its result."""
    while True:
        try:
            report = next(job)
        except StopIteration as end:
            result: Result = end.value
            return result
        if progress:
            progress(report)
