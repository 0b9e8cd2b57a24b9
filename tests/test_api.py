"""The names that people's scripts rely on."""

import subprocess
import sys

import numpy as np
import pytest

import visualnn as vnn


@pytest.fixture(scope="module")
def run():
    return vnn.train(vnn.Experiment(data="moons", hidden=(4,), epochs=5))


@pytest.mark.parametrize("name", vnn.__all__)
def test_that_every_public_name_is_there(name):
    assert getattr(vnn, name) is not None
    assert name in dir(vnn)


def test_that_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'trian'"):
        vnn.trian  # noqa: B018


def test_that_the_lazy_names_are_the_public_names():
    assert set(vnn._HOMES) == set(vnn.__all__) - {"__version__"}


def test_that_using_every_public_name_imports_no_qt():
    code = (
        "import sys, visualnn as vnn\n"
        "from visualnn import *\n"
        "import visualnn.cli, visualnn.export.run, visualnn.export.race\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('PySide6', 'pyqtgraph')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_that_an_experiment_survives_json():
    experiment = vnn.Experiment(data="iris", hidden=(8, 3), optimizer="momentum", lr=0.1, l2=1e-3)
    assert vnn.Experiment.from_json(experiment.to_json()) == experiment


def test_that_the_history_begins_before_training(run):
    assert all(len(values) == run.epochs + 1 for values in run.history.values())
    assert run.history["val_loss"].argmin() == run.best_epoch


def test_that_predict_gives_one_probability_per_row(run):
    outputs = run.predict(np.zeros((3, 2)))
    assert outputs.shape == (3, 1)
    assert np.all((outputs > 0) & (outputs < 1))


@pytest.mark.parametrize(
    ("x", "words"),
    [
        ([[0, 0, 1]], r"x has the shape \(1, 3\)"),
        ([[0, float("nan")]], r"x\[0, 1\] is nan"),
        ("a", "x is no array of numbers"),
    ],
)
def test_that_predict_refuses_what_it_cannot_read(run, x, words):
    with pytest.raises(vnn.InputError, match=words):
        run.predict(x)


def test_that_the_layout_names_slices_of_theta(run):
    plan = vnn.resolve(vnn.Experiment(data="moons", hidden=(4,)))
    assert plan.theta0[plan.layout["W1"].slice].size == np.prod(plan.layout["W1"].shape) == 8
    assert run.theta.shape == plan.theta0.shape == (17,)


def test_that_the_gradient_points_uphill():
    plan = vnn.resolve(vnn.Experiment(data="moons", hidden=(4,)))
    loss, gradient = vnn.loss_and_gradient(plan, plan.theta0, plan.x_train, plan.y_train)
    after, _ = vnn.loss_and_gradient(
        plan, plan.theta0 - 1e-3 * gradient, plan.x_train, plan.y_train
    )
    assert after < loss
