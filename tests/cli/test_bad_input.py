"""Every kind of bad input ends in one line on stderr and status 2, never in a traceback."""

import json
import re

import pytest

from visualnn.experiment.spec import Experiment

ROWS = "\n".join(f"{i},{i % 7},{'ab'[i % 2]}" for i in range(30))
CSV = f"p,q,kind\n{ROWS}\n"


def refuse(command, *words):
    done = command(*words)
    assert done.status == 2, (done.out, done.err)
    assert done.out == ""
    return done.complaint


CSV_FILES = {
    "empty": b"",
    "only a heading": b"p,q,kind\n",
    "ragged": CSV.replace("3,3,b", "3,3").encode(),
    "not text": bytes(range(256)) * 20,
    "infinite": CSV.replace("3,3,b", "inf,3,b").encode(),
    "text for a number": CSV.replace("3,3,b", "three,3,b").encode(),
    "one class only": CSV.replace("b\n", "a\n").encode(),
    "too few rows": b"p,q,kind\n1,2,a\n2,3,b\n",
    "one column": b"kind\na\nb\n" * 20,
}


@pytest.mark.parametrize("name", CSV_FILES)
@pytest.mark.parametrize("words", [("train", "--data"), ()], ids=["train", "bare"])
def test_that_a_bad_csv_is_refused_by_its_name(command, tmp_path, name, words):
    (tmp_path / "bad.csv").write_bytes(CSV_FILES[name])
    assert "bad.csv" in refuse(command, *words, "bad.csv")


def test_that_a_row_with_nan_is_left_out_and_that_it_is_said(command, tmp_path):
    (tmp_path / "gaps.csv").write_text(CSV.replace("3,3,b", "nan,3,b"))
    done = command("train", "--data", "gaps.csv", "--epochs", 1)
    assert done.status == 0
    assert "line 5" in done.err


@pytest.mark.parametrize("name", ["ragged", "text for a number", "infinite"])
def test_that_a_bad_cell_is_named_by_its_line(command, tmp_path, name):
    (tmp_path / "bad.csv").write_bytes(CSV_FILES[name])
    assert re.search(r"\bline 5\b", refuse(command, "train", "--data", "bad.csv"))


@pytest.mark.parametrize("words", [("train", "--data"), ()], ids=["train", "bare"])
def test_that_a_csv_of_200_mb_is_refused_unread(command, tmp_path, words):
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(200_000_000)
    assert "huge.csv" in refuse(command, *words, "huge.csv")


@pytest.mark.parametrize("words", [("train", "--data"), ()], ids=["train", "bare"])
def test_that_a_missing_csv_is_refused(command, words):
    assert "gone.csv" in refuse(command, *words, "gone.csv")


def test_that_a_folder_is_no_csv(command, tmp_path):
    (tmp_path / "folder.csv").mkdir()
    assert "folder.csv" in refuse(command, "train", "--data", "folder.csv")


def test_that_an_unknown_target_column_is_refused(command, tmp_path):
    (tmp_path / "good.csv").write_text(CSV)
    assert "knid" in refuse(command, "train", "--data", "good.csv", "--target", "knid")


def _json(**changes):
    return json.dumps({**json.loads(Experiment().to_json()), **changes})


EXPERIMENTS = {
    "truncated": Experiment().to_json()[:200],
    "of another version": _json(version=99),
    "of another program": _json(format="recipe"),
    "with an unknown key": _json(bacth=16),
    "with a value out of range": _json(batch=0),
    "with a value of another type": _json(batch="many"),
    "a list": "[1, 2]",
    "a number": "7",
    "empty": "",
    "nested too deeply": "[" * 100_000,
}


@pytest.mark.parametrize("name", EXPERIMENTS)
@pytest.mark.parametrize("words", [("train", "--experiment"), ()], ids=["train", "bare"])
def test_that_a_bad_experiment_is_refused_by_its_name(command, tmp_path, name, words):
    (tmp_path / "bad.json").write_text(EXPERIMENTS[name])
    assert "bad.json" in refuse(command, *words, "bad.json")


def test_that_an_unknown_key_is_named_with_a_suggestion(command, tmp_path):
    (tmp_path / "bad.json").write_text(EXPERIMENTS["with an unknown key"])
    complaint = refuse(command, "train", "--experiment", "bad.json")
    assert "bacth" in complaint
    assert "batch" in complaint.replace("bacth", "")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b" " * 2_000_000], ids=["binary", "huge"])
def test_that_an_experiment_that_is_no_text_is_refused(command, tmp_path, content):
    (tmp_path / "bad.json").write_bytes(content)
    assert "bad.json" in refuse(command, "train", "--experiment", "bad.json")


def test_that_a_missing_experiment_is_refused(command):
    assert "gone.json" in refuse(command, "train", "--experiment", "gone.json")


OPTIONS = [
    ("train --lr 0", "lr"), ("train --lr 11", "10"), ("train --lr nan", "lr"),
    ("train --lr fast", "fast"), ("train --epochs 0", "--epochs"), ("train --epochs 1.5", "1.5"),
    ("train --batch -3", "--batch"), ("train --noise 2", "--noise"),
    ("train --noise inf", "--noise"), ("train --samples 5", "--samples"),
    ("train --hidden 8,,8", "--hidden"), ("train --hidden 999", "256"),
    ("train --hidden 1,1,1,1,1,1,1", "6"), ("train --hidden 8;8", "8;8"),
    ("train --activation tahn", "tanh"), ("train --loss mes", "mse"),
    ("train --optimizer addam", "adam"), ("train --init he", "he_"),
    ("train --beta 0.9", "beta"), ("train --data mons", "moons"),
    ("train --train 0.9 --validation 0.9", "share"), ("train --seed -1", "--seed"),
    ("train --loss categorical_crossentropy", "binary_crossentropy"),
    ("train --nonsense", "--nonsense"), ("train --lr", "--lr"), ("train extra", "extra"),
    ("trian", "train"), ("--nonsense", "--nonsense"), ("a.csv b.csv", "b.csv"),
    ("race --surface rosenbrok", "rosenbrock"), ("race --optimizers sdg", "sgd"),
    ("race --optimizers ,", "optimizer"), ("race --lr sgd", "NAME=VALUE"),
    ("race --lr sgd=fast", "sgd"), ("race --lr sgd=-1", "sgd"), ("race --lr adamm=1", "adam"),
    ("race --start 1", "--start"), ("race --start 1,x", "--start"),
    ("race --start nan,1", "--start"), ("race --steps 0", "--steps"),
    ("race --steps 1e9", "--steps"), ("race --out race.pdf", ".png"), ("race --out race", ".png"),
]


@pytest.mark.parametrize(("words", "named"), OPTIONS, ids=[words for words, _ in OPTIONS])
def test_that_a_wrong_option_is_named_with_the_remedy(command, words, named):
    assert named in refuse(command, *words.split())


@pytest.mark.parametrize(
    "words",
    ["train --epochs 1 --out file.txt", "train --epochs 1 --out file.txt/under",
     "race --steps 2 --out gone/race.png"],
)
def test_that_a_place_that_cannot_be_written_is_named(command, tmp_path, words):
    (tmp_path / "file.txt").write_text("here already")
    done = command(*words.split())
    assert done.status == 2
    assert words.split()[-1] in done.complaint
    assert (tmp_path / "file.txt").read_text() == "here already"
