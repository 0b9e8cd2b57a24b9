"""What ``visualnn train`` prints and leaves behind."""

import json

import numpy as np
import pytest

from visualnn.experiment.spec import Experiment

KEYS = {
    "data", "loss", "optimizer", "epochs", "best_epoch", "stopped_early", "diverged_at",
    "train_loss", "val_loss", "test_loss", "parameters", "steps_per_second",
}
ACCURACY = {"train_accuracy", "val_accuracy", "test_accuracy"}
R2 = {"train_r2", "val_r2", "test_r2"}
FILES = {
    "experiment.json", "weights.npz", "curves.csv", "curves.svg", "network.svg", "boundary.png",
}


def train(command, *words):
    done = command("train", *words, "--json")
    assert done.status == 0, done.err
    return json.loads(done.out)


@pytest.mark.parametrize(("data", "accuracy"), [("iris", 0.93), ("moons", 0.95)])
def test_that_the_defaults_reach_the_promised_test_accuracy(command, data, accuracy):
    assert train(command, "--data", data)["test_accuracy"] >= accuracy


def test_that_the_json_keys_for_classes_are_as_documented(command):
    assert set(train(command, "--epochs", 2)) == KEYS | ACCURACY


def test_that_the_json_keys_for_regression_are_as_documented(command):
    result = train(command, "--data", "sine", "--epochs", 2)
    assert set(result) == KEYS | R2
    assert result["loss"] == "mse"


def test_that_scores_of_a_share_without_samples_are_null(command):
    result = train(command, "--epochs", 2, "--train", 0.8, "--validation", 0.2)
    assert result["test_loss"] is None
    assert result["test_accuracy"] is None
    assert result["val_loss"] > 0


def test_that_the_same_command_gives_the_same_numbers(command):
    first, second = (train(command, "--epochs", 3, "--seed", 4) for _ in range(2))
    speed = "steps_per_second"
    assert {**first, speed: 0} == {**second, speed: 0}


def test_that_patience_stops_early_and_reports_the_best_epoch(command):
    result = train(command, "--data", "wine", "--patience", 3, "--epochs", 500)
    assert result["stopped_early"] is True
    assert result["epochs"] == result["best_epoch"] + 3


def test_that_no_hidden_layer_leaves_three_parameters(command):
    assert train(command, "--hidden", "none", "--epochs", 1)["parameters"] == 3


def test_that_every_option_reaches_the_experiment(command, tmp_path):
    words = {
        "data": "circle", "samples": 100, "noise": 0.2, "data_seed": 3, "train": 0.5,
        "validation": 0.3, "hidden": "5,4", "activation": "relu", "output": "sigmoid",
        "init": "he_normal", "loss": "binary_crossentropy", "optimizer": "momentum", "lr": 0.1,
        "beta": 0.8, "batch": 10, "l1": 0.001, "l2": 0.002, "epochs": 1, "patience": 7,
        "min_delta": 0.01, "seed": 9,
    }
    options = [w for name, v in words.items() for w in (f"--{name.replace('_', '-')}", v)]
    train(command, *options, "--no-standardize", "--no-restore-best", "--out", tmp_path)
    saved = Experiment.from_json((tmp_path / "experiment.json").read_text("utf-8"))
    named = {**words, "hidden": (5, 4), "standardize": False, "restore_best": False}
    assert saved == Experiment(**named)


def test_that_out_writes_the_six_files_and_nothing_else(command, tmp_path):
    train(command, "--epochs", 2, "--out", tmp_path / "new" / "folder")
    assert {path.name for path in (tmp_path / "new" / "folder").iterdir()} == FILES


def test_that_a_saved_experiment_trains_to_the_same_scores(command, tmp_path):
    first = train(command, "--data", "xor", "--epochs", 3, "--out", tmp_path)
    again = train(command, "--experiment", tmp_path / "experiment.json")
    assert again["val_loss"] == first["val_loss"]


def test_that_options_override_a_saved_experiment(command, tmp_path):
    train(command, "--data", "xor", "--epochs", 3, "--out", tmp_path)
    again = train(command, "--experiment", tmp_path / "experiment.json", "--epochs", 5)
    assert (again["data"], again["epochs"]) == ("xor", 5)


def test_that_the_saved_weights_are_the_layers_of_theta(command, tmp_path):
    train(command, "--epochs", 2, "--out", tmp_path)
    with np.load(tmp_path / "weights.npz") as weights:
        assert weights["theta"].shape == (105,)
        assert weights["W1"].shape == (2, 8)
        np.testing.assert_array_equal(weights["W1"].ravel(), weights["theta"][:16])


def test_that_a_csv_trains_on_the_named_column(command, tmp_path):
    rows = "\n".join(f"{(i % 2 == 0 and 'yes') or 'no'},{i % 2},{i}" for i in range(40))
    (tmp_path / "mine.csv").write_text(f"answer,a,b\n{rows}\n")
    assert train(command, "--data", "mine.csv", "--target", "answer")["train_accuracy"] == 1


def test_that_a_diverged_run_names_the_step_and_still_reports(command, tmp_path):
    done = command(
        "train", "--data", "sine", "--optimizer", "sgd", "--lr", 10, "--json", "--out", tmp_path
    )
    result = json.loads(done.out)
    assert done.status == 1
    assert f"step {result['diverged_at']}" in done.complaint
    assert "learning rate" in done.complaint
    assert {path.name for path in tmp_path.iterdir()} == FILES
    with np.load(tmp_path / "weights.npz") as weights:
        assert np.isfinite(weights["theta"]).all()


def test_that_results_go_to_stdout_and_messages_to_stderr(command):
    done = command("train", "--epochs", 2)
    assert "test" in done.out
    assert "2 epochs" in done.out
    assert "standardized" in done.err
    assert "100%" in done.err
    assert "standardized" not in done.out
