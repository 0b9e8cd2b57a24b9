"""What a data set is, and the table of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from visualnn.registry import Registry

Floats = NDArray[np.float64]
Task = Literal["binary", "multiclass", "regression"]
Draw = Callable[[int, float, np.random.Generator], tuple[Floats, NDArray[np.generic]]]

USUAL_NOISE = 0.1
"""Leaves every pattern learnable."""


def task_of(classes: tuple[str, ...]) -> Task:
    """Return the task that goes with these class names; none at all is regression."""
    if not classes:
        return "regression"
    return "binary" if len(classes) == 2 else "multiclass"


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """The samples to learn from, in the features' own units.

    Attributes
    ----------
    x
        ``(n, d)`` float64, one row per sample.
    y
        ``(n,)`` int64 class index, or ``(n,)`` or ``(n, k)`` float64 values for regression.
    features
        The ``d`` columns' names.
    target
        What is to be predicted.
    classes
        The classes' names in index order; empty for regression.
    query
        A point ``(d,)`` whose prediction the data set asks for, or None.
    notes
        Sentences: what was done to a file to make samples of it.
    """

    x: Floats
    y: NDArray[np.generic]
    features: tuple[str, ...]
    target: str
    classes: tuple[str, ...] = ()
    query: Floats | None = None
    notes: tuple[str, ...] = ()

    @property
    def task(self) -> Task:
        """What kind of prediction the target asks for."""
        return task_of(self.classes)


@dataclass(frozen=True, slots=True)
class Dataset:
    """One entry of `DATASETS`: what is known of it, and how its samples come about.

    Attributes
    ----------
    key, title
        The stable name in files and scripts, and the name a person reads.
    features, target, classes
        As in `Samples`.
    source
        Where the pattern or the table comes from, with the licence of a table.
    draw
        ``draw(samples, noise, rng)`` returns ``x`` and ``y``.
    generated
        Whether the number of samples, the noise and the seed have an effect.
    size
        The fixed number of rows of what is not generated, else None.
    whole
        True where all rows are training rows, as the four rows of a logic gate.
    query
        The point whose prediction the set asks for, or None.
    noise
        How much noise it is shown with in the beginning: the pattern stays
        visible, and where it is simple there is something to overfit.
    """

    key: str
    title: str
    features: tuple[str, ...]
    target: str
    classes: tuple[str, ...]
    source: str
    draw: Draw
    generated: bool = True
    size: int | None = None
    whole: bool = False
    query: tuple[float, ...] | None = None
    noise: float = USUAL_NOISE

    @property
    def task(self) -> Task:
        """What kind of prediction the target asks for."""
        return task_of(self.classes)

    def make(self, samples: int, noise: float, rng: np.random.Generator) -> Samples:
        """Draw the samples; the same generator state draws the same bytes.

        Parameters
        ----------
        samples
            How many rows to draw; a table gives all its rows whatever is asked.
        noise
            From 0 to 1, relative to the pattern's size; a table ignores it.
        """
        x, y = self.draw(samples, noise, rng)
        kind = np.int64 if self.classes else np.float64
        query = None if self.query is None else np.array(self.query, dtype=np.float64)
        return Samples(
            np.ascontiguousarray(x, dtype=np.float64),
            np.ascontiguousarray(y, dtype=kind),
            self.features,
            self.target,
            self.classes,
            query,
        )


DATASETS: Registry[Dataset] = Registry("data set")
"""Every built-in data set, in the order in which a person is shown them."""


def generated(
    key: str,
    title: str,
    *,
    features: tuple[str, ...] = ("x₁", "x₂"),
    target: str = "class",
    classes: tuple[str, ...] = (),
    source: str = "drawn from a formula",
    query: tuple[float, ...] | None = None,
    noise: float = USUAL_NOISE,
) -> Callable[[Draw], Draw]:
    """Return a decorator that enters a drawing function as a data set."""

    def enter(draw: Draw) -> Draw:
        dataset = Dataset(
            key, title, features, target, classes, source, draw, query=query, noise=noise
        )
        DATASETS.add(key, dataset)
        return draw

    return enter
