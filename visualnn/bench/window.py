"""What the window costs: measured in a process of its own, beside the same training without it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from statistics import median
from time import perf_counter
from typing import Any

from visualnn.bench.result import Promise, Result
from visualnn.bench.timing import FULL, Effort
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import FIRST
from visualnn.experiment.training import Training

SAMPLES, MANY_SAMPLES = 1000, 3000
"""So many that no run ends while it is measured: many samples make many steps an epoch."""
FRAME, LONGEST = 1 / 60, 0.018
MOST_GROWTH = 1.05
STARTS = 7
"""How often the window is started, in turn with an empty one; the median counts."""
USABLE = 5.0
"""How many times as long as an empty window the one with everything in it may take."""
WARM = 60
"""Seconds after which memory is to stay as it is."""

EMPTY_WINDOW = """
import time
import pyqtgraph
from PySide6.QtWidgets import QApplication, QWidget

class Window(QWidget):
    def paintEvent(self, event):
        print(time.perf_counter(), flush=True)
        app.quit()

app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
"""


def measure(effort: Effort) -> Iterator[Result]:
    """Measure the window at work, yielding each row when it is done; nothing without Qt."""
    if not find_spec("PySide6"):
        return
    yield from _starts(effort)
    quick = effort.rounds < FULL.rounds
    seconds = 2 if quick else 18
    before = _without_window(seconds / 4)
    seen = _at_work(seconds, SAMPLES)
    alone = (before + _without_window(seconds / 4)) / 2
    yield from _smoothness(seen)
    yield _throughput(seen, alone)
    if not quick:
        yield _memory(_at_work(2 * WARM, MANY_SAMPLES)["memory"])


def _at_work(seconds: int, samples: int) -> Any:
    return _child("-m", "visualnn", "--measure", str(seconds), str(samples))


def _smoothness(seen: dict[str, Any]) -> Iterator[Result]:
    where = _platform()
    for work, name, limit in (
        ("99 of 100 frames at full speed come within", "intervals", LONGEST),
        ("99 of 100 clicks and drags are shown within", "answers", FRAME),
    ):
        promise = Promise(f"{1000 * limit:.1f} ms", 1.0, "at most")
        yield Result(f"{work} ({where})", seen[name]["p99"], limit, promise)


def _throughput(seen: dict[str, Any], alone: float) -> Result:
    promise = Promise("without a window", 0.7)
    return Result(
        "a step in the window at full speed", 1 / seen["steps_per_second"], 1 / alone, promise
    )


def _memory(sizes: list[int]) -> Result:
    """Compare the most that window and engine take together with what they took when warm."""
    promise = Promise("after the first minute", MOST_GROWTH, "at most")
    warm, later = sizes[: len(sizes) // 2], sizes[len(sizes) // 2 :]
    theirs = float(warm[-1]) if warm else None
    return Result(
        "memory after another minute", float(max(later, default=0)), theirs, promise, "bytes"
    )


def _starts(effort: Effort) -> Iterator[Result]:
    """Compare two moments with the painting of an empty window that has imported pyqtgraph.

    Before the first frame the window shows no more than an outline of itself.
    """
    starts = STARTS if effort.rounds >= FULL.rounds else 1
    times = [(*_first_paintings(), _empty_paint()) for _ in range(starts)]
    painted, usable, empty = map(median, zip(*times, strict=True))
    for work, ours, most in (
        ("the window's first painting", painted, 1.5),
        ("the window with its network", usable, USABLE),
    ):
        promise = Promise("pyqtgraph and an empty window", most, "at most")
        yield Result(work, ours, empty, promise)


def _first_paintings() -> tuple[float, float]:
    """Return after how long the window was painted, and the network in it."""
    began = perf_counter()
    seen = _child("-m", "visualnn", "--measure", "0", str(SAMPLES))
    return float(seen["first_paint"]) - began, float(seen["first_frame"]) - began


def _empty_paint() -> float:
    began = perf_counter()
    return float(_child("-c", EMPTY_WINDOW)) - began


def _child(*words: str) -> Any:
    """Run Python in a process of its own and return the JSON that it prints."""
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=True, env=_environment()
    )
    return json.loads(done.stdout)


def _environment() -> dict[str, str]:
    extra = {"QT_QPA_PLATFORM": "offscreen"} if _platform() == "offscreen" else {}
    return os.environ | extra


def _platform() -> str:
    """Return where the window opens: on a display, or nowhere that can be seen."""
    seen = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    shown = seen or not sys.platform.startswith("linux")
    return os.environ.get("QT_QPA_PLATFORM") or ("display" if shown else "offscreen")


def _without_window(seconds: float) -> float:
    """Return the steps per second of the same training in this process."""
    training = Training(resolve(FIRST.edited(samples=SAMPLES, epochs=100_000, patience=0)))
    training.run_for(seconds / 10)
    began = perf_counter()
    steps = training.run_for(seconds)
    return steps / (perf_counter() - began)
