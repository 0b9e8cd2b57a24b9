"""The table of promised speeds, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from visualnn.bench import pytorch
from visualnn.bench.memory import allocation, peak
from visualnn.bench.planes import PlaneWork, calls_of_scan, our_scan
from visualnn.bench.result import Calling, Promise, Result
from visualnn.bench.steps import (
    LEAST,
    Work,
    calls_of_step,
    least_calls,
    matrix_products,
    our_step,
)
from visualnn.bench.timing import Contender, Effort, least_seconds
from visualnn.experiment.together.race import Contestant, Race, calls_of_race, run_race
from visualnn.landscape.threads import one_blas_thread
from visualnn.nn.optim import OPTIMIZERS

EAGER = "PyTorch eager"
BINARY, CLASSES = "binary_crossentropy", "categorical_crossentropy"
SCAN_THREADS = 2
RACE_STEPS = 2000

ATTEMPTS, SHORT = 3, 0.02
"""So often work of fewer seconds is timed, by contenders that are made anew, ours and theirs.

Where its arrays happen to lie makes a network of ours some percent slower or quicker for
as long as it is used; one in four of PyTorch's was seen to take two to four times as long.
"""

STEPS = (
    (Work((2, 4, 2, 1), "tanh", BINARY, "sgd", 10, "float64"), 35.0),
    (Work((2, 8, 8, 1), "tanh", BINARY, "adam", 32, "float64"), 35.0),
    (Work((64, 32, 16, 10), "relu", CLASSES, "adam", 32, "float64"), 11.0),
)
"""One step of these, and how many times as fast as PyTorch eager it is to be."""

WIDE = Work((784, 128, 64, 10), "relu", CLASSES, "adam", 128, "float32")
MANY = Work((2, 8, 8, 1), "tanh", BINARY, "adam", 32, "float32", networks=64)
PLANE = PlaneWork(Work((2, 8, 8, 1), "tanh", BINARY, "adam", 32, "float32"), 500, 101)


def measure(effort: Effort) -> Iterator[Result]:
    """Measure everything, yielding each row when it is done: a job."""
    with np.errstate(all="ignore"), one_blas_thread(), pytorch.threads(1):
        for work, ratio in STEPS:
            yield _step(work, ratio, effort)
        yield from _wide_step(effort)
        yield from _population(effort)
        with pytorch.threads(SCAN_THREADS):
            yield from _scan(effort)
        yield _race(effort)
        yield allocation()


def _step(work: Work, ratio: float, effort: Effort) -> Result:
    (result,) = _compared(
        f"a step, {_named(work)}",
        lambda: our_step(work),
        {Promise(EAGER, ratio): lambda: pytorch.step(work)},
        effort,
        memory=peak(lambda: our_step(work)()),
    )
    return replace(result, calling=_calling(calls_of_step(work), effort))


def _calling(calls: int, effort: Effort) -> Calling:
    """Measure what so many calls would take if they had next to nothing to compute."""
    (seconds,) = least_seconds([least_calls()], effort)
    return Calling(calls, seconds / LEAST)


def _wide_step(effort: Effort) -> list[Result]:
    """Compare with PyTorch, and with the least that the arithmetic costs in NumPy."""
    results = _compared(
        f"a step, {_named(WIDE)}",
        lambda: our_step(WIDE),
        {Promise(EAGER, 1.6): lambda: pytorch.step(WIDE)},
        effort,
        {Promise("its matrix products alone", 1.5, "at most"): lambda: matrix_products(WIDE)},
        memory=peak(lambda: our_step(WIDE)()),
    )
    calling = _calling(calls_of_step(WIDE), effort)
    return [replace(result, calling=calling) for result in results]


def _population(effort: Effort) -> list[Result]:
    """Compare the time per network: one of many, one alone, and one of many under vmap."""
    results = _compared(
        f"{MANY.networks} networks together, {_named(MANY)}, per network",
        lambda: our_step(MANY),
        {
            Promise(EAGER, 200.0): lambda: pytorch.step(replace(MANY, networks=1)),
            Promise("PyTorch vmap", 10.0): lambda: pytorch.vmap_step(MANY),
        },
        effort,
        memory=peak(lambda: our_step(MANY)()),
    )
    together = {EAGER: 1, "PyTorch vmap": MANY.networks}
    calling = replace(_calling(calls_of_step(MANY), effort), shared=MANY.networks)
    return [
        replace(
            result,
            calling=calling,
            ours=result.ours / MANY.networks,
            theirs=result.theirs and result.theirs / together[result.promise.reference],
        )
        for result in results
    ]


def _scan(effort: Effort) -> list[Result]:
    side, sizes = PLANE.resolution, "-".join(map(str, PLANE.work.sizes))
    ours = our_scan(PLANE, SCAN_THREADS)
    results = _compared(
        f"landscape {side}×{side} × {PLANE.samples} samples of {sizes}, two threads",
        lambda: ours,
        {
            Promise("PyTorch point by point", 40.0): lambda: pytorch.scan_by_points(PLANE),
            Promise("PyTorch vmap in chunks", 8.0): lambda: pytorch.scan_by_vmap(PLANE),
        },
        effort,
        memory=peak(ours),
    )
    calling = _calling(calls_of_scan(PLANE), effort)
    return [replace(result, calling=calling) for result in results]


def _race(effort: Effort) -> Result:
    keys, start = list(pytorch.OPTIMIZERS), (-1.5, 2.0)
    # As long as nobody diverges: a race of lost contestants would be another work.
    contestants = tuple(Contestant(key, OPTIMIZERS[key](lr=1e-4)) for key in keys)
    race = Race("rosenbrock", contestants, start, RACE_STEPS)
    ours: Contender = lambda: run_race(race)  # noqa: E731
    (result,) = _compared(
        f"{len(keys)} optimizers × {RACE_STEPS} steps on Rosenbrock",
        lambda: ours,
        {
            Promise("torch.optim in a loop", 150.0): lambda: pytorch.rosenbrock(
                keys, start, RACE_STEPS
            )
        },
        effort,
        memory=peak(ours),
    )
    return replace(result, calling=_calling(calls_of_race(race), effort))


def _compared(
    work: str,
    ours: Callable[[], Contender],
    theirs: dict[Promise, Callable[[], Contender]],
    effort: Effort,
    own: dict[Promise, Callable[[], Contender]] | None = None,
    memory: int | None = None,
) -> list[Result]:
    """Time our work beside the references: PyTorch's where it is installed, and our own."""
    references = (theirs if pytorch.torch() else {}) | (own or {})
    times: list[list[float]] = []
    while len(times) < ATTEMPTS and not (times and max(times[-1]) > SHORT):
        contenders = [make() for make in (ours, *references.values())]
        times.append(least_seconds(contenders, effort))
    mine, *others = map(min, zip(*times, strict=True))
    seconds = dict(zip(references, others, strict=True))
    return [
        Result(work, mine, seconds.get(promise), promise, memory=memory)
        for promise in (*theirs, *(own or {}))
    ]


def _named(work: Work) -> str:
    sizes = "-".join(map(str, work.sizes))
    return f"{sizes}, batch {work.batch}, {OPTIMIZERS[work.optimizer].title}, {work.dtype}"
