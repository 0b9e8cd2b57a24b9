"""Jobs that take longer than a frame, in a thread, with progress and an end on demand.

For what is the window's own, such as reading a file; training and everything
else that computes belongs into the engine.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from threading import Event, Thread
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from visualnn.errors import InputError

TICK = 20
"""Milliseconds between two looks at what a job has reported."""

Work = Generator[float, None, Any]


class Background(QObject):
    """Runs one job at a time; a new one takes the place of the one before.

    A job is a generator: it yields the share that is done, which is also where
    it can be stopped, and returns its result.

    Signals
    -------
    progressed : float
        The share that is done.
    done : object
        The result.
    failed : str
        A sentence: why there is none.
    """

    progressed = Signal(float)
    done = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: _Run | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return self._run is not None

    def start(self, job: Work) -> None:
        """Begin a job; one that is under way is given up."""
        self.cancel()
        self._run = _Run(job)
        self._timer.start()

    def cancel(self) -> None:
        """Give up what is under way; nothing more is heard of it."""
        if self._run:
            self._run.stopped.set()
        self._run = None
        self._timer.stop()

    def _look(self) -> None:
        run = self._run
        while run is not None and run is self._run and run.said:
            self._tell(run.said.popleft())

    def _tell(self, said: tuple[str, Any]) -> None:
        kind, what = said
        if kind == "progress":
            self.progressed.emit(what)
            return
        self.cancel()
        match kind:
            case "done":
                self.done.emit(what)
            case "failed":
                self.failed.emit(what)
            case _:
                raise what


class _Run:
    """One job in its thread; what it says waits in a mailbox."""

    def __init__(self, job: Work) -> None:
        self.said: deque[tuple[str, Any]] = deque()
        self.stopped = Event()
        Thread(target=self._go, args=(job,), name="visualnn job", daemon=True).start()

    def _go(self, job: Work) -> None:
        try:
            while not self.stopped.is_set():
                self.said.append(("progress", next(job)))
            job.close()
        except StopIteration as end:
            self.said.append(("done", end.value))
        except InputError as error:
            self.said.append(("failed", str(error)))
        except Exception as error:  # a fault of ours: raised where it is seen
            self.said.append(("fault", error))
