"""What ``visualnn train`` prints and leaves behind."""

import json

import numpy as np
import pytest

from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import LEAVES, OPTIMIZER_LEAVES, SCHEDULE_LEAVES, Experiment

KEYS = {
    "data",
    "loss",
    "optimizer",
    "epochs",
    "best_epoch",
    "stopped_early",
    "diverged_at",
    "train_loss",
    "val_loss",
    "test_loss",
    "parameters",
    "steps_per_second",
}
ACCURACY = {"train_accuracy", "val_accuracy", "test_accuracy"}
R2 = {"train_r2", "val_r2", "test_r2"}
FILES = {
    "experiment.json",
    "weights.npz",
    "curves.csv",
    "curves.svg",
    "network.svg",
    "boundary.png",
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
        "data": "circle",
        "samples": 100,
        "noise": 0.2,
        "data_seed": 3,
        "train": 0.5,
        "validation": 0.3,
        "hidden": "5,4",
        "activation": "relu",
        "output": "sigmoid",
        "init": "he_normal",
        "loss": "binary_crossentropy",
        "optimizer": "momentum",
        "lr": 0.1,
        "beta": 0.8,
        "batch": 10,
        "l1": 0.001,
        "l2": 0.002,
        "epochs": 1,
        "patience": 7,
        "min_delta": 0.01,
        "seed": 9,
    }
    options = [w for name, v in words.items() for w in (f"--{name.replace('_', '-')}", v)]
    train(command, *options, "--no-standardize", "--no-restore-best", "--out", tmp_path)
    saved = Experiment.from_json((tmp_path / "experiment.json").read_text("utf-8"))
    named = {**words, "hidden": (5, 4), "standardize": False, "restore_best": False}
    assert saved == Experiment(**named)


def experiment_of(command, folder, *words):
    """Return the experiment that these options leave behind."""
    train(command, *words, "--out", folder)
    return Experiment.from_json((folder / "experiment.json").read_text("utf-8"))


def test_that_every_regularization_and_schedule_option_reaches_the_experiment(command, tmp_path):
    words = {
        "init_scale": 0.3,
        "dropout": 0.2,
        "jitter": 0.1,
        "normalization": "layer",
        "clip_norm": 2,
        "clip_value": 0.5,
        "schedule": "one_cycle",
        "rise": 0.25,
        "final_divisor": 100,
        "epochs": 2,
    }
    options = [w for name, v in words.items() for w in (f"--{name.replace('_', '-')}", v)]
    assert experiment_of(command, tmp_path, *options) == Experiment(**words)


@pytest.mark.parametrize("name", sorted({*LEAVES, *OPTIMIZER_LEAVES, *SCHEDULE_LEAVES}))
def test_that_every_short_name_is_an_option(command, capsys, name):
    with pytest.raises(SystemExit):
        command("train", "--help")
    assert f"--{name.replace('_', '-')}" in capsys.readouterr().out


def test_that_layers_may_have_an_activation_and_a_normalization_each(command, tmp_path):
    words = ("--hidden", "5,4", "--activation", "relu,tanh", "--normalization", "batch, none")
    saved = experiment_of(command, tmp_path, *words, "--epochs", 1)
    layers = [(h.units, h.activation, h.normalization) for h in saved.network.hidden]
    assert layers == [(5, "relu", "batch"), (4, "tanh", "none")]


def test_that_running_statistics_are_no_parameters(command, tmp_path):
    plain = train(command, "--epochs", 1)["parameters"]
    normalized = train(command, "--epochs", 1, "--normalization", "batch", "--out", tmp_path)
    assert normalized["parameters"] == plain + 2 * (8 + 8)
    with np.load(tmp_path / "weights.npz") as weights:
        assert weights["mean1"].shape == weights["variance2"].shape == (8,)


def test_that_adadelta_keeps_its_own_rate_unless_told(command, tmp_path):
    words = ("--optimizer", "adadelta", "--epochs", 1)
    assert experiment_of(command, tmp_path, *words).optimizer.lr == 1.0
    assert experiment_of(command, tmp_path, *words, "--lr", 0.5).optimizer.lr == 0.5


def test_that_a_batch_of_one_is_refused_before_anything_runs(command):
    done = command("train", "--normalization", "batch", "--batch", 1)
    assert done.status == 2
    assert "Batch normalization needs two samples" in done.complaint


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("--schedule cosin", "cosine"),
        ("--warmup 3", "warmup"),
        ("--schedule cosine --end-rate -1", "--end-rate"),
        ("--schedule step --every often", "often"),
        ("--dropout 1", "0.95"),
        ("--jitter -1", "--jitter"),
        ("--normalization bach", "batch"),
        ("--activation relu,tahn", "tanh"),
        ("--activation relu,tanh,relu", "2 hidden layers"),
        ("--clip-norm nan", "--clip-norm"),
    ],
)
def test_that_a_wrong_value_is_named_with_the_remedy(command, words, named):
    done = command("train", *words.split())
    assert done.status == 2
    assert named in done.complaint


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


@pytest.mark.parametrize(("words", "target"), [((), "label"), (("--target", "a"), "a")])
def test_that_a_csv_trains_on_the_column_named_a_target_unless_another_is(
    command, tmp_path, words, target
):
    rows = "\n".join(f"{i % 2},{i % 2},{i % 3}" for i in range(60))
    (tmp_path / "mine.csv").write_text(f"label,a,b\n{rows}\n")
    done = command("train", "--data", "mine.csv", *words, "--epochs", 1, "--out", tmp_path)
    assert done.status == 0, done.err
    plan = resolve(Experiment.from_json((tmp_path / "experiment.json").read_text()))
    assert plan.samples.target == target


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


@pytest.mark.parametrize(("words", "rate"), [(("--dropout",), 0.5), (("--dropout", 0.2), 0.2)])
def test_that_dropout_without_a_number_is_the_usual_half(command, tmp_path, words, rate):
    done = command("train", "--epochs", 1, *words, "--out", tmp_path)
    assert done.status == 0, done.err
    saved = Experiment.from_json((tmp_path / "experiment.json").read_text())
    assert saved.regularization.dropout == rate
