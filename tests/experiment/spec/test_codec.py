"""Experiments as JSON: both ways, and every way in which a file can be wrong."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.data import DATASETS
from visualnn.data.point_edits import KINDS, PointEdit
from visualnn.errors import InputError
from visualnn.experiment.spec import (
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    RegularizationSpec,
    StoppingSpec,
)
from visualnn.experiment.spec.codec import decode, encode
from visualnn.nn.optim import OPTIMIZERS
from visualnn.specs import specs_of


def value_of(spec):
    match spec.kind:
        case "number":
            return st.floats(spec.low, spec.high)
        case "integer":
            return st.integers(int(spec.low), int(spec.high))
        case "choice":
            return st.sampled_from(list(spec.options()))
        case _:
            return st.booleans()


def drawn(cls, **others):
    return st.builds(cls, **{n: value_of(s) for n, s in specs_of(cls).items()} | others)


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
POINT_EDITS = st.builds(
    PointEdit,
    st.sampled_from(KINDS),
    st.integers(-1, 100),
    st.lists(NUMBERS, max_size=3).map(tuple),
    NUMBERS,
)
DATA = drawn(
    DataSpec,
    name=st.sampled_from([*DATASETS, "a file.csv", "ü.TSV"]),
    target=st.text(st.characters(exclude_categories=["Cs"])),
    ignore=st.lists(st.text(st.characters(exclude_categories=["Cs"]))).map(tuple),
    edits=st.lists(POINT_EDITS, max_size=3).map(tuple),
    train=st.floats(0.05, 0.5),
    validation=st.floats(0, 0.5),
)
EXPERIMENTS = drawn(
    Experiment,
    data=DATA,
    network=drawn(NetworkSpec, hidden=st.lists(drawn(LayerSpec), max_size=6).map(tuple)),
    optimizer=st.one_of([drawn(cls) for cls in OPTIMIZERS.values()]),
    regularization=drawn(RegularizationSpec),
    stopping=drawn(StoppingSpec),
)


@given(experiment=EXPERIMENTS)
def test_that_an_experiment_survives_the_way_to_json_and_back(experiment):
    assert decode(encode(experiment)) == experiment
    assert Experiment.from_json(experiment.to_json()) == experiment


def test_that_json_names_its_format_and_version():
    tree = json.loads(encode(Experiment()))
    assert (tree["format"], tree["version"]) == ("visualnn experiment", 1)
    assert tree["optimizer"]["kind"] == "adam"


def edited(path, value):
    tree = json.loads(encode(Experiment()))
    *branches, leaf = path
    branch = tree
    for name in branches:
        branch = branch[name]
    branch[leaf] = value
    return json.dumps(tree)


GOOD = encode(Experiment())
BAD = {
    "truncated": (GOOD[: len(GOOD) // 2], "run.json, line "),
    "empty": ("", "run.json, line 1"),
    "not JSON": ("hello", "run.json, line 1"),
    "a list": ("[]", "should be one JSON object"),
    "too deep": ("[" * 100_000, "nested too deeply"),
    "a number without end": ('{"seed": ' + "9" * 5000 + "}", "too long"),
    "another format": (edited(["format"], "notebook"), "is not a VisualNN experiment"),
    "no format": ("{}", "is not a VisualNN experiment"),
    "another version": (edited(["version"], 2), "version 2, but this VisualNN reads version 1"),
    "no version": (edited(["version"], None), "version None"),
    "unknown key": (edited(["bacth"], 3), "unknown key 'bacth': did you mean 'batch'?"),
    "unknown leaf": (edited(["data", "colour"], 3), "unknown key 'data.colour'"),
    "unknown layer key": (
        edited(["network", "hidden", 1, "unit"], 3),
        "unknown key 'network.hidden[1].unit': did you mean 'units'?",
    ),
    "other optimizer's key": (edited(["optimizer", "beta"], 0.5), "unknown key 'optimizer.beta'"),
    "unknown optimizer": (edited(["optimizer", "kind"], "adm"), "did you mean 'adam'?"),
    "no optimizer": (edited(["optimizer", "kind"], None), "optimizer.kind: Unknown optimizer None"),
    "optimizer a list": (edited(["optimizer", "kind"], ["adam"]), "Unknown optimizer"),
    "out of range": (edited(["optimizer", "lr"], -1), "optimizer.lr is -1: choose a value from"),
    "layer out of range": (
        edited(["network", "hidden", 1, "units"], 1000),
        "network.hidden[1].units is 1000: choose a value from 1 to 256",
    ),
    "NaN": (edited(["optimizer", "lr"], float("nan")), "optimizer.lr is nan"),
    "infinite": (edited(["data", "noise"], float("inf")), "data.noise is"),
    "a number as text": (edited(["batch"], "32"), "batch is '32': write a whole number"),
    "a fraction of an epoch": (edited(["stopping", "epochs"], 2.5), "write a whole number"),
    "a list for a choice": (edited(["network", "init"], []), "network.init is []"),
    "a list for a loss": (edited(["loss"], ["mse"]), "loss is ['mse']"),
    "text for a branch": (edited(["data"], "moons"), "data should be an object in braces"),
    "text for a layer": (edited(["network", "hidden", 0], "8"), "network.hidden[0] should be"),
    "number for layers": (edited(["network", "hidden"], 8), "network.hidden should be a list"),
    "unknown data": (edited(["data", "name"], "moon"), "did you mean 'moons'?"),
    "no data": (edited(["data", "name"], None), "DataSpec.name is None"),
    "a number for a column": (edited(["data", "target"], 5), "write a column's name"),
    "shares beyond 1": (edited(["data", "validation"], 0.9), "add up to more than 1"),
    "too many layers": (edited(["network", "hidden"], [{}] * 7), "at most 6 hidden layers"),
}


@pytest.mark.parametrize("case", BAD)
def test_that_a_bad_file_is_refused_in_one_sentence_with_the_place(case):
    text, words = BAD[case]
    with pytest.raises(InputError) as refusal:
        decode(text, "run.json")
    message = str(refusal.value)
    assert message.startswith("run.json")
    assert words in message
    assert "\n" not in message
    assert message[-1] in ".?"


def test_that_truncation_is_named_with_its_line():
    with pytest.raises(InputError, match="line 5"):
        decode("\n".join(GOOD.splitlines()[:5]), "run.json")


@given(cut=st.integers(0, len(GOOD) - 3))
def test_that_every_truncation_is_refused_and_none_is_a_crash(cut):
    with pytest.raises(InputError):
        decode(GOOD[:cut])


def test_that_what_is_missing_takes_its_default():
    text = '{"format": "visualnn experiment", "version": 1, "seed": 7}'
    assert decode(text) == Experiment(seed=7)
