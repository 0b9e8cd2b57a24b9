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


@pytest.fixture
def no_display(monkeypatch):
    """Without a window nobody can be asked what the columns are for."""
    monkeypatch.setattr("visualnn.cli.window.why_no_window", lambda: "There is no display")


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
def test_that_a_bad_csv_is_refused_by_its_name(command, tmp_path, name, words, no_display):
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


@pytest.mark.parametrize("words", [("train", "--data"), ()], ids=["train", "bare"])
@pytest.mark.parametrize("name", ["noext", "weights.npz"])
def test_that_a_file_of_another_kind_is_told_what_it_is_not(command, tmp_path, name, words):
    (tmp_path / name).write_text(CSV)
    complaint = refuse(command, *words, name)
    assert f"{name} is neither a CSV (.csv, .tsv, .txt) nor a saved experiment (.json)" in complaint


@pytest.mark.parametrize("words", [("train", "--data"), ()], ids=["train", "bare"])
def test_that_a_folder_is_called_a_folder(command, tmp_path, words):
    (tmp_path / "tables").mkdir()
    assert "tables is a folder" in refuse(command, *words, "tables")


def test_that_an_experiment_given_as_data_is_sent_to_its_option(command, tmp_path):
    (tmp_path / "mine.json").write_text(Experiment().to_json())
    assert "--experiment" in refuse(command, "train", "--data", "mine.json")


def test_that_a_name_too_long_for_a_file_is_no_fault(command):
    assert "There is no file" in refuse(command, "x" * 5000)


@pytest.mark.parametrize("words", [("train", "--experiment"), ()], ids=["train", "bare"])
def test_that_the_csv_that_an_experiment_lacks_is_named_with_both_places(command, tmp_path, words):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "mine.json").write_text(Experiment(data="gone.csv").to_json())
    complaint = refuse(command, *words, "sub/mine.json")
    assert "sub/mine.json" in complaint
    assert str(tmp_path / "gone.csv") in complaint
    assert "folder it is in" in complaint


def test_that_another_csv_may_take_the_place_of_the_missing_one(command, tmp_path):
    (tmp_path / "mine.json").write_text(Experiment(data="gone.csv", epochs=1).to_json())
    assert command("train", "--experiment", "mine.json", "--data", "iris").status == 0


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
    ("train --lr 0", "lr"),
    ("train --lr 11", "10"),
    ("train --lr nan", "lr"),
    ("train --lr fast", "fast"),
    ("train --epochs 0", "--epochs"),
    ("train --epochs 1.5", "1.5"),
    ("train --batch -3", "--batch"),
    ("train --noise 2", "--noise"),
    ("train --noise inf", "--noise"),
    ("train --samples 5", "--samples"),
    ("train --hidden 8,,8", "--hidden"),
    ("train --hidden 999", "256"),
    ("train --hidden 1,1,1,1,1,1,1", "6"),
    ("train --hidden 8;8", "8;8"),
    ("train --activation tahn", "tanh"),
    ("train --loss mes", "mse"),
    ("train --optimizer addam", "adam"),
    ("train --init he", "he_"),
    ("train --beta 0.9", "beta"),
    ("train --data mons", "moons"),
    ("train --train 0.9 --validation 0.9", "share"),
    ("train --seed -1", "--seed"),
    ("train --loss categorical_crossentropy", "binary_crossentropy"),
    ("train --nonsense", "--nonsense"),
    ("train --lr", "--lr"),
    ("train extra", "extra"),
    ("trian", "train"),
    ("--nonsense", "--nonsense"),
    ("a.csv b.csv", "b.csv"),
    ("race --surface rosenbrok", "rosenbrock"),
    ("race --optimizers sdg", "sgd"),
    ("race --optimizers ,", "optimizer"),
    ("race --lr sgd", "NAME=VALUE"),
    ("race --lr sgd=fast", "sgd"),
    ("race --lr sgd=-1", "sgd"),
    ("race --lr adamm=1", "adam"),
    ("race --start 1", "--start"),
    ("race --start 1,x", "--start"),
    ("race --start nan,1", "--start"),
    ("race --steps 0", "--steps"),
    ("train --lr 1e9", "--lr is 1e+09: choose a value from"),
    ("train --optimizer sgd --lr 0", "--lr is 0"),
    ("train --schedule cosine --end-rate 1e9", "--end-rate is"),
    ("train --hidden 8,,8", "--hidden is '8,,8'"),
    (f"train --hidden {','.join('8' * 14)}", "14 layers: use at most 6"),
    ("train --data=", "--data is empty"),
    ("race --start 1e9,1e9", "The start (1e+09, 1e+09)"),
    ("race --surface log(x) --start -1,0", "no finite value at the start (-1, 0)"),
    ("race --optimizers adam,sgd,adam", "names 'adam' twice"),
    ("race --steps 1e9", "--steps"),
    ("race --out race.pdf", ".png"),
    ("race --out race", ".png"),
    ("race --surface bowl --data moons", "--surface and --data exclude each other"),
    ("race --data moons --surface x^2", "--surface and --data exclude each other"),
    ("race --surface bowl --experiment a.json", "--surface and --experiment exclude"),
    ("race --surface bowl --dropout 0.1", "--surface and --dropout exclude"),
    ("race --plane pca", "--data"),
    ("race --surface bowl --span 2", "--span is for a race on a network's own loss"),
    ("race --data moons --start 1,2", "--start is for a race on a function"),
    ("race --data moons --steps 5 --epochs 5", "--steps and --epochs exclude each other"),
    ("race --data mons", "moons"),
    ("race --data moons --steps 0", "--steps"),
    ("race --data moons --epochs 0", "--epochs"),
    ("race --data moons --lr sgd=-1", "sgd"),
    ("race --data moons --lr 0.1", "NAME=VALUE"),
    ("race --data moons --optimizers sdg", "sgd"),
    ("race --data moons --optimizer sgd", "--optimizer"),
    ("race --data moons --plane pac", "pca"),
    ("race --data moons --resolution 4", "--resolution"),
    ("race --data moons --plane weights --weights W9[0,0] W1[0,0]", "W9[0,0]"),
    ("race --data moons --plane weights --weights W1[0,0] W1[0,0]", "two different weights"),
    ("race --data gone.csv", "gone.csv"),
    ("race --data moons --out race.pdf", ".png"),
]


