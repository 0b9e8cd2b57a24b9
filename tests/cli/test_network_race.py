"""What ``visualnn race`` on a network's own loss prints and leaves behind."""

import csv
import json

import numpy as np
import pytest

import visualnn as vnn

KEYS = {
    "data",
    "seed",
    "parameters",
    "steps",
    "epochs",
    "places",
    "plane",
    "axes",
    "extent",
    "explained",
    "start",
    "start_loss",
    "contestants",
}
CONTRACT = {"optimizer", "end", "loss", "diverged_at"}
CONTESTANT = CONTRACT | {"lr", "distance", "slice_loss", "val_loss"}
SMALL = ("--data", "moons", "--samples", 60, "--hidden", "4,3", "--epochs", 5)


def race(command, *words):
    done = command("race", *words, "--json")
    assert done.status == 0, done.err
    return json.loads(done.out)


def test_that_the_json_keys_are_as_documented(command):
    result = race(command, *SMALL)
    assert set(result) == KEYS
    assert [set(entry) for entry in result["contestants"]] == [CONTESTANT] * 3
    assert [entry["optimizer"] for entry in result["contestants"]] == ["sgd", "momentum", "adam"]
    assert result["plane"] == "pca"
    assert result["epochs"] == 5


def test_that_a_contestant_has_the_losses_of_the_same_training(command):
    result = race(command, *SMALL, "--optimizers", "adam", "--lr", "adam=0.05", "--dropout", "0.2")
    done = command("train", *SMALL, "--lr", "0.05", "--dropout", "0.2", "--json")
    (entry,), trained = result["contestants"], json.loads(done.out)
    assert entry["loss"] == trained["train_loss"]
    assert entry["val_loss"] == trained["val_loss"]
    assert entry["lr"] == 0.05


def test_that_a_hidden_layer_alone_asks_for_a_network_on_the_usual_samples(command):
    result = race(command, "--hidden", 3, "--steps", 5)
    assert result["data"] == "moons"
    assert result["steps"] == 5
    assert result["places"] == 6


def test_that_a_saved_experiment_is_raced_on_and_its_patience_left_out(command, tmp_path):
    experiment = vnn.Experiment(samples=60, hidden=(3,), patience=1, min_delta=0.9, epochs=7)
    (tmp_path / "mine.json").write_text(experiment.to_json())
    done = command("race", "--experiment", "mine.json", "--json")
    assert json.loads(done.out)["epochs"] == 7
    assert "patience is left out" in done.err


@pytest.mark.parametrize("plane", ["pca", "random", "weights"])
def test_that_every_plane_has_its_axes_and_off_it_is_said(command, plane):
    result = race(command, *SMALL, "--plane", plane)
    assert result["plane"] == plane
    assert (result["explained"] is not None) == (plane == "pca")
    left, right, bottom, top = result["extent"]
    for entry in result["contestants"]:
        u, v = entry["end"]
        assert left < u < right
        assert bottom < v < top
        assert entry["distance"] > 0
        assert entry["slice_loss"] != entry["loss"]


def test_that_two_weights_can_be_named(command):
    words = ("--plane", "weights", "--weights", "W1[0,3]", "b2[1]")
    assert race(command, *SMALL, *words)["axes"] == ["ΔW1[0,3]", "Δb2[1]"]


@pytest.mark.parametrize(("plane", "said"), [("pca", True), ("weights", False)])
def test_that_weights_on_another_plane_are_said_to_be_left_out(command, plane, said):
    words = ("--steps", 5, "--plane", plane, "--weights", "W1[0,1]", "b2[1]")
    done = command("race", *SMALL[:-2], *words)
    assert done.status == 0
    assert (f"the plane {plane} does not heed it" in done.err) is said


def test_that_one_diverged_contestant_is_said_in_words(command):
    words = ("--data", "sine", "--steps", 20, "--lr", "sgd=10", "--json")
    done = command("race", *words)
    lost = json.loads(done.out)["contestants"][0]
    assert done.status == 0
    assert lost["diverged_at"] == 3
    assert np.isfinite(lost["end"]).all()
    assert "sgd diverged at step 3" in done.err


def test_that_the_race_fails_when_all_diverge(command):
    words = ("--data", "sine", "--steps", 20, "--optimizers", "sgd", "--lr", "sgd=10")
    done = command("race", *words, "--plane", "random")
    assert done.status == 1
    assert "diverged at step 3" in done.out
    assert "Every optimizer diverged" in done.err


@pytest.mark.parametrize(("name", "begin"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml")])
def test_that_a_picture_is_written(command, tmp_path, name, begin):
    race(command, *SMALL, "--resolution", 9, "--out", name)
    assert (tmp_path / name).read_bytes().startswith(begin)


def test_that_the_csv_ends_where_the_race_ends(command, tmp_path):
    result = race(command, *SMALL, "--out", "a.csv")
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text().splitlines()))
    assert len(rows) == 3 * result["places"]
    last = [row for row in rows if int(row["step"]) == result["steps"]]
    for row, entry in zip(last, result["contestants"], strict=True):
        assert row["optimizer"] == entry["optimizer"]
        assert [float(row["u"]), float(row["v"])] == entry["end"]
        for name in ("loss", "slice_loss", "val_loss", "distance"):
            assert float(row[name]) == entry[name]


def test_that_the_table_says_how_far_to_trust_the_map(command):
    done = command("race", *SMALL)
    heading = done.out.splitlines()[0]
    assert "on the map" in heading
    assert "off it by" in heading
    assert "from the same first weights" in done.out
