"""The standard streams, which may be closed, full, or short of letters."""

from __future__ import annotations

import errno
import io
import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from functools import partial
from typing import Any, TextIO, cast

from visualnn.errors import WorkError


@contextmanager
def dependable_streams() -> Iterator[None]:
    """Make failures of stdout sentences, and those of stderr none at all."""
    for stream in (sys.stdout, sys.stderr):
        # A question mark where the terminal lacks a letter, instead of a failure.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    with (
        redirect_stdout(cast("TextIO", Results(sys.stdout))),
        redirect_stderr(cast("TextIO", Messages(sys.stderr))),
    ):
        yield


class _Closed(io.TextIOBase):
    """What stands for a stream that was closed before Python began, where Python has None."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, "it is closed")


class _Stream(ABC):
    """A stream like the one inside, except for what happens when it cannot be written."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = _Closed() if stream is None else stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        self._attempt(partial(self._stream.write, text))
        return len(text)

    def flush(self) -> None:
        self._attempt(self._stream.flush)

    def _attempt(self, write: Callable[[], object]) -> None:
        try:
            write()
        except OSError as error:
            self._discard()
            self._fail(error)

    def _discard(self) -> None:
        """Lead what is still buffered nowhere, or Python complains about it while it ends."""
        with suppress(OSError):
            number = self._stream.fileno()
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)
            os.close(nowhere)

    @abstractmethod
    def _fail(self, error: OSError) -> None:
        """Say, or do not say, that nothing can be written."""


class Results(_Stream):
    """Standard output: results that cannot be written are a failure of the work."""

    def _fail(self, error: OSError) -> None:
        if isinstance(error, BrokenPipeError):
            raise error
        raise WorkError(f"Cannot write to standard output: {error.strerror}.") from None


class Messages(_Stream):
    """Standard error: where nobody listens, the work goes on."""

    def _fail(self, error: OSError) -> None:
        return
