"""Watches the real window at work: what it costs to show a training that runs as fast as it goes.

`visualnn bench` runs this in a process of its own (``visualnn --measure``) and
compares what it prints with what was promised.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field
from itertools import count, cycle
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from time import perf_counter

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from visualnn.ui.app import first_document, open_window, spare_the_collector
from visualnn.ui.main_window import MainWindow
from visualnn.ui.settings import Settings
from visualnn.ui.widgets.slim_slider import SlimSlider

WARM_UP = 3.0
"""Seconds before the counting begins: imports, caches and the first frames."""

UNTOUCHED = 0.5
"""The share of the time in which nobody clicks: frames and steps are counted then."""

SIZE = (1440, 900)
BEATS = (0.037, 0.113)
"""Seconds between two gestures, drawn between these, so that they fall anywhere in a frame."""

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
GESTURE = {
    QEvent.Type.MouseButtonPress: LEFT,
    QEvent.Type.MouseButtonRelease: Qt.MouseButton.NoButton,
}
"""The two events of a click, and which buttons are held then: a slider heeds the first,
a button the second."""

DRAGS_PER_CLICK = 4
LOOK = 0.002
"""Seconds between two looks at whether a gesture has been answered."""

ENDLESS = {"epochs": 100_000, "patience": 0}


@dataclass(slots=True)
class Observation:
    """What was seen, in seconds and bytes.

    Attributes
    ----------
    size
        Width and height of the window while it was watched, in logical pixels.
    first_paint, first_frame
        When the window was painted first, and when the network in it, on the clock of
        `time.perf_counter`: from then on it can be used.
    intervals
        Between two paintings of the diagram in a row, while nobody clicks.
    answers
        From a click on the run button or a drag of a slider to the painting that shows what
        it did: the button another word, the slider another value.
    steps_per_second
        Of the training meanwhile.
    memory
        Resident bytes of window and engine together, now and then.
    """

    size: tuple[int, int] = (0, 0)
    first_paint: float = 0.0
    first_frame: float = 0.0
    intervals: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    steps_per_second: float = 0.0
    memory: list[int] = field(default_factory=list)

    def report(self) -> str:
        """Return everything as one JSON object, the long lists as percentiles of so many."""
        facts = asdict(self)
        for name in ("intervals", "answers"):
            values = facts[name] or [float("nan")]
            shares = dict(zip(("p50", "p99"), np.percentile(values, (50, 99)), strict=True))
            facts[name] = {"count": len(facts[name]), **shares}
        return json.dumps(facts)


def measure(seconds: int, samples: int) -> int:
    """Open the window, train for so long, and print the observation; 0 waits for a frame only."""
    from visualnn.ui.app import application

    app = application()
    with tempfile.TemporaryDirectory() as folder:
        document = first_document()
        experiment = document.experiment.edited(samples=samples, **ENDLESS)
        window = open_window(
            document.edited(experiment=experiment), Settings(Path(folder)), furnished=False
        )
        window.resize(*SIZE)
        observer = Observer(app, window, seconds)
        window.show()
        app.exec()
        window.close()
    print(observer.seen.report())
    return 0


class Observer(QObject):
    """Notes when things are painted, and plays the person.

    Clicks fall on the button that trains and pauses, in pairs, so that the
    training goes on, and on the slider of the learning rate.
    """

    def __init__(self, app: QApplication, window: MainWindow, seconds: int) -> None:
        super().__init__(window)
        self.seen = Observation()
        self._app, self._window, self._seconds = app, window, seconds
        self._counting = self._playing = False
        self._painted, self._diagram = 0.0, None
        self._posted: dict[QObject, tuple[float, object]] = {}
        self._over = Flag()
        window.installEventFilter(self)
        window.furnished.connect(self._begin if seconds else self._look)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a painting."""
        if event.type() == QEvent.Type.Paint:
            self._note(watched, perf_counter())
        return False

    def _note(self, watched: QObject, now: float) -> None:
        if not self.seen.first_paint and watched is self._window:
            self.seen.first_paint = now
        if watched is self._diagram:
            if not self.seen.first_frame and self._window.laboratory.frame:
                self.seen.first_frame = now
                if not self._seconds:
                    QTimer.singleShot(0, self._app.quit)
            running = self._window.laboratory.running
            if self._counting and not self._playing and self._painted and running:
                self.seen.intervals.append(now - self._painted)
            self._painted = now if running else 0.0
        if watched in self._posted:
            clock, before = self._posted[watched]
            if self._says(watched) != before:
                self.seen.answers.append(now - clock)
                del self._posted[watched]

    def _says(self, watched: QObject) -> object:
        """Return what a person reads off the button or the slider."""
        return self._slider.value() if watched is self._slider else self._button.accessibleName()

    def _look(self) -> None:
        """Look at the network in a window that has just been furnished."""
        self._diagram = self._window.playground.diagram
        self._diagram.installEventFilter(self)

    def _begin(self) -> None:
        """Train in a window that has just been furnished."""
        self._look()
        self._window.resize(*SIZE)  # it has fitted itself into a screen that nobody sees
        row = self._window.playground.panel.findChild(QWidget, "row_lr")
        self._slider, self._button = row.findChild(SlimSlider), self._window.top_bar.button("train")
        for widget in (self._slider, self._button):
            widget.installEventFilter(self)
        self._window.set_speed("max")
        self._window.laboratory.toggle()
        QTimer.singleShot(round(1000 * WARM_UP / 2), spare_the_collector)
        QTimer.singleShot(round(1000 * WARM_UP), self._count)

    def _count(self) -> None:
        """Count frames and steps from here on, and answers for a last part of the time."""
        self._counting = True
        self.seen.size = self._window.width(), self._window.height()
        self._start = self._window.laboratory.frame.step, perf_counter()
        QTimer.singleShot(round(1000 * UNTOUCHED * self._seconds), self._begin_to_play)
        memory = QTimer(self)
        memory.timeout.connect(self._weigh)
        memory.start(1000)
        QTimer.singleShot(1000 * self._seconds, self._end)

    def _begin_to_play(self) -> None:
        """Take note of the speed so far, and let a thread play the person."""
        step, clock = self._start
        steps = self._window.laboratory.frame.step - step
        self.seen.steps_per_second = steps / (perf_counter() - clock)
        self._playing = True
        Thread(target=self._play, name="visualnn person", daemon=True).start()

    def _weigh(self) -> None:
        ours, engine = os.getpid(), self._window.engine.port.process.pid
        sizes = [resident(pid) for pid in (ours, engine)]
        if all(sizes):
            self.seen.memory.append(sum(sizes))

    def _end(self) -> None:
        self._over.set()
        self._app.quit()

    def _play(self) -> None:
        """Drag and click at odd moments, from a thread: the window cannot know when."""
        rng = np.random.default_rng(0)
        shares = cycle((0.6, 0.4))  # never twice the same: nothing would show that it was seen
        for turn in count():
            if turn % DRAGS_PER_CLICK:
                self._do(self._slider, next(shares), rng)
            else:
                for _ in range(2):  # pause and go on
                    self._do(self._button, 0.5, rng)
            if self._over.is_set():
                return

    def _do(self, widget: QWidget, share: float, rng: np.random.Generator) -> None:
        """Press there after a while, and wait until it shows."""
        self._over.wait(rng.uniform(*BEATS))
        self._post(widget, share * widget.width())
        while widget in self._posted and not self._over.wait(LOOK):
            pass

    def _post(self, widget: QWidget, x: float) -> None:
        """Put mouse events into the window's queue, as the window system would.

        The clock starts with the event that does something: until then this
        thread waits for the interpreter's lock, which no window system has to.
        """
        place, before = QPointF(x, widget.height() / 2), self._says(widget)
        press, release = (
            QMouseEvent(kind, place, widget.mapToGlobal(place), LEFT, held, NO_KEYS)
            for kind, held in GESTURE.items()
        )
        if widget is self._button:
            QCoreApplication.postEvent(widget, press)
        self._posted[widget] = perf_counter(), before
        if widget is not self._button:
            QCoreApplication.postEvent(widget, press)
        QCoreApplication.postEvent(widget, release)


def resident(process: int) -> int:
    """Return the resident bytes of a process; 0 where the system does not say."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
