"""Real tables, shipped as plain CSV files in ``resources/datasets``."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from visualnn import assets
from visualnn.data.csv_file import read_csv
from visualnn.data.samples import DATASETS, Dataset, Floats, Samples

UCI = "UCI Machine Learning Repository, licence CC BY 4.0"


@cache
def _table(key: str) -> Samples:
    return read_csv(assets.path(f"datasets/{key}.csv"))


def _enter(
    key: str,
    title: str,
    size: int,
    *,
    features: tuple[str, ...],
    target: str,
    source: str,
    classes: tuple[str, ...] = (),
) -> None:
    def draw(
        samples: int, noise: float, rng: np.random.Generator
    ) -> tuple[Floats, NDArray[np.generic]]:
        table = _table(key)
        return table.x.copy(), table.y.copy()

    DATASETS.add(
        key,
        Dataset(key, title, features, target, classes, source, draw, generated=False, size=size),
    )


_enter(
    "iris",
    "Iris",
    150,
    features=("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"),
    target="species",
    classes=("setosa", "versicolor", "virginica"),
    source=f"R. A. Fisher 1936; {UCI}",
)
_enter(
    "wine",
    "Wine",
    178,
    features=(
        "alcohol",
        "malic acid",
        "ash",
        "alcalinity of ash",
        "magnesium",
        "total phenols",
        "flavanoids",
        "nonflavanoid phenols",
        "proanthocyanins",
        "color intensity",
        "hue",
        "OD280/OD315 of diluted wines",
        "proline",
    ),
    target="cultivar",
    classes=("cultivar 1", "cultivar 2", "cultivar 3"),
    source=f"S. Aeberhard and M. Forina 1991; {UCI}",
)
_enter(
    "breast_cancer",
    "Breast Cancer Wisconsin",
    569,
    features=tuple(
        f"{statistic} {property_}"
        for statistic, property_ in product(
            ("mean", "error of", "worst"),
            (
                "radius",
                "texture",
                "perimeter",
                "area",
                "smoothness",
                "compactness",
                "concavity",
                "concave points",
                "symmetry",
                "fractal dimension",
            ),
        )
    ),
    target="diagnosis",
    classes=("benign", "malignant"),
    source=f"W. Wolberg, O. Mangasarian, N. Street, W. Street 1993; {UCI}",
)
_enter(
    "diabetes",
    "Diabetes",
    442,
    features=("age", "sex", "bmi", "blood pressure", "s1", "s2", "s3", "s4", "s5", "s6"),
    target="progression after a year",
    source="B. Efron, T. Hastie, I. Johnstone, R. Tibshirani 2004, Least Angle Regression, "
    "Annals of Statistics 32; published by the authors, no licence stated",
)
_enter(
    "digits",
    "Handwritten digits",
    1797,
    features=tuple(f"row {row} column {column}" for row, column in product(range(8), range(8))),
    target="digit",
    classes=tuple(str(digit) for digit in range(10)),
    source=f"E. Alpaydin and C. Kaynak 1998, optical recognition of handwritten digits; {UCI}",
)
