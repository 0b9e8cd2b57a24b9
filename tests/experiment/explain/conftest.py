"""Random networks of every kind, as cases that are ready to be explained."""

import numpy as np
import pytest

from visualnn.experiment.explain.case import Case
from visualnn.experiment.explain.reading import explain_case
from visualnn.experiment.explain.subject import OfBatch
from visualnn.experiment.spec.branches import RegularizationSpec
from visualnn.experiment.together.population import Population
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.architecture import Architecture
from visualnn.nn.losses import LOSSES
from visualnn.nn.normalization import NORMALIZATIONS
from visualnn.nn.optim import SGD


def random_architecture(rng, units):
    loss = str(rng.choice(list(LOSSES)))
    depth = int(rng.integers(0, 4))
    classes = LOSSES[loss].output == "softmax"
    sizes = (
        int(rng.integers(1, 4)),
        *rng.integers(1, units + 1, depth),
        int(rng.integers(1 + classes, 4)),
    )
    last = LOSSES[loss].output if LOSSES[loss].reads_logits else rng.choice(list(ACTIVATIONS))
    return Architecture(
        tuple(map(int, sizes)),
        (*map(str, rng.choice(list(ACTIVATIONS), depth)), str(last)),
        loss,
        bias=bool(rng.integers(2)),
        normalizations=tuple(map(str, rng.choice(list(NORMALIZATIONS), depth + 1)))
        if rng.integers(2)
        else (),
        dropout=float(rng.choice([0.0, 0.4])),
    )


def random_targets(rng, loss, samples, outputs):
    match LOSSES[loss].target:
        case "index":
            return rng.integers(0, outputs, (samples, 1)).astype(float)
        case "one_hot":
            return np.eye(outputs)[rng.integers(0, outputs, samples)]
    if loss == "binary_crossentropy":
        return rng.integers(0, 2, (samples, outputs)).astype(float)
    return rng.normal(size=(samples, outputs))


def random_case(seed, units=4, samples=3):
    rng = np.random.default_rng(seed)
    architecture = random_architecture(rng, units)
    layout = architecture.layout
    n = int(rng.integers(1, samples + 1))
    theta = rng.normal(0, 0.9, layout.size)
    for name in layout:
        if name.startswith("variance"):
            layout[name].view(theta)[...] = rng.uniform(0.2, 2, layout[name].shape)
    optimizer = SGD(lr=0.1)
    return Case(
        OfBatch(),
        architecture,
        Population(theta[None], (optimizer,), trained=layout.trained),
        optimizer,
        rng.normal(size=(n, architecture.sizes[0])),
        random_targets(rng, architecture.loss, n, architecture.sizes[-1]),
        RegularizationSpec(l1=float(rng.choice([0, 0.1]))),
        np.random.default_rng(seed) if architecture.dropout else None,
        batch_statistics=n > 1 and bool(rng.integers(2)),
    )


@pytest.fixture
def draw():
    """A function: seed → the explanation of a random network of small layers."""
    return lambda seed, **limits: explain_case(random_case(seed, **limits))
