"""The question that a first lecture asks of a network, "Will I pass this class?"."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visualnn.data.samples import Floats, generated

LECTURES, HOURS = 5, 6.0


@generated(
    "pass",
    "Will I pass this class?",
    features=("lectures attended", "hours on the project"),
    target="result",
    classes=("fail", "pass"),
    source="drawn from a formula: attendance and project work count the same",
    query=(4.0, 5.0),
    noise=0.3,
)
def pass_class(
    samples: int, noise: float, rng: np.random.Generator
) -> tuple[Floats, NDArray[np.generic]]:
    """Draw students who pass when lectures/5 + hours/6 + luck > 1.

    Lectures are whole numbers from 0 to 5 and hours lie between 0 and 6, both
    evenly spread; luck is normal with standard deviation noise/2.  Without luck
    nearly half of the students pass.
    """
    lectures = rng.integers(0, LECTURES, samples, endpoint=True)
    hours = rng.uniform(0.0, HOURS, samples)
    luck = rng.normal(0.0, noise / 2, samples)
    score = lectures / LECTURES + hours / HOURS + luck
    return np.column_stack((lectures, hours)), (score > 1.0).astype(np.int64)
