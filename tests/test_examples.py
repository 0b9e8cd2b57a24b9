"""The scripts in examples/ run as they stand, and say what they promise."""

import re
import runpy
from pathlib import Path

import numpy as np
import pytest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))


def output_of(name, capsys):
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")
    return capsys.readouterr().out


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_that_an_example_is_10_to_30_lines(script):
    assert 10 <= len(script.read_text("utf-8").splitlines()) <= 30


def test_that_every_example_is_run_by_a_test():
    assert {script.name for script in SCRIPTS} == {
        "chain_rule.py",
        "gradient_check.py",
        "luck_of_the_seed.py",
        "race_on_a_network.py",
        "race_on_rosenbrock.py",
        "train_moons.py",
    }


def test_that_train_moons_reaches_95_percent(capsys):
    text = output_of("train_moons.py", capsys)
    assert float(re.search(r"test accuracy ([\d.]+)%", text)[1]) >= 95
    first, second = map(float, re.findall(r"probability ([\d.]+)", text))
    assert first < 0.5 < second


def test_that_the_chain_rule_has_the_published_product(capsys):
    text = output_of("chain_rule.py", capsys)
    assert "= 0.20944600 × 0.23802157 × 0.51998934" in text
    assert float(re.search(r"relative error (\S+)", text)[1]) < 1e-6
    every, few = map(int, re.search(r"(\d+) products path by path, (\d+) with", text).groups())
    assert every > few


def test_that_the_gradient_check_agrees_to_seven_digits(capsys):
    text = output_of("gradient_check.py", capsys)
    assert float(re.search(r"relative error (\S+)", text)[1]) < 1e-7


def test_that_the_race_names_all_three_and_momentum_beats_plain_descent(capsys):
    text = output_of("race_on_rosenbrock.py", capsys)
    loss = {name: float(value) for name, value in re.findall(r"^(\w+) +loss (\S+),", text, re.M)}
    assert list(loss) == ["sgd", "momentum", "adam"]
    assert loss["momentum"] < loss["sgd"]


def test_that_the_race_on_a_network_says_how_far_its_map_can_be_trusted(capsys):
    text = output_of("race_on_a_network.py", capsys)
    rows = re.findall(r"^(\w+) +loss ([\d.]+) .* ([\d.]+) off .* ([\d.]+)$", text, re.M)
    assert [name for name, *_ in rows] == ["SGD", "Momentum", "Adam"]
    loss, off, seen = (np.array(column, float) for column in list(zip(*rows, strict=True))[1:])
    assert loss[2] < loss[1] < loss[0]
    assert (off > 0).all()
    assert (np.abs(seen - loss) < 0.1).all()


def test_that_the_luck_of_the_seed_is_a_range_around_the_mean(capsys):
    text = output_of("luck_of_the_seed.py", capsys)
    low, mean, high = map(
        float, re.search(r"from ([\d.]+)% over ([\d.]+)% to ([\d.]+)%", text).groups()
    )
    assert low <= mean <= high
    assert low < high
