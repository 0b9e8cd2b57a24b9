"""The `visualnn` command, one file per sub-command.

The commands load NumPy, which takes a while; they are imported inside `main`, so that
Ctrl-C is answered in one line while they load, too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

__all__ = ["INTERRUPTED", "main"]

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; Ctrl-C ends it in one line at any moment."""
    try:
        with _ending_at_once():
            from visualnn.cli.entry import run
        return run(argv)
    except KeyboardInterrupt:
        return _say_interrupted()


@contextmanager
def _ending_at_once() -> Iterator[None]:
    """Let Ctrl-C end the process while modules load, where an exception may get lost."""
    import atexit
    import signal
    import threading

    # When Python takes itself down the work is done, and its exit status stands.
    atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)
    before = signal.getsignal(signal.SIGINT)
    main_thread = threading.current_thread() is threading.main_thread()
    if before is not signal.default_int_handler or not main_thread:
        yield
        return
    signal.signal(signal.SIGINT, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(number: int, frame: FrameType | None) -> None:
    os._exit(_say_interrupted())


def _say_interrupted() -> int:
    """Write past Python's streams, which a signal may find in the middle of their work."""
    if sys.stderr is not None:
        with suppress(OSError):
            os.write(2, b"visualnn: interrupted.\n")
    return INTERRUPTED
