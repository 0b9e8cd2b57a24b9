"""What ``visualnn race`` prints and leaves behind."""

import csv
import json

import numpy as np
import pytest

KEYS = {"surface", "start", "steps", "minima", "contestants"}
CONTESTANT = {"optimizer", "lr", "end", "loss", "diverged_at", "distance"}


def race(command, *words):
    done = command("race", *words, "--json")
    assert done.status == 0, done.err
    return json.loads(done.out)


def test_that_the_json_keys_are_as_documented(command):
    result = race(command, "--surface", "rosenbrock")
    assert set(result) == KEYS
    assert [set(entry) for entry in result["contestants"]] == [CONTESTANT] * 3
    assert result["minima"] == [[1.0, 1.0]]


def test_that_the_named_optimizers_race_in_their_order(command):
    result = race(command, "--optimizers", "adam, sgd")
    assert [entry["optimizer"] for entry in result["contestants"]] == ["adam", "sgd"]


def test_that_learning_rates_are_set_by_name(command):
    result = race(command, "--lr", "sgd=0.0005", "adam=0.2", "--lr", "momentum=0.0001")
    rates = {entry["optimizer"]: entry["lr"] for entry in result["contestants"]}
    assert rates == {"sgd": 0.0005, "adam": 0.2, "momentum": 0.0001}


@pytest.mark.parametrize("words", [("--start", "-1.5,2"), ("--start=-1.5,2",)])
def test_that_a_start_may_be_negative(command, words):
    assert race(command, *words)["start"] == [-1.5, 2.0]


def test_that_one_step_of_plain_descent_on_the_bowl_is_exact(command):
    """From f = x² + y² the gradient at (1, 2) is (2, 4)."""
    result = race(
        command,
        "--surface",
        "bowl",
        "--optimizers",
        "sgd",
        "--lr",
        "sgd=0.25",
        "--start",
        "1,2",
        "--steps",
        1,
    )
    (entry,) = result["contestants"]
    assert entry["end"] == pytest.approx([0.5, 1.0])
    assert entry["distance"] == pytest.approx(np.hypot(0.5, 1.0))


def test_that_a_surface_without_a_minimum_has_no_distance(command):
    result = race(command, "--surface", "saddle", "--steps", 5)
    assert result["minima"] == []
    assert {entry["distance"] for entry in result["contestants"]} == {None}


def test_that_one_diverged_contestant_is_said_in_words(command):
    done = command("race", "--lr", "sgd=5", "--json")
    lost = json.loads(done.out)["contestants"][0]
    assert done.status == 0
    assert f"sgd diverged at step {lost['diverged_at']}" in done.complaint


def test_that_the_race_fails_when_all_diverge(command):
    done = command("race", "--optimizers", "sgd", "--lr", "sgd=5")
    assert done.status == 1
    assert "diverged at step" in done.out
    assert "--lr" in done.complaint


@pytest.mark.parametrize(("name", "begin"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml")])
def test_that_a_picture_is_written(command, tmp_path, name, begin):
    race(command, "--steps", 20, "--out", name)
    assert (tmp_path / name).read_bytes().startswith(begin)


def test_that_the_csv_ends_where_the_race_ends(command, tmp_path):
    result = race(command, "--steps", 20, "--optimizers", "adam", "--out", "a.csv")
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text().splitlines()))
    assert len(rows) == 21
    assert [float(rows[-1]["x"]), float(rows[-1]["y"])] == result["contestants"][0]["end"]


def test_that_a_typed_in_formula_is_raced_on_like_a_surface(command, tmp_path):
    """From f = x² + 3y² the gradient at (1, 2) is (2, 12)."""
    result = race(
        command,
        "--surface",
        "x^2 + 3*y^2",
        "--optimizers",
        "sgd",
        "--lr",
        "sgd=0.125",
        "--start",
        "1,2",
        "--steps",
        1,
        "--out",
        "race.svg",
    )
    assert result["surface"] == "x^2 + 3*y^2"
    assert result["contestants"][0]["end"] == [0.75, 0.5]
    assert (tmp_path / "race.svg").read_text().startswith("<?xml")


def test_that_a_formula_has_a_start_and_rates_of_its_own(command):
    result = race(command, "--surface", "x^2 + y^2", "--steps", 5)
    assert result["start"] == [-3.0, 3.0]
    assert result["minima"] == []
    assert all(entry["diverged_at"] is None for entry in result["contestants"])


@pytest.mark.parametrize(
    ("formula", "named"),
    [
        ("", "The formula is empty"),
        ("9^9^9^9", "no finite value"),
        ("x +", "column 4"),
        ("x + 2y", "column 5"),
        ("foo(x)", "'foo' is not known"),
        ("__import__('os')", "cannot stand in it"),
        ("x" + "+x" * 200, "at most 300"),
    ],
)
def test_that_a_bad_formula_is_refused_with_the_remedy(command, formula, named):
    done = command("race", f"--surface={formula}")
    assert done.status == 2
    assert named in done.complaint
