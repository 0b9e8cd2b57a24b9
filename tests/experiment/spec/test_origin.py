"""Forks as experiments: what may differ from their origin, and JSON both ways."""

import json

import pytest

from visualnn.errors import InputError
from visualnn.experiment.spec import Experiment, can_fork, is_live_edit
from visualnn.experiment.spec.origin import Change, HandSet, Origin

ROOT = Experiment(samples=60, hidden=(4,), lr=0.05)
LATER = ROOT.edited(lr=0.02)
ORIGIN = Origin((Change(0, ROOT), Change(5, LATER)), 9, (HandSet(7, (0, 3), (0.5, -1.0)),))
FORK = LATER.edited(lr=0.4, origin=ORIGIN)


def test_that_a_fork_comes_back_from_json():
    assert Experiment.from_json(FORK.to_json()) == FORK
    assert hash(Experiment.from_json(FORK.to_json())) == hash(FORK)


def test_that_an_experiment_that_is_no_fork_writes_no_origin():
    assert "origin" not in json.loads(ROOT.to_json())


def test_that_a_fork_is_no_live_edit_of_its_parent_nor_the_other_way_round():
    assert not is_live_edit(LATER, FORK)
    assert not is_live_edit(FORK, LATER)
    assert is_live_edit(FORK, FORK.edited(lr=0.7))


@pytest.mark.parametrize(
    "names", [{"lr": 1.0}, {"optimizer": "sgd"}, {"schedule": "cosine"}, {"l2": 0.1}, {"epochs": 7}]
)
def test_that_a_fork_stays_one_with_what_can_change_on_the_way(names):
    assert FORK.edited(**names).origin == ORIGIN
    assert can_fork(ORIGIN.parent, FORK.edited(**names))


@pytest.mark.parametrize(
    "names", [{"hidden": (5,)}, {"noise": 0.5}, {"batch": 7}, {"seed": 3}, {"dropout": 0.5}]
)
def test_that_what_belongs_to_the_beginning_makes_a_run_of_its_own(names):
    assert FORK.edited(**names).origin is None
    with pytest.raises(InputError, match="same samples, batches and network"):
        ROOT.edited(**names, origin=ORIGIN)


def test_that_an_origin_without_first_settings_is_refused():
    with pytest.raises(InputError, match="first settings"):
        Origin((Change(3, ROOT),), 9)


@pytest.mark.parametrize("steps", [(0, 7, 5), (0, 10)])
def test_that_changes_out_of_order_or_after_the_fork_are_refused(steps):
    with pytest.raises(InputError, match="put them in order"):
        Origin(tuple(Change(step, ROOT) for step in steps), 9)


def test_that_settings_with_origins_of_their_own_are_refused():
    with pytest.raises(InputError, match="no origins of their own"):
        Origin((Change(0, FORK),), 9)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("step",), -1, "origin.step should be a number of steps"),
        (("step",), 2.5, "origin.step should be a number of steps"),
        (("changes",), {}, "origin.changes should be a list"),
        (("changes", 0, "experiment", "batch"), 0, r"origin.changes\[0\].experiment.batch"),
        (("sets", 0, "values"), ["x", 1], r"origin.sets\[0\].values should hold numbers only"),
        (("sets", 0, "places"), [1], "give each place one"),
    ],
)
def test_that_a_damaged_origin_is_refused_with_its_place(path, value, words):
    tree = json.loads(FORK.to_json())
    branch = tree["origin"]
    for name in path[:-1]:
        branch = branch[name]
    branch[path[-1]] = value
    with pytest.raises(InputError, match=words):
        Experiment.from_json(json.dumps(tree))


@pytest.mark.parametrize("name", ["changes", "step"])
def test_that_an_origin_that_lacks_something_is_refused(name):
    tree = json.loads(FORK.to_json())
    del tree["origin"][name]
    with pytest.raises(InputError, match=f"origin lacks {name}"):
        Experiment.from_json(json.dumps(tree))
