"""Long jobs beside the training: driven on between its slices, one at a time of a kind."""

from __future__ import annotations

from collections.abc import Generator
from time import perf_counter
from typing import Generic, TypeVar

from visualnn.errors import InputError

Report = TypeVar("Report")
Result = TypeVar("Result")


class Aside(Generic[Report, Result]):
    """At most one job under way, and what came of the latest.

    Attributes
    ----------
    latest
        What the job that ended last returned, or None.
    progress
        The latest report of the job under way, or None before the first.
    failure
        Why the job that was begun last came to nothing; empty where it did not.
    """

    def __init__(self) -> None:
        self.latest: Result | None = None
        self.progress: Report | None = None
        self.failure = ""
        self._job: Generator[Report, None, Result] | None = None

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return self._job is not None

    def begin(self, job: Generator[Report, None, Result]) -> None:
        """Begin a job; what was under way is given up."""
        self.stop()
        self.failure, self.progress = "", None
        self._job = job

    def stop(self) -> None:
        """Give up the job under way."""
        if self._job:
            self._job.close()
        self._job = None

    def work(self, seconds: float) -> None:
        """Go on until the time or the job is over."""
        end = perf_counter() + seconds
        try:
            while self._job:
                self.progress = next(self._job)
                if perf_counter() >= end:
                    return
        except StopIteration as done:
            self._job, self.latest = None, done.value
        except InputError as error:
            self._job, self.failure = None, str(error)
