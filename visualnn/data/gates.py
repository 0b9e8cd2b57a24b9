"""Logic gates: four points, of which one straight line separates AND and OR but not XOR."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visualnn.data.samples import DATASETS, Dataset, Floats

INPUTS = ((0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0))


def _enter(key: str, title: str, outputs: tuple[int, int, int, int]) -> None:
    def draw(
        samples: int, noise: float, rng: np.random.Generator
    ) -> tuple[Floats, NDArray[np.generic]]:
        return np.array(INPUTS), np.array(outputs)

    DATASETS.add(
        key,
        Dataset(
            key,
            title,
            features=("a", "b"),
            target="output",
            classes=("0", "1"),
            source="truth table",
            draw=draw,
            generated=False,
            size=len(INPUTS),
            whole=True,
        ),
    )


_enter("and", "AND gate", (0, 0, 0, 1))
_enter("or", "OR gate", (0, 1, 1, 1))
_enter("xor_gate", "XOR gate", (0, 1, 1, 0))
