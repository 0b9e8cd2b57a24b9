"""What ``visualnn backprop`` prints."""

import json

import numpy as np
import pytest

KEYS = {
    "example",
    "x",
    "targets",
    "weights",
    "learning_rate",
    "z",
    "a",
    "errors",
    "loss",
    "gradients",
    "updated",
    "errors_after",
    "loss_after",
}


def exact(values):
    return pytest.approx(np.array(values), abs=5e-9, rel=0)


def test_that_the_json_has_the_published_numbers_in_the_order_of_the_weights(command):
    done = command("backprop", "--json")
    result = json.loads(done.out)
    assert (done.status, done.err) == (0, "")
    assert set(result) == KEYS
    assert result["z"] == exact([0.08, 0.11, 0.44498412, 0.68047592])
    assert result["a"] == exact([0.51998934, 0.52747230, 0.60944600, 0.66384491])
    assert result["loss"] == exact(0.02397190)
    assert result["gradients"][:5:4] == exact([0.00080888, 0.02592286])
    assert result["updated"][:4] == exact([0.29959556, 0.24919112, 0.39964496, 0.34928991])
    assert result["updated"][4:] == exact([0.43703857, 0.38685205, 0.69629578, 0.59624247])
    assert result["loss_after"] == exact(0.02323634)


def test_that_every_stage_is_printed_with_its_symbols_and_numbers(command):
    lines = [" ".join(line.split()) for line in command("backprop").out.splitlines()]
    for line in (
        "z1 = w1·x1 + w2·x2 = 0.3·0.1 + 0.25·0.2 = 0.08000000",
        "h1 = sigmoid(z1) = 0.51998934",
        "E = E1 + E2 = 0.02397190",
        "∂E/∂w5 = 0.20944600 × 0.23802157 × 0.51998934 = 0.02592286",
        "∂E/∂h1 = 0.02243370 + 0.00997311 = 0.03240681",
        "∂E/∂w1 = 0.03240681 × 0.24960043 × 0.1 = 0.00080888",
        "w1 = 0.3 − 0.5 × 0.00080888 = 0.29959556",
        "E = E1 + E2 = 0.02323634",
    ):
        assert line in lines


@pytest.mark.parametrize("example", ["two-layer", "chain"])
def test_that_the_columns_are_aligned(command, example):
    lines = command("backprop", "--example", example).out.splitlines()
    ends = {line.rindex("=") for line in lines if line.count("=") > 1 and line.startswith("  ")}
    assert len(ends) == 1


def test_that_the_chain_is_written_in_its_own_letters(command):
    out = " ".join(command("backprop", "--example", "chain").out.split())
    assert "∂J/∂w1 = 0.75 × 2 = 1.50000000" in out
    assert "ŷ = w2·z1 = 1.5·1 = 1.50000000" in out


def test_that_an_unknown_example_is_refused_with_a_suggestion(command):
    done = command("backprop", "--example", "chian")
    assert (done.status, done.out) == (2, "")
    assert "did you mean 'chain'" in done.complaint
