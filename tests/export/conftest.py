"""Finished runs to draw, trained once."""

import numpy as np
import pytest

from visualnn.experiment.jobs import train
from visualnn.experiment.spec import Experiment
from visualnn.export.run import WANTS

EXPERIMENTS = {
    "binary": {"data": "moons"},
    "multiclass": {"data": "iris"},
    "plane": {"data": "plane"},
    "one feature": {"data": "sine"},
    "no validation": {"data": "xor_gate"},
    "no hidden layer": {"data": "moons", "hidden": ()},
    "wide": {"data": "digits", "hidden": (24,)},
}


@pytest.fixture(scope="session", params=EXPERIMENTS)
def shown(request):
    """Scene and frame of a short run of every kind."""
    return view(train(Experiment(**EXPERIMENTS[request.param], epochs=3)))


@pytest.fixture(scope="session")
def moons():
    """Scene and frame of a short run on moons."""
    return view(train(Experiment(epochs=3)))


@pytest.fixture(scope="session")
def diverged():
    """Scene and frame of a run whose weights blew up."""
    return view(train(Experiment(data="sine", optimizer="sgd", lr=10.0)))


def view(run):
    return run.plan.scene(), run.frame(WANTS)


@pytest.fixture(scope="session")
def points_of():
    """Return a function that reads the points of a path that has only ``M`` and ``L``."""

    def read(path):
        words = path.get("d").replace("M", " ").replace("L", " ").split()
        return np.array(words, float).reshape(-1, 2)

    return read
