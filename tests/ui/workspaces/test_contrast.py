import pytest

from visualnn.experiment.spec import Experiment
from visualnn.ui.workspaces.contrast import contrasted

A = Experiment(hidden=(8, 8), optimizer="adam", lr=0.03)


@pytest.mark.parametrize(
    ("edit", "apart"),
    [
        ({}, ("", "")),
        ({"optimizer": "sgd", "lr": 0.1}, ("Adam 0.03", "SGD 0.1")),
        ({"lr": 0.1}, ("Adam 0.03", "Adam 0.1")),
        ({"hidden": (4,)}, ("8–8", "4")),
        ({"activation": "relu"}, ("tanh", "ReLU")),
        ({"l2": 0.01}, ("λ₂ 0", "λ₂ 0.01")),
        ({"batch": 8}, ("Batch size 32", "Batch size 8")),
        ({"samples": 50, "seed": 7}, ("", "")),
    ],
)
def test_that_only_what_differs_is_named(edit, apart):
    assert contrasted(A, A.edited(**edit)) == apart


def test_that_more_than_two_differences_end_in_an_ellipsis():
    other = A.edited(hidden=(4,), batch=8, l2=0.1)
    assert contrasted(A, other) == ("8–8, λ₂ 0, …", "4, λ₂ 0.1, …")
