"""What ``visualnn landscape`` prints and leaves behind."""

import csv
import json

import pytest

KEYS = {
    "data",
    "epochs",
    "parameters",
    "plane",
    "axes",
    "resolution",
    "span",
    "extent",
    "penalty",
    "loss_min",
    "loss_max",
    "loss_center",
    "explained",
    "path_max_distance",
    "path",
}
PATH = {"epoch", "u", "v", "distance", "loss", "slice_loss"}
SMALL = ("--epochs", 4, "--resolution", 11)


def scan(command, *words):
    done = command("landscape", *SMALL, *words, "--json")
    assert done.status == 0, done.err
    return json.loads(done.out)


def test_that_the_json_keys_are_as_documented(command):
    result = scan(command)
    assert set(result) == KEYS
    assert set(result["path"]) == PATH
    assert (result["plane"], result["resolution"], result["span"]) == ("pca", 11, 1.0)
    assert len(result["path"]["epoch"]) == 5
    assert 0 < sum(result["explained"]) <= 1


@pytest.mark.parametrize("plane", ["pca", "random", "weights"])
def test_that_the_center_is_the_training_loss_of_the_same_training(command, plane):
    trained = json.loads(command("train", "--epochs", 4, "--json").out)
    result = scan(command, "--plane", plane)
    assert result["loss_center"] == pytest.approx(trained["train_loss"], rel=1e-12)
    assert result["loss_min"] <= result["loss_max"]
    assert result["path_max_distance"] == pytest.approx(max(result["path"]["distance"]))


def test_that_only_the_plane_of_the_run_explains_variance(command):
    assert scan(command, "--plane", "random")["explained"] is None


def test_that_the_center_of_a_random_plane_is_its_middle_grid_point(command):
    result = scan(command, "--plane", "random", "--span", "0.5", "--out", "a.csv")
    assert result["extent"] == [-0.5, 0.5, -0.5, 0.5]
    with open("a.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 121
    assert float(rows[60]["loss"]) == pytest.approx(result["loss_center"], rel=1e-5)


def test_that_two_weights_can_be_named(command):
    result = scan(command, "--plane", "weights", "--weights", "W1[0,3]", "W3[2,0]")
    assert result["axes"] == ["ΔW1[0,3]", "ΔW3[2,0]"]


def test_that_the_penalty_is_added_when_asked_for(command):
    bare, full = (scan(command, "--l2", 0.01, *words) for words in ((), ("--penalty",)))
    assert full["loss_center"] > bare["loss_center"]


@pytest.mark.parametrize(("name", "begin"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml")])
def test_that_a_picture_is_written(command, tmp_path, name, begin):
    scan(command, "--out", name)
    assert (tmp_path / name).read_bytes().startswith(begin)


def test_that_the_table_says_how_far_the_run_is_off_the_plane(command):
    done = command("landscape", *SMALL, "--plane", "random")
    assert done.status == 0
    assert "run off the plane" in done.out
    assert "Away from the plane" in done.err


def test_that_a_run_that_diverges_has_no_landscape(command):
    done = command("landscape", "--data", "sine", "--optimizer", "sgd", "--lr", 10)
    assert (done.status, done.out) == (1, "")
    assert "diverged" in done.complaint


@pytest.mark.parametrize(
    "words",
    [
        ("--plane", "pcaa"),
        ("--resolution", "4"),
        ("--resolution", "many"),
        ("--span", "-1"),
        ("--span", "nan"),
        ("--out", "a.pdf"),
        ("--data", "gone.csv"),
    ],
)
def test_that_bad_input_is_refused_before_anything_runs(command, words):
    done = command("landscape", *words)
    assert (done.status, done.out) == (2, "")
    assert words[1] in done.complaint


def test_that_an_unknown_weight_is_refused(command):
    done = command("landscape", *SMALL, "--plane", "weights", "--weights", "W9[0,0]", "b1[0]")
    assert done.status == 2
    assert "W9[0,0]" in done.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (("W1[0,0]", "W9[0,0]"), "There is no parameter 'W9[0,0]'"),
        (("W1[0,0]", "W1[0,0]"), "needs two different weights"),
    ],
)
def test_that_unknown_weights_are_refused_before_training(command, weights, words):
    done = command("landscape", "--plane", "weights", "--weights", *weights)
    assert done.status == 2
    assert words in done.err
    assert len(done.err.splitlines()) == 1