@pytest.mark.parametrize(("words", "named"), OPTIONS, ids=[words for words, _ in OPTIONS])
def test_that_a_wrong_option_is_named_with_the_remedy(command, words, named):
    complaint = refuse(command, *words.split())
    assert named in complaint
    assert not re.search(r"[A-Z][a-z]+(Spec)?\.[a-z]", complaint), "a name of the program's own"


REMARKS = [
    ("--data iris --target species", "--target is ignored"),
    ("--data iris --noise 0.2", "--noise is ignored"),
    ("--data good.csv --samples 50", "--samples is ignored"),
    ("--patience 5 --train 0.8 --validation 0", "--patience watches the training loss"),
]


@pytest.mark.parametrize(("words", "said"), REMARKS, ids=[words for words, _ in REMARKS])
def test_that_an_option_without_its_usual_effect_is_remarked_on(command, tmp_path, words, said):
    (tmp_path / "good.csv").write_text(CSV)
    done = command("train", "--epochs", 1, *words.split())
    assert done.status == 0
    assert sum(line.startswith(said) for line in done.err.splitlines()) == 1


def test_that_a_feature_that_only_numbers_the_rows_is_remarked_on(command, tmp_path):
    rows = "\n".join(f"{k},{k % 3},{k % 2}" for k in range(40))
    (tmp_path / "counted.csv").write_text(f"what,a,b\n{rows}\n")
    done = command("train", "--epochs", 1, "--data", "counted.csv")
    assert "'what' only numbers the rows" in done.err


@pytest.mark.parametrize("words", ["", "--samples 50 --noise 0.2 --patience 5", "--data iris"])
def test_that_options_with_their_usual_effect_are_not_remarked_on(command, words):
    done = command("train", "--epochs", 1, *words.split())
    assert "--" not in done.err.replace("---", "")


@pytest.mark.parametrize(
    "words",
    [
        "train --epochs 1 --out file.txt",
        "train --epochs 1 --out file.txt/under",
        "race --steps 2 --out gone/race.png",
    ],
)
def test_that_a_place_that_cannot_be_written_is_named(command, tmp_path, words):
    (tmp_path / "file.txt").write_text("here already")
    done = command(*words.split())
    assert done.status == 2
    assert words.split()[-1] in done.complaint
    assert (tmp_path / "file.txt").read_text() == "here already"


@pytest.mark.parametrize("command_name", ["race", "landscape"])
def test_that_a_missing_folder_is_named_before_anything_runs(command, tmp_path, command_name):
    assert "gone" in refuse(command, command_name, "--out", tmp_path / "gone" / "a.png")


@pytest.mark.parametrize("inputs", ["x1,foo", "x1,x1"])
def test_that_inputs_that_are_none_are_refused_by_the_name_of_the_option(command, inputs):
    said = refuse(command, "train", "--inputs", inputs)
    assert "--inputs" in said
    assert "DataSpec" not in said
