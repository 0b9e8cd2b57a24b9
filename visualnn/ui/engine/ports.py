"""Two ways to reach an engine: in a process of its own, or in this one."""

from __future__ import annotations

import multiprocessing
from abc import ABC, abstractmethod
from collections import deque
from queue import SimpleQueue
from threading import Thread
from typing import final

from visualnn.experiment.engine import Engine, serve
from visualnn.experiment.messages import Command, Reply

LOCAL_SLICE = 0.006
"""Seconds of training per tick of the window, where the engine has no process of its own."""


class Port(ABC):
    """Carries commands to an engine and its replies back, and never waits for either."""

    @abstractmethod
    def send(self, command: Command) -> None:
        """Send a command; without effect once the engine is gone."""

    @abstractmethod
    def replies(self) -> list[Reply]:
        """Return the replies that have come since the last call."""

    @property
    @abstractmethod
    def alive(self) -> bool:
        """Whether the engine can still answer."""

    @abstractmethod
    def close(self) -> None:
        """End the engine."""


@final
class ProcessPort(Port):
    """An engine in a child process, so that training takes nothing from the window.

    Two small threads carry the mail.  Read from the window's timer, a frame
    larger than the pipe's buffer would block the engine until the next tick;
    written from it, a command would block the window while the engine is busy
    or still starting.
    """

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, far_end = context.Pipe()
        self.process = context.Process(
            target=serve, args=(far_end,), name="visualnn engine", daemon=True
        )
        self.process.start()
        far_end.close()  # or the pipe would not end when the engine does
        self._mailbox: deque[Reply] = deque()
        self._outbox: SimpleQueue[Command | None] = SimpleQueue()
        self._alive = True
        self._carriers = [
            Thread(target=carry, name=f"visualnn engine {carry.__name__}", daemon=True)
            for carry in (self._read, self._write)
        ]
        for carrier in self._carriers:
            carrier.start()

    def send(self, command: Command) -> None:
        """Put a command into the outbox."""
        self._outbox.put(command)

    def replies(self) -> list[Reply]:
        """Empty the mailbox."""
        return [self._mailbox.popleft() for _ in range(len(self._mailbox))]

    @property
    def alive(self) -> bool:
        """Whether the pipe is open."""
        return self._alive

    def close(self) -> None:
        """End the engine at once, whatever it is doing, and make sure that it has gone."""
        self._alive = False
        self._outbox.put(None)
        self.process.terminate()
        self.process.join(2)
        for carrier in self._carriers:
            carrier.join(2)
        self._pipe.close()

    def _read(self) -> None:
        try:
            while True:
                self._mailbox.append(self._pipe.recv())
        except (EOFError, OSError):
            pass  # the engine has gone
        finally:
            self._alive = False

    def _write(self) -> None:
        try:
            while (command := self._outbox.get()) is not None:
                self._pipe.send(command)
        except OSError:
            pass  # the engine has gone
        finally:
            self._alive = False


@final
class LocalPort(Port):
    """An engine in this process that trains a slice whenever its replies are read."""

    def __init__(self) -> None:
        self._engine = Engine()
        self._mailbox: list[Reply] = []

    def send(self, command: Command) -> None:
        """Carry the command out at once."""
        reply = self._engine.obey(command)
        if reply is not None:
            self._mailbox.append(reply)

    def replies(self) -> list[Reply]:
        """Train a slice and empty the mailbox."""
        if self._engine.busy:
            self._engine.work(LOCAL_SLICE)
        mailbox, self._mailbox = self._mailbox, []
        return mailbox

    @property
    def alive(self) -> bool:
        """Always: it lives as long as the window does."""
        return True

    def close(self) -> None:
        """Do nothing: there is no process to end."""
